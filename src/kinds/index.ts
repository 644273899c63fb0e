import type { KindEntry, KindValidator } from './kind.js';
import { kindLedgers } from './ledgers/index.js';
import { servedKinds } from './served.js';

/** The API server's validation of each kind, keyed by apiVersion and kind. */
const validators: { readonly [versionAndKind: string]: KindValidator } = {};

const entries: ReadonlyMap<string, KindEntry> = new Map(
  servedKinds.map((served) => {
    const key = `${served.apiVersion} ${served.kind}`;
    const validate = validators[key];
    const ledger = kindLedgers[key];
    const entry: KindEntry = {
      ...served,
      ...(validate === undefined ? {} : { validate }),
      ...(ledger === undefined ? {} : { ledger }),
    };
    return [key, entry];
  }),
);

/** All that phase 2 knows of a kind; undefined when Kubernetes 1.36 does not serve it. */
export function kindEntry(apiVersion: string, kind: string): KindEntry | undefined {
  return entries.get(`${apiVersion} ${kind}`);
}

/** The versions in which a kind is served, in the table's order. */
export function servedVersions(kind: string): readonly string[] {
  return servedKinds.filter((served) => served.kind === kind).map(({ apiVersion }) => apiVersion);
}

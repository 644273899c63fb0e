import type { ListedRow, Listing } from '../reconcile/listing.js';
import { printJson } from './json-result.js';
import { print, say } from './output.js';
import { table } from './table.js';

export type GetFormat = 'text' | 'wide' | 'name' | 'json';

/** How the rows are to be shown. */
export interface GetOutput {
  readonly output: GetFormat;
  /** Show their namespace even where there is but one. */
  readonly allNamespaces: boolean;
  /** Show names as `deployment/web`. */
  readonly withKind: boolean;
}

/** Shows listings as kubectl does: a table for each, or names, or one JSON document. */
export function printListings(listings: readonly Listing[], how: GetOutput): void {
  const shown = once(listings).filter(({ rows }) => rows.length > 0);
  if (how.output === 'json') printJson(jsonOf(listings));
  else if (shown.length === 0) say('Nothing found.');
  else if (how.output === 'name') print(shown.flatMap(({ rows }) => rows.map(nameWithKind)).join('\n'));
  else print(shown.map(({ rows }) => tableOf(rows, how)).join('\n\n'));
}

/** Pods are objects that were applied, too: what one table shows another does not repeat. */
function once(listings: readonly Listing[]): readonly Listing[] {
  const seen = new Set<string>();
  return listings.map(({ key, rows }) => ({
    key,
    rows: rows.filter(({ kind, namespace, name }) => {
      const object = `${kind}/${namespace}/${name}`;
      const isNew = !seen.has(object);
      seen.add(object);
      return isNew;
    }),
  }));
}

function jsonOf(listings: readonly Listing[]): { readonly [key: string]: readonly unknown[] } {
  const document: { [key: string]: readonly unknown[] } = {};
  for (const { key, rows } of listings)
    document[key] = [...(document[key] ?? []), ...rows.map(({ json }) => json)];
  return document;
}

const nameWithKind = ({ kind, name }: Pick<ListedRow, 'kind' | 'name'>): string =>
  `${kind.toLowerCase()}/${name}`;

function tableOf(rows: readonly ListedRow[], { output, allNamespaces, withKind }: GetOutput): string {
  const several = allNamespaces || new Set(rows.map(({ namespace }) => namespace)).size > 1;
  const cellsOf = ({ namespace, name, kind, cells, wide }: ListedRow) => ({
    ...(several ? { NAMESPACE: namespace } : {}),
    NAME: withKind ? nameWithKind({ kind, name }) : name,
    ...cells,
    ...(output === 'wide' ? wide : {}),
  });
  const lines = rows.map(cellsOf);
  return table([Object.keys(lines[0] ?? {}), ...lines.map((line) => Object.values(line))]);
}

import { describe, expect, test } from '@jest/globals';
import type { LedgerRow, LedgerRows } from '../src/fields/ledger.js';
import { verdictOf } from '../src/fields/ledger.js';
import { kindLedgers } from '../src/kinds/ledgers/index.js';
import { servedKinds } from '../src/kinds/served.js';
import type { Situation } from '../src/podman/target.js';
import { definition, objectBelow, type SchemaNode } from './support/schema.js';

/** Differences between a ledger and the schema of 1.36, as `Type.field: what`. */
function differences(rows: LedgerRows, name: string, node: SchemaNode, seen: Set<string>): readonly string[] {
  if (seen.has(name)) return [];
  seen.add(name);
  return Object.entries(node.properties ?? {}).flatMap(([field, child]) => {
    const row = rows[field];
    if (row === undefined) return [`${name}.${field}: no row`];
    const below = objectBelow(child);
    return row.fields === undefined || below === undefined
      ? []
      : differences(row.fields, below.name, below.node, seen);
  });
}

/** Fields that left Kubernetes, and that the package of types still has. */
const gone = new Set(['ResourceClaim.source', 'ObjectMeta.clusterName']);

function allRows(
  rows: LedgerRows,
  path: string,
  found = new Map<LedgerRow, string>(),
): Map<LedgerRow, string> {
  for (const [field, row] of Object.entries(rows)) {
    if (found.has(row)) continue;
    found.set(row, `${path}.${field}`);
    if (row.fields !== undefined) allRows(row.fields, `${path}.${field}`, found);
  }
  return found;
}

const situations: readonly Situation[] = (['run', 'script', 'kube'] as const).flatMap((output) =>
  [true, false].map((rootless) => ({
    output,
    supervised: false,
    target: { version: { major: 4, minor: 3, patch: 1 }, rootless, remote: false, cgroups: 'v1' },
  })),
);

describe.each(Object.entries(kindLedgers))('%s', (key, rows) => {
  const [, kind = ''] = key.split(' ');
  const served = servedKinds.find(({ apiVersion, kind: name }) => `${apiVersion} ${name}` === key);
  test('is a kind that Kubernetes 1.36 serves', () => {
    expect(served).toBeDefined();
  });
  test('has a row for every field of the schema', () => {
    const schema = served?.schema ?? '';
    const found = differences(rows, kind, definition(schema), new Set());
    expect(found.filter((line) => !gone.has(line.split(':')[0] ?? ''))).toEqual([]);
  });
  test('says why wherever a field is not honoured exactly, and where Kubernetes says so', () => {
    for (const [row, path] of allRows(rows, kind)) {
      expect([path, row.source]).toEqual([path, expect.stringMatching(/\S{4,}/)]);
      for (const situation of situations) {
        const { level, why } = verdictOf(row, undefined, situation);
        if (level !== 'exact') expect([path, why]).toEqual([path, expect.stringMatching(/^\S.{8,}[^.]$/s)]);
      }
    }
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { catalog } from '../src/diagnostics/catalog.js';
import { kindLedgers } from '../src/kinds/ledgers/index.js';

/** Codes that no golden case can bring about, why, and the test that does. */
const elsewhere: readonly {
  readonly codes: RegExp;
  readonly why: string;
  readonly test: string;
}[] = [
  { codes: /^advice\/unknown-code$/, why: 'check alone reads what silences', test: 'check/silence.test.ts' },
  { codes: /^advice\//, why: 'check alone advises', test: 'check/advice.test.ts' },
  {
    codes: /^reference\/(selector-matches-nothing|missing-target-port|unused)$/,
    why: 'check alone looks over a whole set of files',
    test: 'check/references.test.ts',
  },
  { codes: /^settings\//, why: 'it is about .kube2pod.yaml', test: 'check/silence.test.ts' },
  {
    codes: /^schema\/custom(?:-rule)?$/,
    why: 'check alone takes schemas',
    test: 'check/custom-schema.test.ts',
  },
  { codes: /^parse\/too-large$/, why: 'a case of several MiB', test: 'phases/parse-hostile.test.ts' },
  {
    codes: /^podman\/sysctl-host$/,
    why: 'the API server refuses it before',
    test: 'fields/security.test.ts',
  },
  {
    codes: /^podman\/sysctl-forbidden$/,
    why: 'apply alone judges as a node with its settings',
    test: 'fields/security.test.ts',
  },
  {
    codes: /^field\/unreviewed$/,
    why: 'the ledger has a row for every field of the schema',
    test: 'fields/ledger-walk.test.ts',
  },
  { codes: /^podman\/kube-text$/, why: 'an older target', test: 'emit/kube-text.test.ts' },
  { codes: /^podman\/no-kube-unit$/, why: 'only --unit asks for it', test: 'emit/kube.test.ts' },
];

const lines = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('diagnostics.txt'))
  .flatMap((name) => readFileSync(join('fixtures', name), 'utf8').split('\n'));
const shown = new Set(lines.map((line) => line.split(' ').at(-1)));

test('every code of the catalogue is in a golden case, or in the test that is named here', () => {
  const missing = Object.keys(catalog).filter((code) => {
    if (shown.has(code)) return false;
    const other = elsewhere.find(({ codes }) => codes.test(code));
    return other === undefined || !readFileSync(join('test', other.test), 'utf8').includes(code);
  });
  expect(missing).toEqual([]);
});

test('what is excused is not in a golden case after all', () => {
  const codes = Object.keys(catalog).filter((code) => elsewhere.some((one) => one.codes.test(code)));
  expect(codes.filter((code) => shown.has(code))).toEqual([]);
});

const inputs = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('input.yaml'))
  .map((name) => readFileSync(join('fixtures', name), 'utf8'));

test('every group of fields with a ledger has golden cases of its own', () => {
  const groups = readdirSync('src/fields').filter((name) =>
    existsSync(join('src/fields', name, 'ledger.ts')),
  );
  expect(groups.length).toBeGreaterThan(10);
  expect(groups.filter((group) => !existsSync(join('fixtures', group)))).toEqual([]);
});

test('every kind with a ledger is in a golden case', () => {
  const kinds = Object.keys(kindLedgers).map((key) => key.split(' ')[1] ?? '');
  const written = new Set(
    inputs.flatMap((text) => [...text.matchAll(/kind: (\w+)/g)].map(([, kind]) => kind)),
  );
  expect([...new Set(kinds)].filter((kind) => !written.has(kind))).toEqual([]);
});

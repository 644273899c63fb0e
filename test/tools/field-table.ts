import { type LedgerRow, type LedgerRows, verdictOf } from '../../src/fields/ledger.js';
import { kindLedgers } from '../../src/kinds/ledgers/index.js';
import type { Situation } from '../../src/podman/target.js';

const situation = (supervised: boolean): Situation => ({
  output: 'run',
  supervised,
  target: { version: { major: 5, minor: 8, patch: 6 }, rootless: false, remote: false, cgroups: 'v2' },
});

function levelOf(row: LedgerRow, supervised: boolean): string {
  const { level, harmless } = verdictOf(row, undefined, situation(supervised));
  return harmless === true ? 'no difference' : level;
}

function line(path: string, row: LedgerRow): string {
  const now = levelOf(row, true);
  const { why } = verdictOf(row, undefined, situation(true));
  const text = (why ?? row.how ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
  return `| \`${path}\` | ${now} | ${text} |`;
}

function rowsOf(rows: LedgerRows, path: string, depth: number): readonly string[] {
  return Object.keys(rows)
    .sort()
    .flatMap((field) => {
      const row = rows[field];
      if (row === undefined || field === 'status') return [];
      const below =
        row.fields === undefined || depth === 0 ? [] : rowsOf(row.fields, `${path}${field}.`, depth - 1);
      return [line(`${path}${field}`, row), ...below];
    });
}

/** The README's tables: what becomes of the fields of pods and containers, and of each kind. */
export function fieldTables(): string {
  const pod = kindLedgers['v1 Pod']?.spec?.fields ?? {};
  const { containers, ...podFields } = pod;
  const head = '| field | with `apply` | how, or what differs |\n| --- | --- | --- |';
  const kinds = Object.entries(kindLedgers).map(([key, rows]) => {
    const spec =
      rows.spec ??
      Object.values(rows).find(
        (row) => row !== rows.apiVersion && row !== rows.kind && row !== rows.metadata,
      );
    const isNested = spec?.fields !== undefined;
    const text =
      isNested || spec === undefined
        ? 'field by field'
        : `${levelOf(spec, true)}: ${verdictOf(spec, undefined, situation(true)).why ?? spec.how ?? ''}`;
    return `| ${key} | ${text} |`;
  });
  return [
    '### Kinds',
    '',
    '| kind | what becomes of it |\n| --- | --- |',
    ...kinds.sort(),
    '',
    '### Fields of a pod (`spec`)',
    '',
    head,
    ...rowsOf(
      { ...podFields, initContainers: { ...(podFields.initContainers as LedgerRow), fields: {} } },
      '',
      1,
    ),
    '',
    '### Fields of a container',
    '',
    head,
    ...rowsOf(containers?.fields ?? {}, '', 1),
  ].join('\n');
}

import { type CatalogCode, catalog, catalogEntry } from '../../src/diagnostics/catalog.js';

/** The README's list of rules: every code, who says it, how bad it is, and why. */
export function ruleTable(): string {
  const rows = (Object.keys(catalog) as CatalogCode[]).sort().map((code) => {
    const { group, severity, explain } = catalogEntry(code);
    const word = typeof severity === 'string' ? severity : 'depends';
    const [first = ''] = explain.split(/(?<=[.:]) (?=[A-Z])/);
    return `| \`${code}\` | ${group} | ${word} | ${first.replaceAll('|', '\\|')} |`;
  });
  return ['| code | group | severity | why |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

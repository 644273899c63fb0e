import { type CatalogCode, catalogEntry } from '../catalog.js';
import type { Diagnostic } from '../diagnostic.js';
import type { FieldPath } from '../field-path.js';

/**
 * Findings in SARIF 2.1.0, for code scanning. Regions are those of the text, with columns in UTF-16 units; rules are those
 * that occur. Source: OASIS SARIF 2.1.0, sections 3.14 (run), 3.27 (result), 3.30 (region), 3.49 (reportingDescriptor).
 */
export function renderSarif(findings: readonly Diagnostic[], version: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const run = {
    tool: {
      driver: {
        name: 'kube2pod',
        version,
        rules: codes.map(ruleOf),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => resultOf(finding, codes)),
  };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return JSON.stringify(log, undefined, 2);
}

function ruleOf(code: CatalogCode): object {
  const { explain, group, bad, good } = catalogEntry(code);
  const example = (title: string, text: string | undefined): string =>
    text === undefined ? '' : `\n\n${title}:\n\n    ${text.replaceAll('\n', '\n    ')}`;
  const text = `${explain}${example('Wrong', bad)}${example('Right', good)}`;
  return {
    id: code,
    shortDescription: { text: code.replace('/', ': ').replaceAll('-', ' ') },
    fullDescription: { text: explain },
    help: { text, markdown: text },
    properties: { tags: [group] },
  };
}

function resultOf(
  { code, severity, message, hint, at, related }: Diagnostic,
  codes: readonly string[],
): object {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    locations: [{ ...locationOf(at), logicalLocations: [{ fullyQualifiedName: at.toString() }] }],
    ...(related === undefined
      ? {}
      : {
          relatedLocations: related.map((one) => ({ ...locationOf(one.at), message: { text: one.message } })),
        }),
  };
}

function locationOf(at: FieldPath): { readonly physicalLocation: object } {
  const { line, column, endLine, endColumn } = at.range();
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(at.document.file) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

/** A relative path stays one, with `/` between its parts; an absolute one becomes a file address. */
function uriOf(file: string): string {
  if (/^https?:/.test(file)) return file;
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { type JsonFinding, jsonFinding, type ObjectName } from '../diagnostics/render/json.js';
import type { JudgedDocument } from '../diagnostics/render/junit.js';
import type { ManifestDocument, Source } from '../phases/documents.js';
import { printJson } from './json-result.js';
import { countText, findingsText, paletteFor, print, say } from './output.js';
import { version } from './version.js';

/** What findings are printed with. */
export interface FindingsInput {
  readonly findings: readonly Diagnostic[];
  readonly sources: readonly Source[];
  readonly documents: readonly ManifestDocument[];
}

/** Prints findings in one of the formats of `check --output`; the rarer ones are loaded only when asked for. */
export async function printFindings(format: string, input: FindingsInput): Promise<void> {
  const { findings } = input;
  switch (format) {
    case 'json':
      printJson(findingsJson(findings, input));
      return;
    case 'sarif':
      print((await import('../diagnostics/render/sarif.js')).renderSarif(findings, version));
      return;
    case 'github': {
      const { renderGithub } = await import('../diagnostics/render/github.js');
      if (findings.length > 0) print(findings.map(renderGithub).join('\n'));
      return;
    }
    case 'junit':
      print((await import('../diagnostics/render/junit.js')).renderJunit(judgedDocuments(input)));
      return;
    default:
      if (findings.length === 0) return;
      print(findingsText(findings, input.sources, paletteFor(process.stdout)));
      say(countText(findings));
  }
}

/** Every document with its findings; findings outside of any object (syntax) get a case of their own. */
function judgedDocuments({ findings, documents }: FindingsInput): readonly JudgedDocument[] {
  const known = new Set(documents.map(({ at }) => at.document));
  const byDocument = new Map<unknown, Diagnostic[]>();
  for (const finding of findings) {
    const { document } = finding.at;
    const own = byDocument.get(document);
    if (own === undefined) byDocument.set(document, [finding]);
    else own.push(finding);
  }
  const judged = documents.map((document): JudgedDocument => {
    const { kind, name } = objectName(document);
    const title = `${kind} ${name}`.trim();
    return {
      file: document.source.name,
      title: title === '' ? `document ${document.documentIndex + 1}` : title,
      findings: byDocument.get(document.at.document) ?? [],
    };
  });
  const others = findings.filter(({ at }) => !known.has(at.document));
  return [
    ...judged,
    ...others.map((finding) => ({
      file: finding.at.document.file,
      title: `document ${finding.at.document.documentIndex + 1}`,
      findings: [finding],
    })),
  ];
}

/** The public JSON format: findings, and the documents that were read. */
export function findingsJson(
  findings: readonly Diagnostic[],
  { documents: read }: Pick<FindingsInput, 'documents'>,
): { readonly findings: readonly JsonFinding[]; readonly documents: readonly object[] } {
  const names = new Map(read.map((document) => [document.at.document, objectName(document)]));
  const documents = read.map((document) => ({
    file: document.source.name,
    document: document.documentIndex,
    ...objectName(document),
  }));
  const found = findings.map((finding) => jsonFinding(finding, names.get(finding.at.document) ?? null));
  return { findings: found, documents };
}

/** What an object calls itself, as far as it can be read from a document that may be wrong. */
export function objectName(document: ManifestDocument): ObjectName {
  const root = asMap(document.value);
  const metadata = asMap(root.metadata);
  return {
    apiVersion: textOf(root.apiVersion),
    kind: textOf(root.kind),
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
  };
}

function asMap(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

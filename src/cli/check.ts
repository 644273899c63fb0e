import { judge } from '../compile.js';
import { type Collector, createCollector } from '../diagnostics/collect.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { jsonFinding, type ObjectName } from '../diagnostics/render/json.js';
import { assumedFor } from '../phases/assumed.js';
import type { ManifestDocument, Source } from '../phases/documents.js';
import type { CheckOptions } from './check-options.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory, readTexts } from './input.js';
import { countText, findingsText, paletteFor, print, say } from './output.js';
import { situationOf } from './target-options.js';

/** What a cluster would say of the manifests, and what Podman can make of them. Starts nothing. */
export async function runCheck(options: CheckOptions): Promise<ExitCode> {
  const judgedBy = situationOf(options);
  if (judgedBy === undefined) return exitCode.usage;
  // What `apply` makes of it, with the supervisor.
  const situation = { ...judgedBy, supervised: true };
  const sources = await readTexts(options);
  if (sources === undefined) return exitCode.usage;
  const collector = createCollector();
  const { documents } = judge(
    sources,
    { situation, observed: assumedFor(situation.target), baseDirectory: baseDirectory(sources) },
    collector,
  );
  const input: Input = { sources, collector, documents };
  const all = collector.findings();
  const findings = options.quiet ? all.filter(({ severity }) => severity === 'error') : all;
  if (options.output === 'json') print(findingsJson(findings, input));
  else printText(findings, input);
  const bad = all.some(({ severity }) => severity === 'error' || (options.strict && severity === 'warning'));
  return bad ? exitCode.findings : exitCode.fine;
}

/** What findings are printed with. */
interface Input {
  readonly sources: readonly Source[];
  readonly documents: readonly ManifestDocument[];
  readonly collector: Collector;
}

function printText(findings: readonly Diagnostic[], input: Input): void {
  if (findings.length === 0) return;
  print(findingsText(findings, input.sources, paletteFor(process.stdout)));
  say(countText(findings));
}

/** The public JSON format: findings, and the documents that were read. */
export function findingsJson(findings: readonly Diagnostic[], input: Pick<Input, 'documents'>): string {
  const names = new Map(input.documents.map((document) => [document.at.document, objectName(document)]));
  const documents = input.documents.map((document) => ({
    file: document.source.name,
    document: document.documentIndex,
    ...objectName(document),
  }));
  const found = findings.map((finding) => jsonFinding(finding, names.get(finding.at.document) ?? null));
  return JSON.stringify({ findings: found, documents }, undefined, 2);
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

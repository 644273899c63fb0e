import type { Argv } from 'yargs';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { jsonFinding, type ObjectName } from '../diagnostics/render/json.js';
import type { ManifestDocument } from '../phases/documents.js';
import type { Command } from './command-line.js';
import { exitCode } from './exit.js';
import { type Input, inputOptions, readInput } from './input.js';
import { countText, findingsText, paletteFor, print, say } from './output.js';
import { situationOf, targetOptions } from './target-options.js';

export interface CheckOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly output: 'text' | 'json';
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly target?: string;
  readonly rootless: boolean;
}

/** `kube2pod check`: what a cluster would say of the manifests, and what Podman can make of them. Starts nothing. */
export const checkCommand: Command<CheckOptions> = {
  command: 'check [files..]',
  describe: 'Say what a cluster and Podman would make of manifests, without running anything',
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...targetOptions,
        output: {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: 'Format of the findings',
        },
        strict: { type: 'boolean', default: false, describe: 'Warnings make the command fail too' },
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Show errors only' },
      }) as Argv<CheckOptions>,
  run: async (options) => {
    const situation = situationOf(options);
    if (situation === undefined) return exitCode.usage;
    const input = await readInput(options, situation);
    if (input === undefined) return exitCode.usage;
    const all = input.collector.findings();
    const findings = options.quiet ? all.filter(({ severity }) => severity === 'error') : all;
    if (options.output === 'json') print(findingsJson(findings, input));
    else printText(findings, input);
    const bad = all.some(
      ({ severity }) => severity === 'error' || (options.strict && severity === 'warning'),
    );
    return bad ? exitCode.findings : exitCode.fine;
  },
};

function printText(findings: readonly Diagnostic[], input: Input): void {
  if (findings.length === 0) return;
  print(findingsText(findings, input.sources, paletteFor(process.stdout)));
  say(countText(findings));
}

/** The public JSON format: findings, and the documents that were read. */
export function findingsJson(findings: readonly Diagnostic[], input: Input): string {
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

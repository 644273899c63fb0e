import { compile, emit } from '../compile.js';
import { createCollector } from '../diagnostics/collect.js';
import { type FieldAtLine, fieldAtLine } from '../explain/field-at-line.js';
import { linesOnlyIn, sourcesOf, sourcesWithout } from '../explain/without-field.js';
import { explainField, findField } from '../kinds/explain.js';
import { assumedFor } from '../phases/assumed.js';
import type { ManifestDocument, Source } from '../phases/documents.js';
import type { OutputForm, Situation } from '../podman/target.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory, readTexts } from './input.js';
import { findingsText, paletteFor, print, say } from './output.js';
import { situationOf } from './target-options.js';
import { version } from './version.js';

/** What `explain FILE:LINE` goes by. */
export interface LineOptions {
  readonly file: string;
  readonly line: number;
  readonly target?: string | undefined;
  readonly rootless: boolean;
  readonly cgroups?: 'v1' | 'v2';
}

/** What becomes of one line of a manifest: its field, the findings about it, and what it changes in each output. */
export async function explainLine(options: LineOptions): Promise<ExitCode> {
  const sources = await readTexts({ filename: [options.file], recursive: false });
  if (sources === undefined) return exitCode.usage;
  const situation = situationOf({ ...options, form: 'run' });
  if (situation === undefined) return exitCode.usage;
  const collector = createCollector();
  const compiled = compile(sources, contextOf({ ...situation, supervised: true }, sources), collector);
  const [name = options.file] = sources.map((source) => source.name);
  const found = fieldAtLine(compiled.documents, name, options.line);
  if (found === undefined) {
    say(`kube2pod: line ${options.line} of ${options.file} belongs to no object`);
    return exitCode.usage;
  }
  const { at, document } = found;
  const kind = String((document.value as { readonly kind?: unknown } | null)?.kind ?? '');
  print(`${name}:${options.line} is ${at.toString()} of ${kind}`);
  const field = findField(`${kind}.${at.toString()}`);
  if ('row' in field) print(explainField(field, [{ ...situation, supervised: true }]));
  const own = collector
    .findings()
    .filter(({ at: place }) => isBelow(place.toString(), at.toString()) && place.document === at.document);
  if (own.length > 0) print(findingsText(own, sources, paletteFor(process.stdout)));
  for (const form of ['script', 'quadlet'] as const) printEffect(form, compiled.documents, found, options);
  return exitCode.fine;
}

function isBelow(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}

function contextOf(situation: Situation, sources: readonly Source[]) {
  return { situation, observed: assumedFor(situation.target), baseDirectory: baseDirectory(sources) };
}

const headings = { script: 'As commands it is', quadlet: 'In Quadlet units it is' } as const;

/** Shows which lines of an output are there for the sake of the field. */
function printEffect(
  form: 'script' | 'quadlet',
  documents: readonly ManifestDocument[],
  { document, at }: FieldAtLine,
  options: LineOptions,
): void {
  const situation = situationOf({ ...options, form: form satisfies OutputForm });
  if (situation === undefined) return;
  const text = (sources: readonly Source[]): string | undefined => {
    const collector = createCollector();
    const compiled = compile(sources, contextOf(situation, sources), collector);
    const files = emit(form, compiled, { report: collector.report, generator: version, sources: [] });
    const hasErrors = collector.findings().some(({ severity }) => severity === 'error');
    return hasErrors
      ? undefined
      : [...files].map(([name, file]) => `[${name}]\n${String(file.text)}`).join('\n');
  };
  const [before, after] = [
    text(sourcesOf(documents)),
    text(sourcesWithout(documents, document, at.segments())),
  ];
  if (before === undefined) return;
  if (after === undefined) {
    print(`${headings[form]}: nothing could be made without it.`);
    return;
  }
  const [made, instead] = [linesOnlyIn(before, after), linesOnlyIn(after, before)];
  if (made.length + instead.length === 0) print(`${headings[form]}: nothing.`);
  else
    print(
      [
        `${headings[form]}:`,
        ...made.map((line) => `  ${line}`),
        ...instead.map((line) => `  (without it: ${line})`),
      ].join('\n'),
    );
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** Why a command failed, in the public JSON shape of every command's `-o json`: `{"error": ...}`. */
export interface JsonError {
  readonly exitCode: number;
  readonly message: string;
  /** What can be done about it. */
  readonly hint?: string;
  /** The operation that failed, and the place in the manifest that asked for it. */
  readonly operation?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  /** What this run had made and has removed again, and what it could not. */
  readonly removed?: readonly string[];
  readonly left?: readonly string[];
}

/** What a command has told so far, where its result is one JSON document. */
interface Told {
  document?: unknown;
  findings?: readonly unknown[];
  failure?: Omit<JsonError, 'exitCode'>;
  /** Lines of a result that has no JSON form of its own. */
  readonly lines: string[];
  /** What was said on standard error as the command's own. */
  readonly messages: string[];
  /** Its result is a line of JSON at a time. */
  isStream: boolean;
}

/** Of the command that runs now, and nobody else's: a library call beside it tells nothing here. */
const telling = new AsyncLocalStorage<Told>();

/** Takes a line of the result as text; false where results are text and it is to be printed. */
export function keepLine(text: string): boolean {
  const told = telling.getStore();
  told?.lines.push(text);
  return told !== undefined;
}

/** Takes note of what is said on standard error, for the message of a failure: our own sentences begin with our name. */
export function keepMessage(text: string): void {
  const mark = 'kube2pod: ';
  if (text.startsWith(mark)) telling.getStore()?.messages.push(text.slice(mark.length));
}

/** The result of a command as JSON. */
export function printJson(document: unknown): void {
  const told = telling.getStore();
  if (told === undefined) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  else told.document = document;
}

/** One line of a result that goes on. */
export function printJsonLine(value: unknown): void {
  const told = telling.getStore();
  if (told !== undefined) told.isStream = true;
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** What is known of a failure beyond what is said; parts of it may come one after the other. */
export function noteFailure(failure: Partial<Omit<JsonError, 'exitCode'>>): void {
  const told = telling.getStore();
  if (told !== undefined) told.failure = { message: '', ...told.failure, ...failure };
}

/** Findings that a failure is about, in the shape of `check -o json`. */
export function noteFindings(findings: readonly unknown[]): void {
  const told = telling.getStore();
  if (told !== undefined) told.findings = findings;
}

/**
 * Runs a command whose result is JSON: standard output gets one document, whatever happens; after a failure it has
 * `error` beside what there is of a result. What is for people stays on standard error.
 */
export async function withJsonResult(run: () => Promise<number>): Promise<number> {
  const told: Told = { lines: [], messages: [], isStream: false };
  const code = await telling.run(told, run);
  const error = errorOf(code, told);
  // On one line, for those who read a line at a time.
  const isAlone = told.isStream || (told.document === undefined && told.lines.length === 0);
  if (error !== undefined && isAlone) {
    process.stdout.write(`${JSON.stringify(resultOf({ ...told, lines: [] }, error))}\n`);
    return code;
  }
  if (told.isStream) return code;
  process.stdout.write(`${JSON.stringify(resultOf(told, error), undefined, 2)}\n`);
  return code;
}

function resultOf({ document, lines, findings }: Told, error: JsonError | undefined): unknown {
  const result = document ?? (lines.length === 0 ? {} : { lines });
  if (Array.isArray(result) || error === undefined) return result;
  return { ...(result as object), ...(findings === undefined ? {} : { findings }), error };
}

/** An exit code may be a result, too: `diff` has found a difference, `check` an error. */
function errorOf(code: number, { document, lines, failure, messages }: Told): JsonError | undefined {
  const hasResult = document !== undefined || lines.length > 0;
  if (code === 0 || (hasResult && failure === undefined && messages.length === 0)) return undefined;
  const message = messages.join('\n');
  const { message: own = '', ...more } = failure ?? {};
  return { exitCode: code, message: own === '' ? message : own, ...more };
}

/** Whether words ask for a result as JSON. */
export function asksForJson(words: readonly string[]): boolean {
  return words.some(
    (word, index) =>
      /^(?:-o=?json|--output=json)$/.test(word) ||
      (/^(?:-o|--output)$/.test(word) && words[index + 1] === 'json'),
  );
}

import { createReadStream, type Dirent, readFileSync, type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import type { Source } from '../phases/documents.js';

/** An argument that could not be read. */
export interface InputProblem {
  readonly name: string;
  readonly reason: string;
}

export interface ReadResult {
  readonly sources: readonly Source[];
  readonly problems: readonly InputProblem[];
}

export interface ReadOptions {
  /** Also the folders inside folders; kubectl's default is not to. */
  readonly recursive: boolean;
  /** Milliseconds for one URL; 30 s when unset. */
  readonly fetchTimeout?: number;
}

/** Source: k8s.io/cli-runtime/pkg/resource/builder.go, FileExtensions. */
const manifestFile = /\.(?:ya?ml|json)$/;
const sizeLimit = 64 * 1024 * 1024;
const tooLarge = 'larger than 64 MiB';
const defaultFetchTimeout = 30_000;

/**
 * Reads what the command line names: files, folders (`*.yaml`, `*.yml`, `*.json` of the folder itself, with
 * `recursive` also below it, as kubectl does), globs, URLs, and `-` for standard input. Sources come in the order of
 * the arguments, folders in the order of a walk by name; a file named twice is read once.
 * Source: k8s.io/cli-runtime/pkg/resource/visitor.go, FileVisitor and ExpandPathsToFileVisitors.
 */
export async function readSources(names: readonly string[], options: ReadOptions): Promise<ReadResult> {
  const results = await Promise.all([...new Set(names)].map((name) => readArgument(name, options)));
  const sources = new Map<string, Source>();
  for (const result of results) for (const source of result.sources) sources.set(source.name, source);
  return { sources: [...sources.values()], problems: results.flatMap(({ problems }) => problems) };
}

const problem = (name: string, reason: string): ReadResult => ({ sources: [], problems: [{ name, reason }] });

async function readArgument(name: string, options: ReadOptions): Promise<ReadResult> {
  if (name === '-') return readStream('-', process.stdin);
  if (/^https?:\/\//i.test(name)) return fetchSource(name, options.fetchTimeout ?? defaultFetchTimeout);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name))
    return problem(name, 'only http and https addresses can be read');
  const found = tryStat(name);
  if (!('problem' in found)) return readFound(name, found, options);
  return /[*?[\]{}]/.test(name) ? readGlob(name) : problem(name, found.problem);
}

function tryStat(name: string): Stats | { readonly problem: string } {
  try {
    return statSync(name);
  } catch (error) {
    return { problem: reasonOf(error as NodeJS.ErrnoException) };
  }
}

async function readFound(name: string, found: Stats, { recursive }: ReadOptions): Promise<ReadResult> {
  return found.isDirectory() ? readFolder(name, recursive) : readFile(name, found);
}

async function readFolder(name: string, recursive: boolean): Promise<ReadResult> {
  const [entries] = await Promise.allSettled([readdir(name, { withFileTypes: true, recursive })]);
  if (entries.status === 'rejected') return problem(name, reasonOf(entries.reason));
  const paths = entries.value.filter(isManifest).map((entry) => join(entry.parentPath, entry.name));
  return paths.length === 0
    ? problem(name, 'there is no .yaml, .yml or .json file in this folder')
    : readAll(paths.toSorted(byWalk));
}

function isManifest(entry: Dirent): boolean {
  return !entry.isDirectory() && manifestFile.test(entry.name);
}

/** Folder by folder, each by name: `a/z.yaml` comes before `a.yaml`. */
function byWalk(one: string, other: string): number {
  const [left, right] = [one.split(sep), other.split(sep)];
  const index = left.findIndex((name, position) => name !== right[position]);
  return (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

async function readGlob(pattern: string): Promise<ReadResult> {
  const { glob } = await import('tinyglobby');
  const paths = await glob(pattern, { absolute: isAbsolute(pattern), expandDirectories: false });
  return paths.length === 0 ? problem(pattern, 'no file matches') : readAll(paths.toSorted(byWalk));
}

async function readAll(paths: readonly string[]): Promise<ReadResult> {
  const sources: Source[] = [];
  const problems: InputProblem[] = [];
  // One after the other: thousands of files at once would need as many handles.
  for (const path of paths) {
    const found = tryStat(path);
    const read = 'problem' in found ? problem(path, found.problem) : readFile(path, found);
    const result = read instanceof Promise ? await read : read;
    sources.push(...result.sources);
    problems.push(...result.problems);
  }
  return { sources, problems };
}

/** A regular file is read at once, which costs a tenth of a stream; anything else may never end. */
function readFile(path: string, found: Stats): ReadResult | Promise<ReadResult> {
  if (!found.isFile()) return readStream(path, createReadStream(path));
  if (found.size > sizeLimit) return problem(path, tooLarge);
  try {
    return decoded(path, readFileSync(path));
  } catch (error) {
    return problem(path, reasonOf(error as NodeJS.ErrnoException));
  }
}

/** Reads to the end, or until it is too much: a device or a pipe may never end. */
async function readStream(name: string, stream: AsyncIterable<unknown>): Promise<ReadResult> {
  const [bytes] = await Promise.allSettled([collect(stream)]);
  if (bytes.status === 'rejected') return problem(name, reasonOf(bytes.reason));
  return bytes.value === undefined ? problem(name, tooLarge) : decoded(name, bytes.value);
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > sizeLimit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function fetchSource(url: string, timeout: number): Promise<ReadResult> {
  const [answer] = await Promise.allSettled([fetch(url, { signal: AbortSignal.timeout(timeout) })]);
  if (answer.status === 'rejected') return problem(url, `could not be fetched: ${causeOf(answer.reason)}`);
  const { ok, status, statusText, body } = answer.value;
  if (!ok) return problem(url, `the server answered ${status} ${statusText}`.trim());
  return body === null ? decoded(url, Buffer.alloc(0)) : readStream(url, body);
}

/** `fetch failed` says nothing; what was behind it does. */
function causeOf({
  cause,
  message,
}: {
  readonly cause?: { readonly message?: string };
  readonly message: string;
}): string {
  return cause?.message === undefined || cause.message === '' ? message : cause.message;
}

/** UTF-8, or UTF-16 with its byte order mark; anything else is no manifest. */
function decoded(name: string, bytes: Buffer): ReadResult {
  const encoding = encodingOf(bytes);
  try {
    return { sources: [{ name, text: decoders[encoding]().decode(bytes) }], problems: [] };
  } catch {
    return problem(name, `not a text in ${encoding.toUpperCase()}`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const decoders = {
  'utf-8': () => utf8,
  'utf-16le': () => new TextDecoder('utf-16le', { fatal: true }),
  'utf-16be': () => new TextDecoder('utf-16be', { fatal: true }),
} as const;

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
      return 'permission denied';
    default:
      return error.message;
  }
}

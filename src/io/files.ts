import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
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

const manifestFile = /\.(?:ya?ml|json)$/i;
const sizeLimit = 64 * 1024 * 1024;
const fetchTimeoutMs = 30_000;

/**
 * Reads what the command line names: files, folders (`*.yaml`, `*.yml`, `*.json` of the folder itself, with
 * `recursive` also below it, as kubectl does), globs, URLs, and `-` for standard input. Sources come in the order of
 * the arguments, folders sorted by name; a file named twice is read once.
 * Source: k8s.io/cli-runtime/pkg/resource/visitor.go, FileVisitor and ExpandPathsToFileVisitors.
 */
export async function readSources(
  names: readonly string[],
  options: { readonly recursive: boolean },
): Promise<ReadResult> {
  const results = await Promise.all(names.map((name) => readArgument(name, options)));
  const sources = new Map<string, Source>();
  for (const result of results) for (const source of result.sources) sources.set(source.name, source);
  return { sources: [...sources.values()], problems: results.flatMap(({ problems }) => problems) };
}

const problem = (name: string, reason: string): ReadResult => ({ sources: [], problems: [{ name, reason }] });

async function readArgument(name: string, options: { readonly recursive: boolean }): Promise<ReadResult> {
  if (name === '-') return decoded('-', await standardInput());
  if (/^https?:\/\//i.test(name)) return fetchSource(name);
  const found = await stat(name).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error))
    return found.isDirectory() ? readFolder(name, options.recursive) : readOne(name);
  return /[*?[\]{}]/.test(name) ? readGlob(name) : problem(name, reasonOf(found));
}

async function readFolder(name: string, recursive: boolean): Promise<ReadResult> {
  const entries = await readdir(name, { withFileTypes: true, recursive });
  const paths = entries
    .filter((entry) => !entry.isDirectory() && manifestFile.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return paths.length === 0
    ? problem(name, 'there is no .yaml, .yml or .json file in this folder')
    : readAll(paths);
}

async function readGlob(pattern: string): Promise<ReadResult> {
  const { glob } = await import('tinyglobby');
  const paths = (await glob(pattern, { absolute: false, expandDirectories: false })).sort();
  return paths.length === 0 ? problem(pattern, 'no file matches') : readAll(paths);
}

async function readAll(paths: readonly string[]): Promise<ReadResult> {
  const results = await Promise.all(paths.map(readOne));
  return {
    sources: results.flatMap(({ sources }) => sources),
    problems: results.flatMap(({ problems }) => problems),
  };
}

async function readOne(path: string): Promise<ReadResult> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  return bytes instanceof Error ? problem(path, reasonOf(bytes)) : decoded(path, bytes);
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function fetchSource(url: string): Promise<ReadResult> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) }).catch(
    (error: Error) => error,
  );
  if (answer instanceof Error) return problem(url, `could not be fetched: ${answer.message}`);
  if (!answer.ok) return problem(url, `the server answered ${answer.status} ${answer.statusText}`);
  return decoded(url, Buffer.from(await answer.arrayBuffer()));
}

/** UTF-8, or UTF-16 with its byte order mark; anything else is no manifest. */
function decoded(name: string, bytes: Buffer): ReadResult {
  if (bytes.length > sizeLimit) return problem(name, 'larger than 64 MiB');
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    return { sources: [{ name, text: decoder.decode(bytes) }], problems: [] };
  } catch {
    return problem(name, `not a text in ${encoding.toUpperCase()}`);
  }
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

import { dirname, resolve } from 'node:path';
import { type Read, read } from '../compile.js';
import { type Collector, createCollector } from '../diagnostics/collect.js';
import { type ReadResult, readSources } from '../io/files.js';
import type { Source } from '../phases/documents.js';
import type { Situation } from '../podman/target.js';
import { say } from './output.js';

/** For yargs: how manifests are named on the command line. */
export const inputOptions = {
  filename: {
    alias: 'f',
    type: 'array',
    string: true,
    describe: 'A file, folder, glob, URL, or - for standard input (the same as an argument)',
    default: [] as string[],
  },
  recursive: { alias: 'R', type: 'boolean', describe: 'Also the folders inside folders', default: false },
  kustomize: {
    alias: 'k',
    type: 'array',
    string: true,
    requiresArg: true,
    describe: 'A folder with a kustomization; kustomize or kubectl builds it',
    default: [] as string[],
  },
} as const;

/** For yargs: where objects live that name no namespace. */
export const namespaceOption = {
  namespace: {
    alias: 'n',
    type: 'string',
    requiresArg: true,
    describe: 'For objects that name no namespace themselves (default: default)',
  },
} as const;

/** What was read, or nothing after saying why. */
export interface Input extends Read {
  readonly sources: readonly Source[];
  readonly collector: Collector;
}

/** How a command names its manifests. */
export interface InputNames {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly kustomize?: readonly string[];
  readonly namespace?: string;
}

/** Reads the texts that the command line names; unreadable input is explained on standard error. */
export async function readTexts(options: InputNames): Promise<readonly Source[] | undefined> {
  const names = [...(options.files ?? []), ...options.filename];
  const { kustomize = [] } = options;
  if (names.length + kustomize.length === 0) {
    say('kube2pod: name at least one manifest: a file, a folder, or - for standard input');
    return undefined;
  }
  const results = [
    await readSources(names, { recursive: options.recursive }),
    ...(await Promise.all(kustomize.map(buildFolder))),
  ];
  const problems = results.flatMap((result) => result.problems);
  for (const { name, reason } of problems) say(`kube2pod: ${name}: ${reason}`);
  return problems.length > 0 ? undefined : results.flatMap(({ sources }) => sources);
}

/** What builds is loaded only when there is something to build. */
async function buildFolder(folder: string): Promise<ReadResult> {
  return (await import('../io/kustomize.js')).buildKustomization(folder);
}

/** Reads and validates the manifests that the command line names. */
export async function readInput(options: InputNames, situation: Situation): Promise<Input | undefined> {
  const sources = await readTexts(options);
  if (sources === undefined) return undefined;
  const collector = createCollector();
  return { sources, collector, ...read(sources, situation, collector, options.namespace) };
}

/** Relative paths in a manifest are read from its own folder. */
export function baseDirectory(sources: readonly Source[]): string {
  const first = sources.find(({ name }) => name !== '-' && !/^https?:/.test(name));
  return first === undefined ? process.cwd() : resolve(dirname(first.name));
}

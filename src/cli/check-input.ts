import { dirname, relative, resolve } from 'node:path';
import type { CustomSchemas } from '../check/custom-validator.js';
import { noSettings, readSettings, type Settings } from '../check/settings.js';
import { read, readDocuments } from '../compile.js';
import { createCollector } from '../diagnostics/collect.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { readSources } from '../io/files.js';
import { findAbove, isChartTemplate, realPath } from '../io/find-files.js';
import type { KubeObject, Source } from '../phases/documents.js';
import type { Situation } from '../podman/target.js';
import type { CheckOptions } from './check-options.js';
import { readTexts } from './input.js';
import { say } from './output.js';

/** The settings in force, where they stand, and what is wrong with them. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly source?: Source;
  readonly findings: readonly Diagnostic[];
}

/** Reads `.kube2pod.yaml`, found from the current folder upwards, or the file that `--config` names. */
export async function loadSettings({ config }: CheckOptions): Promise<LoadedSettings | undefined> {
  const path = config ?? (await findAbove('.kube2pod.yaml', process.cwd()));
  if (path === undefined) return { settings: noSettings, findings: [] };
  const { sources, problems } = await readSources([path], { recursive: false });
  for (const { name, reason } of problems) say(`kube2pod: ${name}: ${reason}`);
  const [source] = sources;
  if (source === undefined) return undefined;
  const named: Source = { ...source, name: relative(process.cwd(), path) || path };
  const collector = createCollector();
  const [document] = readDocuments([named], collector.report);
  const settings = document === undefined ? noSettings : readSettings(document, collector.report);
  const folder = dirname(resolve(path));
  return {
    settings: { ...settings, schemas: settings.schemas.map((schema) => resolve(folder, schema)) },
    source: named,
    findings: collector.findings(),
  };
}

/** Tells whether a file's name fits one of some globs, seen from the current folder. */
export type FileMatcher = (file: string, globs: readonly string[]) => boolean;

/** Loads the library only where there are globs. */
export async function fileMatcher({ exclude, ignore }: Settings): Promise<FileMatcher> {
  if (exclude.length === 0 && ignore.every(({ files }) => files === undefined)) return () => false;
  const { default: picomatch } = await import('picomatch');
  return (file, globs) => picomatch([...globs])(relative(process.cwd(), resolve(file)));
}

/** The texts to check: what was named, without what is excluded and without templates of charts. */
export async function checkedTexts(
  options: CheckOptions,
  { exclude }: Settings,
  fits: FileMatcher,
): Promise<readonly Source[] | undefined> {
  const sources = await readTexts(options);
  if (sources === undefined) return undefined;
  const kept = sources.filter(({ name }) => !fits(name, exclude));
  // Only a text with braces can be a template; looking for charts costs a look at the disk.
  const braced = kept.filter(({ text }) => text.includes('{{'));
  const templates = new Set<Source>();
  for (const source of braced) if (await isChartTemplate(source.name)) templates.add(source);
  return kept.filter((source) => !templates.has(source));
}

/** Objects of the files below `--root` that were not named themselves. */
export async function objectsAround(
  { root }: CheckOptions,
  named: readonly Source[],
  situation: Situation,
): Promise<readonly KubeObject[]> {
  if (root === undefined) return [];
  const { sources } = await readSources([root], { recursive: true });
  const own = new Set(await Promise.all(named.map(({ name }) => realPath(name))));
  const others: Source[] = [];
  for (const source of sources) if (!own.has(await realPath(source.name))) others.push(source);
  return read(others, situation, createCollector()).objects;
}

/** Validators of the custom resources that `--schema` and the settings describe; undefined after saying what is wrong. */
export async function loadSchemas(names: readonly string[]): Promise<CustomSchemas | undefined> {
  if (names.length === 0) return new Map();
  const { sources, problems } = await readSources(names, { recursive: true });
  for (const { name, reason } of problems) say(`kube2pod: ${name}: ${reason}`);
  if (problems.length > 0) return undefined;
  const collector = createCollector();
  const documents = readDocuments(sources, collector.report);
  const [{ Ajv }, { customSchemas }] = await Promise.all([
    import('ajv'),
    import('../check/custom-schema.js'),
  ]);
  return customSchemas(documents, Ajv);
}

import { readFile, rename, writeFile } from 'node:fs/promises';
import { isAlive } from './status.js';

/** What a name server tells of itself. */
export interface NamesStatus {
  readonly pid: number;
  readonly address: string;
  /** When it began to listen; milliseconds since 1970. */
  readonly since: number;
  /** Why it could not listen. */
  readonly problem?: string;
}

/** Replaces the file at once, so that a reader never sees half of it. */
export async function writeStatus(path: string, status: NamesStatus): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(status), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** The status of a name server that lives, or that has just failed. */
export async function readNamesStatus(path: string): Promise<NamesStatus | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const status = JSON.parse(text) as NamesStatus;
  return isAlive(status.pid) || status.problem !== undefined ? status : undefined;
}

/** The name server's files all begin alike: these are their ends. */
export const zoneFileOf = (files: string): string => `${files}.json`;
export const namesStatusFile = (files: string): string => `${files}-status.json`;
export const namesLogFile = (files: string): string => `${files}.log`;
export const namesLockFile = (files: string): string => `${files}.lock`;

import { readJsonFile } from '../json-file.js';
import { beganAt } from './status.js';

/** What a name server tells of itself. */
export interface NamesStatus {
  readonly pid: number;
  /** When that process began, as the kernel counts it: a later process of the same number is another one. */
  readonly began: string;
  readonly address: string;
  /** When it began to listen; milliseconds since 1970. */
  readonly since: number;
  /** Why it could not listen. */
  readonly problem?: string;
}

/** The status of a name server that lives, or that has just failed. */
export async function readNamesStatus(path: string): Promise<NamesStatus | undefined> {
  const status = await readJsonFile<NamesStatus>(path);
  if (status === undefined) return undefined;
  const began = beganAt(status.pid);
  // A file of an older kube2pod does not say when.
  const isAlive = began !== undefined && began === status.began;
  return isAlive || status.problem !== undefined ? status : undefined;
}

/** The name server's files all begin alike: these are their ends. */
export const zoneFileOf = (files: string): string => `${files}.json`;
export const namesStatusFile = (files: string): string => `${files}-status.json`;
export const namesLogFile = (files: string): string => `${files}.log`;
export const namesLockFile = (files: string): string => `${files}.lock`;

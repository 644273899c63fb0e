import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FormName } from './forms.js';
import type { Place } from './machines.js';

/** What one form came to on one machine: a cell of the README's table. */
export interface Result {
  readonly podman: string;
  readonly mode: Place['mode'];
  readonly form: FormName;
  /** Cases that the form starts, and those of them that are equal. */
  readonly started: number;
  readonly equal: number;
  /** Cases that it does not start, or that it refuses, with a finding. */
  readonly refused: number;
}

/** Where what was seen on one machine is kept: the README's table is made of it. */
export const resultFolder = 'test/versions/results';

const fileOf = (suite: Place['suite']): string => `${resultFolder}/${suite}.json`;

export const keepResults = (suite: Place['suite'], results: readonly Result[]): void =>
  writeFileSync(fileOf(suite), `${JSON.stringify(results, undefined, 2)}\n`);

/** What was kept for the same releases of Podman; others tell nothing about this one. */
export function keptResults(suite: Place['suite'], results: readonly Result[]): readonly Result[] {
  if (!existsSync(fileOf(suite))) return [];
  const kept = JSON.parse(readFileSync(fileOf(suite), 'utf8')) as readonly Result[];
  return kept.filter(({ podman }) => results.some((result) => result.podman === podman));
}

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PodmanMode } from './environment.js';
import { applied, eventually, type Manifest } from './manifest.js';

/** A pod on trial: what its containers write into /t, and what kube2pod says of it. */
export interface Trial {
  readonly name: string;
  readonly made: Manifest;
  /** Lines of /t/log so far; `{s}` in a container's script appends one. */
  readonly lines: () => readonly string[];
  /** Waits until the log fits. */
  readonly until: (
    fits: (lines: readonly string[]) => boolean,
    limitMs?: number,
  ) => Promise<readonly string[]>;
  /** The pod's line of `get`, as one blank between columns. */
  readonly row: () => Promise<string>;
  readonly untilRow: (pattern: RegExp, limitMs?: number) => Promise<string>;
  readonly describe: () => Promise<string>;
}

/** One container: its script runs in a shell, with /t shared between all of them and the test. */
export function container(name: string, script: string, more = ''): string {
  const command = JSON.stringify(['sh', '-c', script]);
  const mount = 'volumeMounts: [{name: t, mountPath: /t}]';
  return `  - {name: ${name}, image: "localhost/busybox:test", command: ${command}, ${mount}${more === '' ? '' : `, ${more}`}}`;
}

/** Stays until it is told to end, which it then does at once. */
export const lasting = 'trap "exit 0" TERM; while :; do sleep 0.1; done';

export interface TrialPod {
  readonly name: string;
  readonly containers: readonly string[];
  readonly init?: readonly string[];
  /** Further fields of the pod's spec, one a line. */
  readonly spec?: readonly string[];
}

/** Applies a pod, runs a check, and takes the pod away, whatever happened. */
export async function onTrial(
  on: PodmanMode,
  { name, containers, init = [], spec = [] }: TrialPod,
  check: (trial: Trial) => Promise<void>,
): Promise<void> {
  const folder = on.tempDir();
  const log = join(folder, 'log');
  writeFileSync(log, '');
  chmodSync(log, 0o666);
  const text = [
    'apiVersion: v1',
    'kind: Pod',
    `metadata: {name: ${name}}`,
    'spec:',
    ...spec.map((line) => `  ${line}`),
    ...(init.length === 0 ? [] : ['  initContainers:', ...init]),
    '  containers:',
    ...containers,
    `  volumes: [{name: t, hostPath: {path: ${folder}}}]`,
    '',
  ].join('\n');
  const lines = (): readonly string[] => readFileSync(log, 'utf8').split('\n').filter(Boolean);
  const row = async (): Promise<string> =>
    ((await on.kube2pod(['get', 'pods', name])).stdout.split('\n')[1] ?? '').replaceAll(/ +/g, ' ');
  await applied(on, text, (made) =>
    check({
      name,
      made,
      lines,
      row,
      until: async (fits, limitMs = 40_000) => {
        await eventually(
          async () => lines().join('\n'),
          () => fits(lines()),
          limitMs,
        );
        return lines();
      },
      untilRow: (pattern, limitMs = 40_000) => eventually(row, (out) => pattern.test(out), limitMs),
      describe: async () => (await on.kube2pod(['describe', name])).stdout,
    }),
  );
}

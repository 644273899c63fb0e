import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { CommandResult, PodmanMode } from './environment.js';

/** A manifest in a folder of its own, with the commands on it. */
export interface Manifest {
  readonly path: string;
  readonly apply: (...options: readonly string[]) => Promise<CommandResult>;
  readonly delete: (...options: readonly string[]) => Promise<CommandResult>;
  readonly rewrite: (text: string) => void;
}

/** Writes a manifest where both the test and the mode's user can read it. */
export function manifest(on: PodmanMode, text: string): Manifest {
  const path = join(on.tempDir(), 'manifest.yaml');
  const rewrite = (content: string): void => writeFileSync(path, content, { mode: 0o644 });
  rewrite(text);
  return {
    path,
    rewrite,
    apply: (...options) => call(on, ['apply', path, ...options]),
    delete: (...options) => call(on, ['delete', path, '--grace-period', '0', ...options]),
  };
}

/** What failed lately, on standard error too: a test shows it when it fails. */
const failures: string[] = [];

async function call(on: PodmanMode, words: readonly string[]): Promise<CommandResult> {
  // A busy machine and the store's lock take their time.
  const result = await on.kube2pod(words, { timeoutMs: 120_000 });
  if (result.code !== 0) failures.push(`${words.join(' ')} ended with ${result.code}: ${result.stderr}`);
  return result;
}

/** Applies, runs a check, and takes everything away again, whatever happened. */
export async function applied(
  on: PodmanMode,
  text: string,
  check: (made: Manifest, result: CommandResult) => Promise<void>,
  options: readonly string[] = [],
): Promise<void> {
  const made = manifest(on, text);
  const result = await made.apply(...options);
  try {
    try {
      expect(result).toEqual({ ...result, code: 0 });
      await check(made, result);
    } catch (error) {
      await made.delete('--volumes');
      throw error;
    }
    const gone = await made.delete('--volumes');
    expect(gone).toEqual({ ...gone, code: 0 });
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.stack}\n${await circumstances(on)}`;
    throw error;
  }
}

/** What those who serve the pods say of themselves: for a failure that nobody was there to see. */
async function circumstances(on: PodmanMode): Promise<string> {
  const { stdout } = await on.run('sh', [
    '-c',
    'cd /run/kube2pod 2>/dev/null || cd "$XDG_RUNTIME_DIR/kube2pod"; for end in supervisor.log names.log names-status.json; do ' +
      'echo "== $end"; tail -n 12 "$(ls -t -- *."$end" | head -n 1)"; done; podman pod ps --format "{{.Name}} {{.Status}}"',
  ]);
  return [...failures.slice(-3), stdout].join('\n');
}

/** Asks again until the answer fits or the time is over; gives the last answer. */
export async function eventually(
  ask: () => Promise<string>,
  fits: (answer: string) => boolean,
  limitMs = 15_000,
): Promise<string> {
  const until = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer) || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Everything of kube2pod's that Podman has, but for the key of the store and the network's namespace. */
export async function left(on: PodmanMode, name: string): Promise<readonly string[]> {
  const listings = await Promise.all([
    on.podman(['pod', 'ps', '--format', '{{.Name}}']),
    on.podman(['ps', '--all', '--format', '{{.Names}}']),
    on.podman(['volume', 'ls', '--format', '{{.Name}}']),
    on.podman(['secret', 'ls', '--format', '{{.Name}}']),
  ]);
  return listings.flatMap(({ stdout }) => stdout.split('\n')).filter((line) => line.includes(name));
}

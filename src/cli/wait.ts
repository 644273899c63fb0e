import type { PodmanProgram } from '../io/podman.js';
import { type Waited, waitForObjects } from '../io/wait.js';
import { parseDuration } from '../model/duration.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import type { Progress } from '../reconcile/progress.js';
import { type ExitCode, exitCode } from './exit.js';
import { say } from './output.js';

/** For yargs: how long a command stays with what it has begun. */
export const waitOptions = {
  wait: {
    type: 'boolean',
    default: false,
    describe: 'Wait until pods are ready and Jobs complete; a Job that fails gives exit code 4',
  },
  timeout: {
    type: 'string',
    describe:
      'With --wait: the longest time, such as 90s or 5m (exit code 5); without it as long as it takes',
  },
} as const;

/** What the command line says about waiting. */
export interface WaitChoice {
  readonly wait: boolean;
  readonly timeout?: string;
}

/** The time limit in milliseconds; undefined: none. A text that is no duration is explained on standard error. */
export function timeoutOf({ timeout, wait }: WaitChoice): number | undefined | 'wrong' {
  if (timeout === undefined) return undefined;
  const milliseconds = millisecondsOf(timeout);
  if (!wait || milliseconds === undefined) {
    say(
      wait
        ? `kube2pod: --timeout ${timeout}: write a duration such as 90s or 5m`
        : 'kube2pod: --timeout needs --wait',
    );
    return 'wrong';
  }
  return milliseconds;
}

/** A bare number counts seconds. */
function millisecondsOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const nanoseconds = parseDuration(text);
  return nanoseconds === undefined || nanoseconds < 0n ? undefined : Number(nanoseconds / 1_000_000n);
}

/** What waiting needs to know. */
export interface Waiting {
  readonly program: PodmanProgram;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
  readonly quiet: boolean;
}

/** Waits, tells on standard error how far things are, and gives the exit code of the result. */
export async function waitAndTell(objects: readonly ObjectKey[], waiting: Waiting): Promise<ExitCode> {
  const { program, signal, timeoutMs, quiet } = waiting;
  const teller = quiet ? silent : process.stderr.isTTY ? liveLine() : plainLines();
  const waited = await waitForObjects(objects, {
    program,
    signal,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    look: teller.look,
  });
  teller.end();
  return resultOf(waited);
}

function resultOf({ outcome, progress, problem = '' }: Waited): ExitCode {
  switch (outcome) {
    case 'done':
      return exitCode.fine;
    case 'failed':
      for (const one of progress) if (one.state === 'failed') say(`kube2pod: ${text(one)}`);
      return exitCode.jobFailed;
    case 'timed-out':
      say(`kube2pod: timed out waiting for ${rest(progress)}; what was applied goes on`);
      return exitCode.timedOut;
    case 'interrupted':
      say(`kube2pod: interrupted while waiting for ${rest(progress)}; what was applied goes on`);
      return exitCode.interrupted;
    case 'podman-failed':
      say(`kube2pod: Podman failed: ${problem}`);
      return exitCode.podmanFailed;
    default:
      return outcome satisfies never;
  }
}

const name = ({ object }: Progress): string => `${object.kind.toLowerCase()}/${object.name}`;
const text = (one: Progress): string => `${name(one)} ${one.detail}`;
const rest = (progress: readonly Progress[]): string =>
  progress
    .filter(({ state }) => state === 'waiting')
    .map((one) => `${name(one)} (${one.detail})`)
    .join(', ');

interface Teller {
  readonly look: (progress: readonly Progress[]) => void;
  readonly end: () => void;
}

const silent: Teller = { look: () => {}, end: () => {} };

/** A line for each change, for logs and pipes. */
function plainLines(): Teller {
  const told = new Map<string, string>();
  return {
    look: (progress) => {
      for (const one of progress) {
        if (told.get(name(one)) === one.detail) continue;
        told.set(name(one), one.detail);
        // A failure is told once, at the end.
        if (one.state !== 'failed') say(`${name(one)}: ${one.detail}`);
      }
    },
    end: () => {},
  };
}

/** One line that is written over, for terminals. */
function liveLine(): Teller {
  const begun = Date.now();
  const clear = '\r\u001b[K';
  return {
    look: (progress) => {
      const seconds = Math.floor((Date.now() - begun) / 1000);
      const line = `waiting ${seconds}s: ${rest(progress)}`;
      const width = (process.stderr.columns ?? 80) - 1;
      process.stderr.write(`${clear}${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
    },
    end: () => void process.stderr.write(clear),
  };
}

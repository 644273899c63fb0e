import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PodmanProgram } from './podman.js';

/**
 * Runs Podman with our own input and outputs, as if it had been called itself: terminal, pipes and Ctrl-C reach it.
 * Gives its exit code; undefined when it could not be started.
 */
export async function runInForeground(
  { command, globals }: PodmanProgram,
  words: readonly string[],
): Promise<number | undefined> {
  // Not execa, which would answer Ctrl-C before the program that it is meant for.
  const child = spawn(command, [...globals, ...words], { stdio: 'inherit' });
  const ignore = (): void => {};
  const forward = (): void => {
    child.kill('SIGTERM');
  };
  process.on('SIGINT', ignore);
  process.on('SIGTERM', forward);
  const code = await endOf(child);
  process.off('SIGINT', ignore);
  process.off('SIGTERM', forward);
  return code;
}

/** As a shell counts: 128 and the signal's number for a program that a signal ended. */
async function endOf(child: ChildProcess): Promise<number | undefined> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return code ?? (signal === 'SIGINT' ? 130 : 143);
  } catch {
    return undefined;
  }
}

/** A program whose output is read line by line. */
export interface LineStream {
  readonly words: readonly string[];
  readonly onLine: (line: string) => void;
}

/**
 * Runs Podman and hands over each line of both its outputs, in the order in which they were written. Ends quietly when
 * the signal aborts.
 */
export async function readLines(
  { command, globals }: PodmanProgram,
  { words, onLine }: LineStream,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (signal.aborted) return 0;
  // One pipe for both outputs keeps their order.
  const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', command, ...globals, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  signal.addEventListener('abort', stop);
  let rest = '';
  const decoder = new TextDecoder();
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  const code = await endOf(child);
  signal.removeEventListener('abort', stop);
  if (rest !== '') onLine(rest);
  return signal.aborted ? 0 : code;
}

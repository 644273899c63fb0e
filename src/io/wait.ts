import type { ObjectKey } from '../reconcile/object-key.js';
import { type Progress, progressOf } from '../reconcile/progress.js';
import { readBatch } from './batch.js';
import type { PodmanProgram } from './podman.js';
import { readState } from './state.js';
import { readStatus } from './supervise/status.js';

/** How waiting is steered and followed. */
export interface WaitOptions {
  readonly program: PodmanProgram;
  readonly signal: AbortSignal;
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number;
  /** Called at every look. */
  readonly look: (progress: readonly Progress[]) => void;
}

/** How waiting ended, and how far each object was. */
export interface Waited {
  readonly outcome: 'done' | 'failed' | 'timed-out' | 'interrupted' | 'podman-failed';
  readonly progress: readonly Progress[];
  /** Podman's words when it failed. */
  readonly problem?: string;
}

const pauseMs = 500;

/** Waits until all objects are there for good, one has failed for good, or the time is over. */
export async function waitForObjects(objects: readonly ObjectKey[], options: WaitOptions): Promise<Waited> {
  const { program, signal, timeoutMs, look } = options;
  const until = timeoutMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeoutMs;
  for (;;) {
    const listed = await readState(program);
    if ('failure' in listed)
      return { outcome: 'podman-failed', progress: [], problem: listed.failure.stderr.trim() };
    const { state } = listed;
    const [batch, status] = await Promise.all([readBatch(state), readStatus(program)]);
    const progress = progressOf(objects, { state, batch, status });
    look(progress);
    if (progress.some((one) => one.state === 'failed')) return { outcome: 'failed', progress };
    if (progress.every((one) => one.state === 'done')) return { outcome: 'done', progress };
    if (signal.aborted) return { outcome: 'interrupted', progress };
    if (Date.now() >= until) return { outcome: 'timed-out', progress };
    await pause(Math.min(pauseMs, until - Date.now()), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

import type { ActOutcome, Work } from '../../supervisor/controller.js';

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/** How long to leave an object alone after so many failures in a row; milliseconds. */
export function pauseAfterFailures(failures: number): number {
  return Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
}

/** What is being done, and what failed lately. */
export interface WorkList {
  /**
   * Begins what may begin; gives the time to look again at the latest. `lookedAt`: when the look began by which the work
   * was decided (milliseconds since 1970). What ended since then on an object makes its decision stale.
   */
  readonly begin: (work: readonly Work[], lookedAt: number) => number | undefined;
  readonly isBusy: () => boolean;
  /** Resolves when all that was begun has ended. */
  readonly settled: () => Promise<void>;
}

/** What a work list tells, and asks. */
export interface WorkListOptions {
  /** Called whenever a piece of work has ended. */
  readonly changed: () => void;
  /** Called with what a piece of work threw: a fault of ours, which must not end the supervisor. */
  readonly threw: (key: string, error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * Performs the controllers' work: objects side by side, one piece of work per object at a time, and after a failure a
 * growing pause.
 */
export function createWorkList({ changed, threw, clock }: WorkListOptions): WorkList {
  const running = new Map<string, Promise<void>>();
  const failures = new Map<string, { readonly count: number; readonly until: number }>();
  const endedAt = new Map<string, number>();
  const settle = (key: string, outcome: ActOutcome): void => {
    running.delete(key);
    endedAt.set(key, clock());
    if (outcome === 'failed') {
      const count = (failures.get(key)?.count ?? 0) + 1;
      failures.set(key, { count, until: clock() + pauseAfterFailures(count) });
    } else failures.delete(key);
    changed();
  };
  return {
    begin: (work, lookedAt) => {
      const times: number[] = [];
      for (const { key, wakeAt, perform } of work) {
        if (wakeAt !== undefined) times.push(wakeAt);
        const isStale = (endedAt.get(key) ?? Number.NEGATIVE_INFINITY) >= lookedAt;
        if (perform === undefined || running.has(key) || isStale) continue;
        const until = failures.get(key)?.until ?? 0;
        if (until > lookedAt) times.push(until);
        else
          running.set(
            key,
            perform().then(
              (outcome) => settle(key, outcome),
              (error) => {
                threw(key, error);
                settle(key, 'failed');
              },
            ),
          );
      }
      return times.length === 0 ? undefined : Math.min(...times);
    },
    isBusy: () => running.size > 0,
    settled: async () => {
      await Promise.all(running.values());
    },
  };
}

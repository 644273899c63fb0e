import type { EndedPod } from './model.js';

const firstDelayMs = 10_000;
const longestDelayMs = 600_000;

/**
 * When a new pod may take the place of failed ones: 10 s after the last failure, doubling to 10 minutes with every
 * further one since the last success. 0: at once.
 * Source: kubernetes pkg/controller/job/backoff_utils.go, newBackoffRecord and getRemainingTimeForFailuresCount.
 */
export function nextPodAt(ended: readonly EndedPod[]): number {
  const lastSuccess = Math.max(
    0,
    ...ended.filter(({ succeeded }) => succeeded).map(({ endedAt }) => endedAt),
  );
  const failures = ended.filter(({ succeeded, endedAt }) => !succeeded && endedAt > lastSuccess);
  if (failures.length === 0) return 0;
  const delay = Math.min(firstDelayMs * 2 ** (failures.length - 1), longestDelayMs);
  return Math.max(...failures.map(({ endedAt }) => endedAt)) + delay;
}

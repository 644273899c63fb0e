const firstDelayMs = 10_000;
const longestDelayMs = 300_000;
/** A run of that length forgets the failures before it. */
const resetAfterMs = 600_000;

/** When an ended container may be started again, and how many restarts in a row that will be. */
export interface BackOff {
  readonly at: number;
  readonly streak: number;
}

/**
 * The kubelet's back-off: the first restart at once, then 10 s doubling to 300 s after the end of the last run; a run of
 * 10 minutes begins anew. Times in milliseconds.
 * Sources: kubernetes pkg/kubelet/kubelet.go, MaxContainerBackOff and containerBackOffPeriod;
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff; measured on 1.36: gaps of 1, 11, 21, 41, 87 s.
 */
export function backOff(streak: number, startedAt: number, endedAt: number): BackOff {
  const before = endedAt - startedAt >= resetAfterMs ? 0 : streak;
  const delay = before === 0 ? 0 : Math.min(firstDelayMs * 2 ** (before - 1), longestDelayMs);
  return { at: endedAt + delay, streak: before + 1 };
}

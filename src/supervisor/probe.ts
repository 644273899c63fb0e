import type { ContainerProbe, ContainerProbes } from '../fields/probes/model.js';
import type { ProbeVerdicts } from './model.js';

/** Counts of one probe since its container started. */
export interface ProbeCount {
  readonly successes: number;
  readonly failures: number;
  /** What the probe says once a threshold was reached. */
  readonly verdict: 'unknown' | 'passed' | 'failed';
}

export const noCount: ProbeCount = { successes: 0, failures: 0, verdict: 'unknown' };

/** Takes one result into account. Source: kubernetes pkg/kubelet/prober/worker.go, doProbe. */
export function countResult(count: ProbeCount, probe: ContainerProbe, passed: boolean): ProbeCount {
  const successes = passed ? count.successes + 1 : 0;
  const failures = passed ? 0 : count.failures + 1;
  if (passed && successes >= probe.successes) return { successes, failures, verdict: 'passed' };
  if (!passed && failures >= probe.failures) return { successes, failures, verdict: 'failed' };
  return { successes, failures, verdict: count.verdict };
}

/** The three probes' counts. */
export type ProbeCounts = { readonly [P in keyof ContainerProbes]-?: ProbeCount };

export const noCounts: ProbeCounts = { liveness: noCount, readiness: noCount, startup: noCount };

/** Counts of a container whose startup probe has passed already. */
export const startedCounts: ProbeCounts = {
  ...noCounts,
  startup: { successes: 1, failures: 0, verdict: 'passed' },
};

/** What the counts mean for the container. Source: kubernetes pkg/kubelet/prober/prober_manager.go, UpdatePodStatus. */
export function verdictsOf(probes: ContainerProbes, counts: ProbeCounts): ProbeVerdicts {
  const started = probes.startup === undefined || counts.startup.verdict === 'passed';
  const ready = started && (probes.readiness === undefined || counts.readiness.verdict === 'passed');
  const failed =
    counts.startup.verdict === 'failed'
      ? ('startup' as const)
      : counts.liveness.verdict === 'failed'
        ? ('liveness' as const)
        : undefined;
  if (failed === undefined) return { started, ready };
  const graceSeconds = probes[failed]?.graceSeconds;
  return {
    started,
    ready,
    failed: { probe: failed, ...(graceSeconds === undefined ? {} : { graceSeconds }) },
  };
}

/**
 * Probes whose turn may come: the startup probe alone until it has passed. One that has failed for good is on hold until
 * there is another container; readiness goes on. Source: worker.go, doProbe (onHold).
 */
export function activeProbes(
  probes: ContainerProbes,
  counts: ProbeCounts,
): readonly (keyof ContainerProbes)[] {
  const isOnHold = (name: keyof ContainerProbes): boolean =>
    name !== 'readiness' && counts[name].verdict === 'failed';
  const mayStillStart = probes.startup !== undefined && counts.startup.verdict !== 'passed';
  const names = mayStillStart ? (['startup'] as const) : (['liveness', 'readiness'] as const);
  return names.filter((name) => probes[name] !== undefined && !isOnHold(name));
}

/** Listings tell the second of a start, not the moment. */
const roundingMs = 500;

/**
 * When a probe runs first, in milliseconds from now, `elapsedMs` after the container's start: a readiness probe at once,
 * the others after one period of the run, none before its delay. Measured on 1.36; source: worker.go, run and doProbe.
 */
export function firstRunMs(name: keyof ContainerProbes, probe: ContainerProbe, elapsedMs: number): number {
  const natural = name === 'readiness' ? 0 : probe.periodSeconds;
  const sinceStart = Math.max(0, elapsedMs - roundingMs);
  return Math.max(0, Math.max(probe.delaySeconds, natural) * 1000 - sinceStart);
}

import type { ContainerProbe, ContainerProbes } from '../../fields/probes/model.js';
import type { ProbeVerdicts, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import {
  activeProbes,
  countResult,
  firstRunMs,
  noCounts,
  type ProbeCounts,
  verdictsOf,
} from '../../supervisor/probe.js';
import type { ProbeResult } from '../network-probe.js';

/** Runs one probe of a container; `no-prober`: it could not even be tried, which counts as nothing. */
export type RunProbe = (
  pod: SupervisedPod,
  container: SupervisedContainer,
  probe: ContainerProbe,
) => Promise<ProbeResult | 'no-prober'>;

interface Watch {
  readonly startedAt: number;
  counts: ProbeCounts;
  readonly timers: Map<keyof ContainerProbes, NodeJS.Timeout>;
  lastMessages: Map<string, string>;
}

/** Keeps the probes of all running containers going, each at its own times. */
export interface ProbeWatcher {
  /** Starts and ends watches so that they fit what runs now. */
  readonly follow: (pods: readonly SupervisedPod[]) => void;
  readonly verdicts: () => ReadonlyMap<string, ProbeVerdicts>;
  /** Last failure of each probe, for `describe`. */
  readonly messages: (container: string) => ReadonlyMap<string, string>;
  readonly stop: () => void;
}

/** Makes a watcher; `changed` is called when the verdicts of a container change. */
export function watchProbes(run: RunProbe, changed: (pod: string) => void): ProbeWatcher {
  const watches = new Map<string, Watch>();
  const verdicts = new Map<string, ProbeVerdicts>();
  const end = (name: string): void => {
    for (const timer of watches.get(name)?.timers.values() ?? []) clearTimeout(timer);
    watches.delete(name);
    verdicts.delete(name);
  };
  const schedule = (
    watch: Watch,
    which: keyof ContainerProbes,
    delayMs: number,
    pod: SupervisedPod,
    container: SupervisedContainer,
  ): void => {
    const probe = container.rules.probes[which];
    if (probe === undefined) return;
    const timer = setTimeout(async () => {
      const result = await run(pod, container, probe);
      if (watches.get(container.name) !== watch) return;
      if (result !== 'no-prober') settle(watch, which, probe, result, pod, container);
      if (activeProbes(container.rules.probes, watch.counts).includes(which)) {
        schedule(watch, which, probe.periodSeconds * 1000, pod, container);
      }
    }, delayMs);
    watch.timers.set(which, timer);
  };
  const settle = (
    watch: Watch,
    which: keyof ContainerProbes,
    probe: ContainerProbe,
    result: ProbeResult,
    pod: SupervisedPod,
    container: SupervisedContainer,
  ): void => {
    const { probes } = container.rules;
    const before = JSON.stringify(verdictsOf(probes, watch.counts));
    watch.counts = {
      ...watch.counts,
      [which]: countResult(watch.counts[which], probe, result === undefined),
    };
    if (result !== undefined) watch.lastMessages.set(which, result);
    const now = verdictsOf(probes, watch.counts);
    verdicts.set(container.name, now);
    if (which === 'startup' && now.started) {
      for (const next of activeProbes(probes, watch.counts)) {
        const own = probes[next];
        if (own !== undefined)
          schedule(watch, next, next === 'readiness' ? 0 : own.periodSeconds * 1000, pod, container);
      }
    }
    if (JSON.stringify(now) !== before) changed(pod.name);
  };
  const begin = (pod: SupervisedPod, container: SupervisedContainer): void => {
    const { probes } = container.rules;
    const watch: Watch = {
      startedAt: container.startedAt,
      counts: noCounts,
      timers: new Map(),
      lastMessages: new Map(),
    };
    watches.set(container.name, watch);
    verdicts.set(container.name, verdictsOf(probes, noCounts));
    for (const which of activeProbes(probes, noCounts)) {
      const probe = probes[which];
      if (probe === undefined) continue;
      const elapsed = Math.max(0, Date.now() - container.startedAt);
      schedule(watch, which, Math.max(0, firstRunMs(which, probe) - Math.min(elapsed, 1000)), pod, container);
    }
  };
  return {
    follow: (pods) => {
      const running = new Map(
        pods.flatMap((pod) =>
          pod.containers
            .filter(({ state }) => state === 'running')
            .map((one) => [one.name, { pod, one }] as const),
        ),
      );
      for (const [name, watch] of watches) {
        if (running.get(name)?.one.startedAt !== watch.startedAt) end(name);
      }
      for (const [name, { pod, one }] of running) if (!watches.has(name)) begin(pod, one);
    },
    verdicts: () => verdicts,
    messages: (container) => watches.get(container)?.lastMessages ?? new Map(),
    stop: () => {
      for (const name of [...watches.keys()]) end(name);
    },
  };
}

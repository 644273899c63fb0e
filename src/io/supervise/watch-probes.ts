import type { ContainerProbe, ContainerProbes } from '../../fields/probes/model.js';
import type { ProbeVerdicts, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import {
  activeProbes,
  countResult,
  firstRunMs,
  noCounts,
  startedCounts,
  verdictsOf,
} from '../../supervisor/probe.js';
import type { ContainerStatus } from '../../supervisor/status.js';
import type { ProbeResult } from '../network-probe.js';

type ProbeName = keyof ContainerProbes;

/** A running container and its pod. */
export interface Probed {
  readonly pod: SupervisedPod;
  readonly container: SupervisedContainer;
}

/** What a watcher works with. */
export interface WatchOptions {
  /** Runs one probe; `no-prober`: it could not even be tried, which counts as nothing. */
  readonly run: (probed: Probed, probe: ContainerProbe) => Promise<ProbeResult | 'no-prober'>;
  /** Called when the verdicts of a container change. */
  readonly changed: () => void;
  /** Called for every probe that failed. */
  readonly failed: (probed: Probed, which: ProbeName, message: string) => void;
  /** By Podman's id: containers whose startup probe has passed under the supervisor before this one. */
  readonly startedBefore: ReadonlySet<string>;
}

/** Keeps the probes of all running containers going, each at its own times. */
export interface ProbeWatcher {
  /** Starts and ends watches so that they fit what runs now. */
  readonly follow: (pods: readonly SupervisedPod[]) => void;
  readonly verdicts: () => ReadonlyMap<string, ProbeVerdicts>;
  /** Last result of each probe, for `describe`. */
  readonly outcomes: (container: string) => ContainerStatus['probes'];
  readonly stop: () => void;
}

/** Makes a watcher. */
export function watchProbes(options: WatchOptions): ProbeWatcher {
  const watches = new Map<string, ContainerWatch>();
  const end = (name: string): void => {
    watches.get(name)?.end();
    watches.delete(name);
  };
  return {
    follow: (pods) => {
      const running = new Map(pods.flatMap(runningContainers).map((one) => [one.container.name, one]));
      for (const [name, watch] of watches) {
        if (runOf(running.get(name)?.container) !== watch.run) end(name);
      }
      for (const [name, one] of running) {
        if (!watches.has(name)) watches.set(name, watchContainer(one, options));
      }
    },
    verdicts: () => new Map([...watches].map(([name, watch]) => [name, watch.verdicts()])),
    outcomes: (container) => watches.get(container)?.outcomes() ?? {},
    stop: () => {
      for (const name of [...watches.keys()]) end(name);
    },
  };
}

function runningContainers(pod: SupervisedPod): readonly Probed[] {
  return pod.containers.filter(({ state }) => state === 'running').map((container) => ({ pod, container }));
}

/** Tells one run of a container from another: counts begin anew with every start. */
function runOf(container: SupervisedContainer | undefined): string | undefined {
  return container === undefined ? undefined : `${container.id} ${container.startedAt}`;
}

interface ContainerWatch {
  readonly run: string | undefined;
  readonly verdicts: () => ProbeVerdicts;
  readonly outcomes: () => ContainerStatus['probes'];
  readonly end: () => void;
}

/** Probes one run of a container. Source: kubernetes pkg/kubelet/prober/worker.go, run and doProbe. */
function watchContainer(probed: Probed, options: WatchOptions): ContainerWatch {
  const { container } = probed;
  const { probes } = container.rules;
  const timers = new Map<ProbeName, NodeJS.Timeout>();
  let counts = options.startedBefore.has(container.id) ? startedCounts : noCounts;
  let outcomes: ContainerStatus['probes'] = {};
  let hasEnded = false;
  const schedule = (which: ProbeName, probe: ContainerProbe, delayMs: number): void => {
    timers.set(
      which,
      setTimeout(() => void probeOnce(which, probe), delayMs),
    );
  };
  const probeOnce = async (which: ProbeName, probe: ContainerProbe): Promise<void> => {
    const begun = Date.now();
    const result = await options.run(probed, probe);
    if (hasEnded) return;
    if (result !== 'no-prober') take(which, probe, result);
    if (activeProbes(probes, counts).includes(which)) {
      schedule(which, probe, Math.max(0, probe.periodSeconds * 1000 - (Date.now() - begun)));
    }
  };
  const take = (which: ProbeName, probe: ContainerProbe, result: ProbeResult): void => {
    const before = verdictsOf(probes, counts);
    counts = { ...counts, [which]: countResult(counts[which], probe, result === undefined) };
    const at = new Date().toISOString();
    outcomes = { ...outcomes, [which]: result === undefined ? { at } : { at, failure: result } };
    if (result !== undefined) options.failed(probed, which, result);
    const after = verdictsOf(probes, counts);
    if (!before.started && after.started) beginActive();
    if (JSON.stringify(before) !== JSON.stringify(after)) options.changed();
  };
  const beginActive = (): void => {
    const elapsedMs = Date.now() - container.startedAt;
    for (const which of activeProbes(probes, counts)) {
      const probe = probes[which];
      if (probe !== undefined) schedule(which, probe, firstRunMs(which, probe, elapsedMs));
    }
  };
  beginActive();
  return {
    run: runOf(container),
    verdicts: () => verdictsOf(probes, counts),
    outcomes: () => outcomes,
    end: () => {
      hasEnded = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

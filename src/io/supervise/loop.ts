import { rm } from 'node:fs/promises';
import type { PodmanState } from '../../phases/observed.js';
import { supervisedPods } from '../../reconcile/observe-pods.js';
import { rolloutRecords } from '../../reconcile/rollout-records.js';
import { servedServices } from '../../services/served.js';
import type { StoreView } from '../../supervisor/controller.js';
import type { PodEvent } from '../../supervisor/journal.js';
import { podKnowledge } from '../../supervisor/pods.js';
import { rolloutStatuses } from '../../supervisor/rollouts.js';
import { podStatus, type SupervisorStatus, startedIn } from '../../supervisor/status.js';
import { readBatch } from '../batch.js';
import type { PodmanConnection } from '../connection.js';
import { readJsonFile, writeJsonFile } from '../json-file.js';
import type { Prober } from '../prober.js';
import { ownBuild } from '../self.js';
import { readState } from '../state.js';
import { controllers } from './controllers.js';
import { followEvents } from './follow-events.js';
import { type Journal, keepJournal } from './journal.js';
import { withStoreLock } from './locked.js';
import { keepNames } from './names.js';
import { noteChanges } from './note-changes.js';
import { reachPods } from './reach.js';
import { watchReadiness } from './readiness.js';
import { runProbe } from './run-probe.js';
import { rememberStartFailures, type StartFailures } from './start-failures.js';
import { beganAt } from './status.js';
import { stoppingPods } from './stopping.js';
import type { Surroundings } from './surroundings.js';
import { createWaker } from './waker.js';
import { type ProbeWatcher, watchProbes } from './watch-probes.js';
import { createWorkList } from './work-list.js';

/** How the loop is run. */
export interface LoopOptions {
  readonly program: PodmanConnection;
  readonly rootless: boolean;
  /** Address of this machine, where pods on its network are reached. */
  readonly hostAddress: string;
  /** Reaches pods that are not on the host's network. */
  readonly prober: Prober;
  readonly statusFile: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Lets the next supervisor of the store begin. */
  readonly release: () => Promise<void>;
}

/** Longest time between two looks at everything: events wake the loop at once, and this is for one that was missed. */
const longestPauseMs = 30_000;
/** Without anything to watch for that long the loop ends. */
const idleMs = 15_000;
/** Podman may fail for a moment: while it is upgraded, or the machine is out of something. */
const retryMs = 2000;
/** How long the end of the loop waits for work that was begun. */
const endMs = 10_000;

/**
 * Watches all that is supervised in a store until it is told to end or there is nothing: wakes on Podman's events, on
 * probes and on its own times, looks at what is there, and does what each controller decides.
 */
export async function runLoop(options: LoopOptions): Promise<void> {
  const { program, signal, log } = options;
  const waker = createWaker(signal);
  const before = await readJsonFile<SupervisorStatus>(options.statusFile);
  const journal = keepJournal(log, before);
  const failures = rememberStartFailures(before);
  let state: PodmanState | undefined;
  const surroundings: Surroundings = {
    ...options,
    note: journal.note,
    reach: reachPods(options.prober, () => state),
  };
  const watcher = watchProbes({
    run: ({ pod, container }, probe) => runProbe(probe, container, pod, surroundings),
    changed: waker.wake,
    failed: ({ pod, container }, which, message) =>
      journal.note(pod.name, unhealthy(container.name, which, message)),
    startedBefore: startedIn(before),
  });
  const readiness = watchReadiness();
  const names = keepNames({ ...surroundings, ended: waker.wake, signal });
  const tellChanges = noteChanges(surroundings, before);
  const plans = controllers(surroundings, failures);
  const work = createWorkList({
    changed: waker.wake,
    threw: (key, error) => log(`${key}: a fault of kube2pod: ${String(error)}`),
    clock: Date.now,
  });
  const stream = followEvents(program, waker.wake, signal);
  const parts = { journal, watcher, failures, began: beganAt(process.pid) ?? '', build: await ownBuild() };
  // Under the lock, so that no apply takes a supervisor that is just ending for a living one.
  const endsNow = (): Promise<boolean> =>
    withStoreLock(surroundings, async () => {
      const view = await look({ program, log, watcher, failures, readiness });
      if (view === undefined || plans.some((plan) => plan(view).length > 0)) return false;
      await rm(options.statusFile, { force: true });
      await options.release();
      return true;
    }).then((outcome) => outcome === true);
  let idleSince = Date.now();
  /** Looks once and begins what is to be done; gives when to look again, `over`: never. */
  const turn = async (): Promise<number | 'over'> => {
    const view = await look({ program, log, watcher, failures, readiness });
    if (view === undefined) return Date.now() + retryMs;
    ({ state } = view);
    journal.follow(new Map(view.pods.map(({ name }) => [name, state?.pods.get(name)?.id ?? ''])));
    // Before anything starts that may ask for a name.
    await names.follow(view.state, servedServices(view, options.hostAddress));
    tellChanges(view);
    const wanted = plans.flatMap((plan) => plan(view));
    const wakeAt = work.begin(wanted, view.now) ?? Number.POSITIVE_INFINITY;
    await writeJsonFile(options.statusFile, statusOf(view, parts));
    if (wanted.length > 0 || work.isBusy()) idleSince = view.now;
    else if (view.now - idleSince > idleMs && (await endsNow())) return 'over';
    return Math.min(wakeAt, view.now + longestPauseMs);
  };
  while (!signal.aborted) {
    waker.reset();
    // Whatever goes wrong with one look, the pods are watched on.
    const until = await turn().catch((error: unknown) => {
      log(`a fault of kube2pod: ${error instanceof Error ? error.stack : String(error)}`);
      return Date.now() + retryMs;
    });
    if (until === 'over') break;
    await waker.sleepUntil(until);
  }
  watcher.stop();
  // What makes a container anew should not end half-way; a long hook may.
  await Promise.race([work.settled(), waitMs(endMs)]);
  await stream.release();
  await options.prober.stop();
}

function waitMs(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

interface Looking {
  readonly program: PodmanConnection;
  readonly log: (line: string) => void;
  readonly watcher: ProbeWatcher;
  readonly failures: StartFailures;
  readonly readiness: ReturnType<typeof watchReadiness>;
}

/** Looks at the store, and has the probes follow what runs now; undefined when Podman failed. */
async function look({ program, log, watcher, failures, readiness }: Looking): Promise<StoreView | undefined> {
  const now = Date.now();
  // Before the listing: a pod that vanishes between the two was marked when it was listed.
  const stopping = await stoppingPods(program);
  const listed = await readState(program);
  if ('failure' in listed) {
    const { missing, stderr } = listed.failure;
    log(`podman failed: ${missing ? `${program.command} was not found` : stderr.trim()}`);
    return undefined;
  }
  const pods = supervisedPods(listed.state, failures.byId);
  watcher.follow(pods);
  const verdicts = watcher.verdicts();
  const readySince = readiness(pods, verdicts, now);
  const rollouts = rolloutRecords(listed.state);
  const batch = await readBatch(listed.state);
  return { state: listed.state, pods, stopping, verdicts, batch, rollouts, readySince, now };
}

/** Source: kubernetes pkg/kubelet/prober/prober.go, probe: event ContainerUnhealthy. */
function unhealthy(container: string, which: string, message: string): PodEvent {
  const probe = `${which.slice(0, 1).toUpperCase()}${which.slice(1)}`;
  return {
    type: 'Warning',
    reason: 'Unhealthy',
    message: `${probe} probe of ${container} failed: ${message}`,
  };
}

function statusOf(
  view: StoreView,
  { journal, watcher, failures, began, build }: StatusParts,
): SupervisorStatus {
  const knowledge = podKnowledge(view);
  const pods = view.pods.map((pod) => {
    const id = view.state.pods.get(pod.name)?.id ?? '';
    const events = journal.of(pod.name);
    return [pod.name, podStatus(pod, { id, knowledge, events, probes: watcher.outcomes })];
  });
  return {
    pid: process.pid,
    began,
    build,
    pods: Object.fromEntries(pods),
    failedStarts: Object.fromEntries(failures.byId),
    rollouts: rolloutStatuses(view),
  };
}

interface StatusParts {
  readonly journal: Journal;
  readonly watcher: ProbeWatcher;
  readonly failures: StartFailures;
  readonly began: string;
  readonly build: string;
}

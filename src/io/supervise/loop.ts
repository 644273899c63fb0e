import type { ContainerProbe } from '../../fields/probes/model.js';
import type { PodmanState } from '../../phases/observed.js';
import { label } from '../../reconcile/labels.js';
import { backOff } from '../../supervisor/back-off.js';
import type { PodDecision, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { decidePod, isDonePod, isReadyPod } from '../../supervisor/pod.js';
import type { NetworkProbe, ProbeResult } from '../network-probe.js';
import { type PodmanProgram, runPodman, startLineProgram } from '../podman.js';
import { hostProber, type Prober } from '../prober.js';
import { readState } from '../state.js';
import { act } from './act.js';
import { type FailedStart, supervisedPods } from './pods.js';
import { keepServices } from './services.js';
import { type ContainerStatus, type PodStatus, type StatusEvent, writeStatus } from './status.js';
import { stoppingPods } from './stopping.js';
import { watchProbes } from './watch-probes.js';

/** How the loop is run. */
export interface LoopOptions {
  readonly program: PodmanProgram;
  readonly rootless: boolean;
  /** Reaches pods that are not on the host's network. */
  readonly prober: Prober;
  readonly statusFile: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Full look at everything at the latest after that time, whatever events said. */
const longestPauseMs = 30_000;
/** Without anything to watch for that long the loop ends. */
const idleMs = 15_000;
const mostEvents = 50;

/**
 * Watches all supervised pods of a store until it is told to end or there are none: wakes on Podman's events, on probes
 * and on its own times, reads what is there, and does what each pod's state machine decides.
 */
export async function runLoop(options: LoopOptions): Promise<void> {
  const { program, signal } = options;
  const failedStarts = new Map<string, FailedStart>();
  const events = new Map<string, StatusEvent[]>();
  const busy = new Set<string>();
  let state: PodmanState | undefined;
  // A wake-up may come while nobody waits: it must not be lost.
  let woken = false;
  let endPause: () => void = () => {};
  const wake = (): void => {
    woken = true;
    endPause();
  };
  let idleSince = Date.now();
  const note = (pod: string, message: string): void => {
    options.log(`${pod}: ${message}`);
    const list = events.get(pod) ?? [];
    list.push({ at: new Date().toISOString(), message });
    events.set(pod, list.slice(-mostEvents));
  };
  const probe = (pod: SupervisedPod, action: NetworkProbe['action'], timeoutMs: number) => {
    const prober = pod.rules.hostNetwork ? hostProber : options.prober;
    const address = pod.rules.hostNetwork
      ? '127.0.0.1'
      : (state?.pods.get(pod.name)?.labels[label.address] ?? '');
    return prober.probe({ action, address, timeoutMs });
  };
  const watcher = watchProbes(
    (pod, container, one) =>
      runProbe(one, container, program, (action, timeoutMs) => probe(pod, action, timeoutMs)),
    () => wake(),
  );
  const keeper = keepServices(program, options.rootless, options.log);
  const stream = followEvents(program, () => wake(), signal);
  while (!signal.aborted) {
    woken = false;
    // Before the listing: a pod that vanishes between the two was marked when it was listed.
    const stopping = await stoppingPods(program);
    const listed = await readState(program);
    if ('failure' in listed) {
      options.log(`podman failed: ${listed.failure.stderr.trim()}`);
      await pause(2000, signal);
      continue;
    }
    ({ state } = listed);
    const pods = supervisedPods(state, failedStarts);
    watcher.follow(pods);
    const now = Date.now();
    const verdicts = watcher.verdicts();
    const readyPods = new Set(pods.flatMap((pod) => (isReadyPod(pod, verdicts) ? [pod.name] : [])));
    const donePods = new Set(pods.flatMap((pod) => (isDonePod(pod) ? [pod.name] : [])));
    await keeper.follow(state, pods, verdicts);
    const decisions = new Map(
      pods.map((pod) => [pod.name, decidePod(pod, { verdicts, readyPods, donePods, now })] as const),
    );
    for (const pod of pods) {
      const actions = decisions.get(pod.name)?.actions ?? [];
      if (busy.has(pod.name) || stopping.has(pod.name) || actions.length === 0) continue;
      busy.add(pod.name);
      void (async () => {
        const context = {
          program,
          log: note,
          probe: async (
            one: SupervisedPod,
            action: NetworkProbe['action'],
            timeoutMs: number,
          ): Promise<ProbeResult> => {
            const result = await probe(one, action, timeoutMs);
            return result === 'no-prober' ? 'the pod could not be reached' : result;
          },
          failedStart: async (container: string) => {
            const id = (
              await runPodman(program, ['inspect', '--type', 'container', '--format', '{{.Id}}', container])
            ).stdout;
            failedStarts.set(id.toString('utf8').trim(), { at: Date.now() });
          },
        };
        for (const action of actions) await act(action, pod, context);
        busy.delete(pod.name);
        wake();
      })();
    }
    await writeStatus(options.statusFile, {
      pid: process.pid,
      pods: Object.fromEntries(
        pods.map((pod) => [
          pod.name,
          podStatus(pod, decisions.get(pod.name), watcher, events.get(pod.name) ?? [], now),
        ]),
      ),
    });
    if (pods.length > 0 || busy.size > 0) idleSince = now;
    else if (now - idleSince > idleMs) break;
    const wakeAt = Math.min(
      ...[...decisions.values()].flatMap((one) => one.wakeAt ?? []),
      now + longestPauseMs,
    );
    const limit = pods.length === 0 ? idleMs : longestPauseMs;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        endPause = () => {};
        resolve();
      };
      // Events come in bursts: one look serves them all.
      const soon = (): void => void setTimeout(done, 50);
      const timer = setTimeout(done, Math.max(50, Math.min(wakeAt - now, limit)));
      signal.addEventListener('abort', done);
      endPause = soon;
      if (woken) soon();
    });
  }
  watcher.stop();
  await stream.release();
  await options.prober.stop();
}

/** Command probes write events of their own, which say nothing new. */
function followEvents(
  program: PodmanProgram,
  wake: () => void,
  signal: AbortSignal,
): { readonly release: () => Promise<void> } {
  const words = [...program.globals, 'events', '--format', '{{.Status}}', '--filter', 'type=container'];
  let current: { readonly release: () => Promise<void> } | undefined;
  const start = (): void => {
    current = startLineProgram(
      program.command,
      words,
      (line) => {
        if (!line.startsWith('exec')) wake();
      },
      () => {
        // Podman's stream ended (a pruned log, an upgrade): the pauses carry on until it is back.
        if (!signal.aborted) setTimeout(start, 5000).unref();
      },
    );
  };
  start();
  return {
    release: async () => {
      await current?.release();
    },
  };
}

async function runProbe(
  probe: ContainerProbe,
  container: SupervisedContainer,
  program: PodmanProgram,
  network: (action: NetworkProbe['action'], timeoutMs: number) => Promise<ProbeResult | 'no-prober'>,
): Promise<ProbeResult | 'no-prober'> {
  const { action, timeoutSeconds } = probe;
  if (action.kind !== 'exec') return network(action, timeoutSeconds * 1000);
  const result = await runPodman(program, ['exec', container.name, ...action.command], {
    timeoutMs: timeoutSeconds * 1000,
  });
  if (result.code === 0) return undefined;
  const output = `${result.stdout.toString('utf8')}${result.stderr}`.trim().slice(0, 200);
  return result.code === 124
    ? `no end within ${timeoutSeconds} s`
    : `exit code ${result.code} ${output}`.trim();
}

function podStatus(
  pod: SupervisedPod,
  decision: PodDecision | undefined,
  watcher: ReturnType<typeof watchProbes>,
  events: readonly StatusEvent[],
  now: number,
): PodStatus {
  const verdicts = watcher.verdicts();
  const containers = pod.containers.map((one): [string, ContainerStatus] => {
    const verdict = verdicts.get(one.name);
    const running = one.state === 'running';
    const held =
      one.state === 'ended' &&
      backOff(one.rules.streak, one.startedAt, one.endedAt).at > now &&
      one.rules.streak > 0;
    return [
      one.name,
      {
        ready: running && (verdict?.ready ?? false),
        started: running && (verdict?.started ?? false),
        restarts: one.rules.restarts,
        ...(held ? { waiting: 'CrashLoopBackOff' } : {}),
        probes: Object.fromEntries(watcher.messages(one.name)),
      },
    ];
  });
  const { phase = 'Pending', reason } = decision ?? {};
  return {
    phase,
    ...(reason === undefined ? {} : { reason }),
    containers: Object.fromEntries(containers),
    events,
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

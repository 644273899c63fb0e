import type { ContainerProbe, ContainerProbes, ProbeAction } from '../fields/probes/model.js';
import { type ContainerShown, shownContainers } from '../supervisor/container-state.js';
import type { RecordedEvent } from '../supervisor/journal.js';
import type { EndedRun, PodPhase, SupervisedPod } from '../supervisor/model.js';
import { decidePod, hasBegun } from '../supervisor/pod.js';
import { podSummary } from '../supervisor/pod-summary.js';
import { knowledgeOf } from '../supervisor/pods.js';
import type { ContainerStatus, PodStatus } from '../supervisor/status.js';
import { label } from './labels.js';
import { age, type PodView } from './status.js';

/** What Podman tells of a pod's containers besides their states. */
export interface DescribedPod {
  readonly pod: SupervisedPod;
  readonly view: PodView;
  /** What the supervisor says; undefined when it knows nothing of this pod. */
  readonly status: PodStatus | undefined;
}

/** One condition of a pod. Source: kubernetes core/v1 PodConditionType. */
export interface PodCondition {
  readonly type: 'PodScheduled' | 'Initialized' | 'ContainersReady' | 'Ready';
  readonly status: 'True' | 'False';
}

/** Source: kubernetes pkg/kubelet/status/generate.go, GeneratePodInitializedCondition, GenerateContainersReadyCondition. */
export function podConditions(
  pod: SupervisedPod,
  shown: readonly ContainerShown[],
  phase: PodPhase,
): readonly PodCondition[] {
  const isPrepared = shown
    .filter(({ container }) => container.rules.role !== 'app')
    .every(({ container, ready, started }) =>
      container.rules.role === 'init' ? ready : started || phase === 'Succeeded',
    );
  const lasting = shown.filter(({ container }) => container.rules.role !== 'init');
  const isReady = lasting.length > 0 && lasting.every(({ ready }) => ready);
  const word = (yes: boolean): PodCondition['status'] => (yes ? 'True' : 'False');
  return [
    { type: 'PodScheduled', status: 'True' },
    { type: 'Initialized', status: word(isPrepared || hasBegun(pod)) },
    { type: 'ContainersReady', status: word(isReady) },
    { type: 'Ready', status: word(isReady) },
  ];
}

type Line = readonly [depth: number, name: string, value?: string];

/** A pod as `kubectl describe` prints it: source staging/src/k8s.io/kubectl/pkg/describe/describe.go, describePod. */
export function describePod({ pod, view, status }: DescribedPod): string {
  const shown = shownContainers(pod, view);
  const decision = decidePod(pod, knowledgeOf(view));
  const summary = podSummary(shown, {
    ...decision,
    begun: hasBegun(pod),
    terminating: view.stopping.has(pod.name),
  });
  const { labels = {}, createdAt = '' } = view.state.pods.get(pod.name) ?? {};
  const own = Object.entries(labels).filter(
    ([name]) => !/^(kube2pod\.io|io\.kubernetes\.pod)[./]/.test(name),
  );
  const init = shown.filter(({ container }) => container.rules.role !== 'app');
  const apps = shown.filter(({ container }) => container.rules.role === 'app');
  const reason = decision.reason === undefined ? [] : [[0, 'Reason', decision.reason] as const];
  const lines: readonly Line[] = [
    [0, 'Name', labels[label.pod] ?? pod.name],
    [0, 'Namespace', labels[label.namespace] ?? ''],
    [0, 'Podman Pod', pod.name],
    [0, 'Start Time', createdAt],
    [0, 'Labels', own.map(([name, value]) => `${name}=${value}`).join(', ') || '<none>'],
    [0, 'Status', decision.phase],
    [0, 'Shown As', `${summary.ready} ${summary.status}`],
    ...reason,
    [0, 'IP', pod.rules.hostNetwork ? '<host>' : (labels[label.address] ?? '')],
    [0, 'Controlled By', `${labels[label.kind] ?? ''}/${labels[label.name] ?? ''}`],
    ...(init.length === 0 ? [] : [[0, 'Init Containers'] as const]),
    ...init.flatMap((one) => containerLines(one, view, status)),
    [0, 'Containers'],
    ...apps.flatMap((one) => containerLines(one, view, status)),
    [0, 'Conditions'],
    ...podConditions(pod, shown, decision.phase).map((one): Line => [1, one.type, one.status]),
  ];
  return [...lines.map(lineText), eventsText(status?.events ?? [], view.now)].join('\n');
}

function lineText([depth, name, value]: Line): string {
  const start = `${'  '.repeat(depth)}${name}:`;
  return value === undefined ? start : `${start.padEnd(20)} ${value}`.trimEnd();
}

function containerLines(
  { container, state, last, ready }: ContainerShown,
  view: PodView,
  status: PodStatus | undefined,
): readonly Line[] {
  const known = view.state.containers.get(container.name);
  const probes = status?.containers[container.name]?.probes ?? {};
  const name = known?.labels[label.container] ?? container.name;
  const restarts = container.rules.restarts + (view.restarts.get(container.id) ?? 0);
  return [
    [1, name],
    [2, 'Podman Container', container.name],
    [2, 'Container ID', container.id.slice(0, 12)],
    [2, 'Image', known?.image ?? ''],
    ...(state.state === 'running'
      ? ([
          [2, 'State', 'Running'],
          [3, 'Started', timeText(state.startedAt)],
        ] as const)
      : state.state === 'waiting'
        ? ([
            [2, 'State', 'Waiting'],
            [3, 'Reason', state.reason],
          ] as const)
        : endLines('State', state)),
    ...(last === undefined ? [] : endLines('Last State', last)),
    [2, 'Ready', ready ? 'True' : 'False'],
    [2, 'Restart Count', String(restarts)],
    ...probeLines(container.rules.probes, probes, view.now),
  ];
}

function endLines(
  name: string,
  { reason, message, exitCode, startedAt, endedAt }: EndedRun,
): readonly Line[] {
  const indented = (message ?? '').trimEnd().replaceAll('\n', `\n${' '.repeat(21)}`);
  return [
    [2, name, 'Terminated'],
    [3, 'Reason', reason],
    ...(indented === '' ? [] : [[3, 'Message', indented] as const]),
    [3, 'Exit Code', String(exitCode)],
    [3, 'Started', timeText(startedAt)],
    [3, 'Finished', timeText(endedAt)],
  ];
}

function timeText(milliseconds: number): string {
  return milliseconds === 0 ? '<unknown>' : new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

const probeNames = { liveness: 'Liveness', readiness: 'Readiness', startup: 'Startup' } as const;

function probeLines(
  probes: ContainerProbes,
  outcomes: ContainerStatus['probes'],
  now: number,
): readonly Line[] {
  return (['liveness', 'readiness', 'startup'] as const).flatMap((which): readonly Line[] => {
    const probe = probes[which];
    if (probe === undefined) return [];
    const outcome = outcomes[which];
    const result =
      outcome === undefined
        ? 'not probed yet'
        : `${outcome.failure === undefined ? 'passed' : `failed: ${outcome.failure}`} (${age(now - Date.parse(outcome.at))} ago)`;
    return [
      [2, probeNames[which], probeText(probe)],
      [3, 'Last Result', result],
    ];
  });
}

/** Source: kubectl describe.go, DescribeProbe. */
export function probeText(probe: ContainerProbe): string {
  const { action, delaySeconds, timeoutSeconds, periodSeconds, successes, failures } = probe;
  const timing = `delay=${delaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s`;
  return `${actionText(action)} ${timing} #success=${successes} #failure=${failures}`;
}

function actionText(action: ProbeAction): string {
  switch (action.kind) {
    case 'exec':
      return `exec [${action.command.join(' ')}]`;
    case 'httpGet': {
      const { scheme, host = '', port, path } = action;
      return `http-get ${scheme.toLowerCase()}://${host}:${port}${path}`;
    }
    case 'tcpSocket':
      return `tcp-socket ${action.host ?? ''}:${action.port}`;
    case 'grpc':
      return `grpc <pod>:${action.port} ${action.service}`.trimEnd();
    default:
      return action satisfies never;
  }
}

/** Source: kubectl describe.go, DescribeEvents: `5s (x3 over 20s)`. */
export function eventsText(events: readonly RecordedEvent[], now: number): string {
  if (events.length === 0) return 'Events: <none>';
  const rows = events.map(({ type, reason, message, firstAt, lastAt, count }) => {
    const since = (time: string): string => age(now - Date.parse(time));
    const when = count === 1 ? since(lastAt) : `${since(lastAt)} (x${count} over ${since(firstAt)})`;
    return `  ${type.padEnd(7)}  ${reason.padEnd(20)}  ${when.padEnd(18)}  ${message}`;
  });
  const head = `  ${'Type'.padEnd(7)}  ${'Reason'.padEnd(20)}  ${'Age'.padEnd(18)}  Message`;
  return ['Events:', head, ...rows].join('\n');
}

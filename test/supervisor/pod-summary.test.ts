import { describe, expect, test } from '@jest/globals';
import { shownContainers } from '../../src/supervisor/container-state.js';
import type { ContainerRules, EndedRun, SupervisedContainer } from '../../src/supervisor/model.js';
import { decidePod, hasBegun } from '../../src/supervisor/pod.js';
import { podSummary } from '../../src/supervisor/pod-summary.js';
import { verdictsIn } from '../../src/supervisor/status.js';

const now = 1_000_000_000;

type Shape = Partial<SupervisedContainer> & { readonly rule?: Partial<ContainerRules> };

function container(name: string, { rule, ...more }: Shape = {}): SupervisedContainer {
  const rules: ContainerRules = {
    role: 'app',
    order: 0,
    restart: { policy: 'Always', rules: [] },
    probes: {},
    lifecycle: {},
    graceSeconds: 30,
    directories: [],
    restarts: 0,
    streak: 0,
    ...rule,
  };
  return { name, id: name, state: 'created', exitCode: 0, startedAt: 0, endedAt: 0, ...more, rules };
}

const running: Shape = { state: 'running', startedAt: now - 5000 };
const ended = (exitCode: number): Shape => ({
  state: 'ended',
  exitCode,
  startedAt: now - 1000,
  endedAt: now - 100,
});
const never: Partial<ContainerRules> = { restart: { policy: 'Never', rules: [] } };
const init: Partial<ContainerRules> = { role: 'init', restart: { policy: 'OnFailure', rules: [] } };
const probed: Partial<ContainerRules> = {
  probes: {
    readiness: {
      action: { kind: 'tcpSocket', port: 1 },
      delaySeconds: 0,
      periodSeconds: 1,
      timeoutSeconds: 1,
      successes: 1,
      failures: 1,
    },
  },
};

interface More {
  readonly terminating?: boolean;
  readonly deadlineSeconds?: number;
  readonly oom?: string;
}

function summary(containers: readonly SupervisedContainer[], more: More = {}): string {
  const { terminating = false, deadlineSeconds, oom } = more;
  const pod = {
    name: 'p',
    rules: {
      hostNetwork: false,
      containers: 0,
      ports: {},
      ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
    },
    infraRunning: true,
    startedAt: now - 10_000,
    containers,
  };
  const verdicts = verdictsIn(undefined, [pod]);
  const details = new Map(oom === undefined ? [] : [[oom, { oomKilled: true }]]);
  const none = new Set<string>();
  const knowledge = { verdicts, readyPods: none, overPods: none, heldPods: none, now };
  const { ready, status, restarts } = podSummary(
    shownContainers(pod, { verdicts, details, overPods: new Set(), now }),
    {
      ...decidePod(pod, knowledge),
      begun: hasBegun(pod),
      terminating,
    },
  );
  return `${ready} ${status} ${restarts}`;
}

// Rules: kubernetes pkg/printers/internalversion/printers.go, printPod; its words for states:
// pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses; containerd internal/cri/server/container_status.go.
describe('the line of a pod', () => {
  test.each<[string, readonly SupervisedContainer[], string, More?]>([
    ['not started', [container('a')], '0/1 ContainerCreating 0'],
    ['running', [container('a', running)], '1/1 Running 0'],
    ['running, never probed', [container('a', { ...running, rule: probed })], '0/1 Running 0'],
    ['ended well for good', [container('a', { ...ended(0), rule: never })], '0/1 Completed 0'],
    ['ended badly for good', [container('a', { ...ended(3), rule: never })], '0/1 Error 0'],
    ['out of memory', [container('a', { ...ended(137), rule: never })], '0/1 OOMKilled 0', { oom: 'a' }],
    [
      'could not be started',
      [container('a', { ...ended(128), startError: true, rule: never })],
      '0/1 StartError 0',
    ],
    [
      'held back',
      [container('a', { ...ended(1), rule: { restarts: 2, streak: 2 } })],
      '0/1 CrashLoopBackOff 2',
    ],
    [
      'one of two ended well',
      [container('a', running), container('b', { ...ended(0), rule: never })],
      '1/2 NotReady 0',
    ],
    [
      'between two runs',
      [
        container('a', {
          rule: { restarts: 1, last: { exitCode: 1, startedAt: 1, endedAt: 2, reason: 'Error' } },
        }),
      ],
      '0/1 Error 1',
    ],
    [
      'a sidecar of a pod that has begun is not waited for',
      [container('s', { ...ended(1), rule: { role: 'sidecar', ...never } }), container('a', running)],
      '1/2 Running 0',
    ],
    ['init running', [container('i', { ...running, rule: init }), container('a')], '0/1 Init:0/1 0'],
    [
      'the second init running',
      [
        container('i', { ...ended(0), rule: init }),
        container('j', { ...running, rule: init }),
        container('a'),
      ],
      '0/1 Init:1/2 0',
    ],
    ['init done', [container('i', { ...ended(0), rule: init }), container('a')], '0/1 PodInitializing 0'],
    [
      'init failed for good',
      [container('i', { ...ended(1), rule: { ...init, ...never } }), container('a')],
      '0/1 Init:Error 0',
    ],
    [
      'init held back',
      [container('i', { ...ended(1), rule: { ...init, restarts: 1, streak: 1 } }), container('a')],
      '0/1 Init:CrashLoopBackOff 1',
    ],
    [
      'sidecar and container',
      [container('s', { ...running, rule: { role: 'sidecar' } }), container('a', running)],
      '2/2 Running 0',
    ],
    ['being taken away', [container('a', running)], '1/1 Terminating 0', { terminating: true }],
    [
      'past its deadline',
      [container('a', { ...ended(137), rule: never })],
      '0/1 Error 0',
      { deadlineSeconds: 1 },
    ],
  ])('%s', (_name, containers, line, more = {}) => {
    expect(summary(containers, more)).toBe(line);
  });

  test('restarts tell when the last was', () => {
    const last: EndedRun = { exitCode: 1, startedAt: 0, endedAt: now - 7000, reason: 'Error' };
    const pod = {
      name: 'p',
      rules: { hostNetwork: false, containers: 0, ports: {} },
      infraRunning: true,
      startedAt: 0,
      containers: [container('a', { ...running, rule: { restarts: 3, last } })],
    };
    const shown = shownContainers(pod, { verdicts: new Map(), details: new Map(), overPods: new Set(), now });
    expect(podSummary(shown, { phase: 'Running', begun: true, terminating: false })).toMatchObject({
      restarts: 3,
      lastRestartAt: now - 7000,
    });
  });
});

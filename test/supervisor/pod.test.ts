import { describe, expect, test } from '@jest/globals';
import { backOff } from '../../src/supervisor/back-off.js';
import type { ContainerRules, SupervisedContainer, SupervisedPod } from '../../src/supervisor/model.js';
import { decidePod, isReadyPod, type PodKnowledge } from '../../src/supervisor/pod.js';
import { afterEnd } from '../../src/supervisor/restart-rule.js';

const now = 1_000_000_000;

function container(
  name: string,
  more: Partial<SupervisedContainer> & { readonly rule?: Partial<ContainerRules> } = {},
): SupervisedContainer {
  const { rule, ...shown } = more;
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
  return { name, id: name, state: 'created', exitCode: 0, startedAt: 0, endedAt: 0, ...shown, rules };
}

const running = { state: 'running', startedAt: now - 5000 } as const;
const ended = (exitCode: number, agoMs = 0) =>
  ({ state: 'ended', exitCode, startedAt: now - agoMs - 1000, endedAt: now - agoMs }) as const;

function pod(containers: readonly SupervisedContainer[], more: Partial<SupervisedPod> = {}): SupervisedPod {
  return {
    name: 'p',
    rules: { hostNetwork: false, containers: 1, ports: {} },
    infraRunning: true,
    startedAt: now - 10_000,
    containers,
    ...more,
  };
}

function decide(one: SupervisedPod, more: Partial<PodKnowledge> = {}): readonly string[] {
  const knowledge: PodKnowledge = {
    verdicts: new Map(),
    readyPods: new Set(),
    overPods: new Set(),
    heldPods: new Set(),
    now,
    ...more,
  };
  const { actions, phase, wakeAt } = decidePod(one, knowledge);
  const words = actions.map((action) =>
    'container' in action ? `${action.action} ${action.container}` : action.action,
  );
  return [phase, ...words, ...(wakeAt === undefined ? [] : [`wake ${wakeAt - now}`])];
}

const never = { restart: { policy: 'Never', rules: [] } } as const;
const init = { role: 'init', restart: { policy: 'OnFailure', rules: [] } } as const;
const sidecar = { role: 'sidecar' } as const;
const passed = { verdicts: new Map([['s', { started: true, ready: true }]]) };

// Rules: kubernetes pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions.
describe('what a pod needs next', () => {
  test.each<[string, SupervisedPod, readonly string[], Partial<PodKnowledge>?]>([
    [
      'containers start one by one in file order',
      pod([container('a'), container('b')]),
      ['Pending', 'start a'],
    ],
    [
      'the second when the first runs',
      pod([container('a', running), container('b')]),
      ['Pending', 'start b'],
    ],
    ['nothing when all run', pod([container('a', running)]), ['Running']],
    [
      'an init container goes first',
      pod([container('i', { rule: init }), container('a')]),
      ['Pending', 'start i'],
    ],
    ['and is waited for', pod([container('i', { ...running, rule: init }), container('a')]), ['Pending']],
    [
      'then the containers',
      pod([container('i', { ...ended(0), rule: init }), container('a')]),
      ['Pending', 'start a'],
    ],
    [
      'a failed one is tried again at once',
      pod([container('i', { ...ended(1), rule: init }), container('a')]),
      ['Pending', 'restart i'],
    ],
    [
      'and then with a pause',
      pod([container('i', { ...ended(1, 3000), rule: { ...init, streak: 1 } }), container('a')]),
      ['Pending', 'wake 7000'],
    ],
    [
      'or ends the pod',
      pod([container('i', { ...ended(1), rule: { ...init, ...never } }), container('a')]),
      ['Failed'],
    ],
    [
      'a sidecar holds back what follows it',
      pod([container('s', { ...running, rule: sidecar }), container('a')]),
      ['Pending'],
    ],
    [
      'until its startup probe passed',
      pod([container('s', { ...running, rule: sidecar }), container('a')]),
      ['Pending', 'start a'],
      passed,
    ],
    ['Always restarts an end with 0 too', pod([container('a', ended(0))]), ['Running', 'restart a']],
    [
      'OnFailure does not',
      pod([container('a', { ...ended(0), rule: { restart: { policy: 'OnFailure', rules: [] } } })]),
      ['Succeeded'],
    ],
    ['Never leaves a failure', pod([container('a', { ...ended(3), rule: never })]), ['Failed']],
    [
      'sidecars end with the pod, the last first',
      pod([
        container('s', { ...running, rule: sidecar }),
        container('t', { ...running, rule: sidecar }),
        container('a', { ...ended(0), rule: never }),
      ]),
      ['Running', 'stop t'],
      { verdicts: new Map(['s', 't'].map((name) => [name, { started: true, ready: true }])) },
    ],
    [
      'and are not begun again when they have',
      pod([
        container('s', { ...ended(0), startedAt: now - 5000, rule: sidecar }),
        container('a', { ...ended(0, 500), rule: never }),
      ]),
      ['Succeeded'],
    ],
    [
      'a sidecar that ended holds nobody back who has begun',
      pod([
        container('s', { ...ended(1), startedAt: now - 5000, rule: sidecar }),
        container('a', { ...ended(1), rule: {} }),
      ]),
      ['Running', 'restart s', 'restart a'],
    ],
    [
      'in a new sandbox it does again',
      pod([
        container('s', { ...running, rule: { ...sidecar, restarts: 1 } }),
        container('a', {
          rule: { last: { exitCode: 137, startedAt: 1, endedAt: now - 6000, reason: 'Error' } },
        }),
      ]),
      ['Pending'],
    ],
    [
      'a failed liveness probe stops',
      pod([container('a', running)]),
      ['Running', 'stop a'],
      { verdicts: new Map([['a', { started: true, ready: true, failed: { probe: 'liveness' } }]]) },
    ],
    [
      'a lost sandbox starts anew',
      pod([container('a', ended(137))], { infraRunning: false }),
      ['Pending', 'restart-pod'],
    ],
    [
      'a finished pod does not',
      pod([container('a', { ...ended(0), rule: never })], { infraRunning: false }),
      ['Succeeded'],
    ],
    [
      'nor one of which nothing may run twice, although a container of it never ran',
      pod([container('a', { ...ended(0), rule: never }), container('b', { rule: never })], {
        infraRunning: false,
      }),
      ['Failed'],
    ],
    [
      'which ends what still runs of it',
      pod([container('a', { ...ended(0), rule: never }), container('b', { ...running, rule: never })], {
        infraRunning: false,
      }),
      ['Failed', 'stop b'],
    ],
    [
      'a pod that never began gets its sandbox, whatever its policy',
      pod([container('a', { rule: never })], { infraRunning: false }),
      ['Pending', 'restart-pod'],
    ],
    [
      'a deadline stops everything',
      pod([container('a', running)], {
        rules: { hostNetwork: false, containers: 1, ports: {}, deadlineSeconds: 10 },
      }),
      ['Failed', 'stop a'],
    ],
    [
      'and wakes in time',
      pod([container('a', running)], {
        rules: { hostNetwork: false, containers: 1, ports: {}, deadlineSeconds: 12 },
      }),
      ['Running', 'wake 2000'],
    ],
    [
      'a pod of a set waits for the one before',
      pod([container('a')], { rules: { hostNetwork: false, containers: 1, ports: {}, after: 'q' } }),
      ['Pending'],
    ],
    [
      'and goes when that is ready',
      pod([container('a')], { rules: { hostNetwork: false, containers: 1, ports: {}, after: 'q' } }),
      ['Pending', 'start a'],
      { readyPods: new Set(['q']) },
    ],
    [
      'an exit code may restart all containers',
      pod([
        container('a', {
          ...ended(7),
          rule: {
            restart: {
              policy: 'Never',
              rules: [{ action: 'RestartAllContainers', operator: 'In', exitCodes: [7] }],
            },
          },
        }),
        container('b', running),
      ]),
      ['Running', 'restart-containers'],
    ],
  ])('%s', (_name, one, expected, more = {}) => {
    expect(decide(one, more)).toEqual(expected);
  });
});

test('back-off: at once, then 10 s doubling to 300 s, begun anew after 10 minutes', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 7].map((streak) => backOff(streak, now - 1000, now).at - now);
  expect(delays).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  expect(backOff(7, now - 600_000, now)).toEqual({ at: now, streak: 1 });
});

test.each([
  ['Always', 0, 'restart'],
  ['OnFailure', 0, 'stay'],
  ['OnFailure', 1, 'restart'],
  ['Never', 1, 'stay'],
] as const)('%s after exit code %d: %s', (policy, code, expected) => {
  expect(afterEnd({ policy, rules: [] }, code)).toBe(expected);
});

test('rules on exit codes go before the policy', () => {
  const rules = [{ action: 'Restart', operator: 'NotIn', exitCodes: [0, 1] }] as const;
  expect([0, 1, 2].map((code) => afterEnd({ policy: 'Never', rules }, code))).toEqual([
    'stay',
    'stay',
    'restart',
  ]);
});

test('a pod is ready when all that lasts runs and is ready', () => {
  const one = pod([container('i', { ...ended(0), rule: init }), container('a', running)]);
  expect(isReadyPod(one, new Map())).toBe(false);
  expect(isReadyPod(one, new Map([['a', { started: true, ready: true }]]))).toBe(true);
});

// Rule: pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
test.each([
  [0, 30],
  [21_500, 9],
  [90_000, 2],
])('sidecars share the grace period that began when the pod ended %i ms ago', (agoMs, graceSeconds) => {
  const one = pod([
    container('s', { state: 'running', startedAt: now - 100_000, rule: sidecar }),
    container('a', { ...ended(0, agoMs), rule: never }),
  ]);
  const none = new Set<string>();
  const knowledge = { verdicts: new Map(), readyPods: none, overPods: none, heldPods: none, now };
  expect(decidePod(one, knowledge).actions).toEqual([
    expect.objectContaining({ action: 'stop', graceSeconds }),
  ]);
});

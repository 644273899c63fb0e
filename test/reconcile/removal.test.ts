import { describe, expect, test } from '@jest/globals';
import type { ContainerState, PodmanState } from '../../src/phases/observed.js';
import { label } from '../../src/reconcile/labels.js';
import { removePod } from '../../src/reconcile/removal.js';
import { containerAt as origin } from '../fields/resolve-context.js';

const hook = { kind: 'sleep', seconds: 1 } as const;

function container(name: string, role: 'app' | 'sidecar', order: number, hasHook = false): ContainerState {
  const lifecycle = hasHook ? { preStop: hook } : {};
  return {
    name: `p-${name}`,
    id: name,
    pod: 'p',
    isInfra: false,
    image: 'i',
    state: 'running',
    exitCode: 0,
    startedAt: '',
    endedAt: '',
    labels: {
      [label.role]: role,
      [label.order]: String(order),
      [label.rules]: JSON.stringify({ lifecycle, graceSeconds: 20 }),
    },
  };
}

function stops(containers: readonly ContainerState[], graceSeconds?: number) {
  // Only what planning a removal looks at.
  const state = {
    pods: new Map(),
    containers: new Map(containers.map((one) => [one.name, one])),
  } as unknown as PodmanState;
  return removePod('p', origin, graceSeconds, state).flatMap((one) =>
    one.op === 'container.stop' ? [one] : [],
  );
}

/** Sources: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; kuberuntime_termination_order.go. */
describe('the stop of a pod', () => {
  const pod = [
    container('s', 'sidecar', 0, true),
    container('t', 'sidecar', 1),
    container('a', 'app', 2),
    container('b', 'app', 3, true),
  ];

  test('apps side by side, then sidecars from the last to the first, within what is left of one grace period', () => {
    const left = { since: 'container.stop p-a p-b', graceSeconds: 20 };
    expect(stops(pod)).toMatchObject([
      { containers: ['p-a', 'p-b'], needs: [] },
      { containers: ['p-t'], needs: ['container.stop p-a p-b'], left },
      { containers: ['p-s'], needs: ['container.stop p-a p-b', 'container.stop p-t'], left },
    ]);
    expect(stops(pod)[0]).not.toHaveProperty('left');
  });

  test('all preStop hooks begin with the first stop, those of sidecars too', () => {
    const hooks = stops(pod).map((one) => one.hooks?.map((each) => each.container));
    expect(hooks).toEqual([['p-s', 'p-b'], undefined, undefined]);
  });

  test('a grace period that is asked for goes before that of the pod', () => {
    expect(stops(pod, 3).map(({ left }) => left?.graceSeconds)).toEqual([undefined, 3, 3]);
  });
});

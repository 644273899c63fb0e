import { describe, expect, test } from '@jest/globals';
import type { PlannedPod } from '../../src/fields/plan-pod.js';
import type { ContainerState, PodmanState } from '../../src/phases/observed.js';
import { podChange } from '../../src/reconcile/difference.js';
import { label, ownerLabels } from '../../src/reconcile/labels.js';

const labels = ownerLabels({ kind: 'Pod', namespace: 'default', name: 'p' });
const start = [{ op: 'container.start', id: 'start', needs: [], container: 'p-a' }];

const planned = (containers: readonly string[], starts: readonly unknown[] = start): PlannedPod =>
  ({
    names: { pod: 'p' },
    labels,
    containers,
    volumes: [],
    secrets: [],
    start: starts,
  }) as unknown as PlannedPod;

function store(
  states: { readonly [name: string]: string },
  more: Readonly<Record<string, string>>,
): PodmanState {
  const containers = Object.entries(states).map(
    ([name, state]) =>
      [
        name,
        { id: name, name, state, labels, pod: 'p', isInfra: name === 'infra' } as unknown as ContainerState,
      ] as const,
  );
  const pod = { name: 'p', id: 'p', labels: { ...labels, [label.digest]: 'd', ...more } };
  return {
    pods: new Map([['p', pod]]),
    containers: new Map(containers),
    volumes: new Map(),
    secrets: new Map(),
    networks: new Map(),
  } as unknown as PodmanState;
}

const rules = { [label.rules]: '{}' };

describe('a pod that is there, of the same digest, is', () => {
  test.each<
    [string, PlannedPod, { readonly [name: string]: string }, Readonly<Record<string, string>>, string]
  >([
    ['unchanged when it runs', planned(['p-a']), { infra: 'running', 'p-a': 'running' }, {}, 'unchanged'],
    ['unchanged when it has ended', planned(['p-a']), { infra: 'running', 'p-a': 'exited' }, {}, 'unchanged'],
    [
      'made anew when it never started',
      planned(['p-a']),
      { infra: 'running', 'p-a': 'created' },
      {},
      'replace',
    ],
    [
      'made anew when its infra container stopped',
      planned(['p-a']),
      { infra: 'exited', 'p-a': 'exited' },
      {},
      'replace',
    ],
    [
      'left to the supervisor to start',
      planned(['p-a']),
      { infra: 'running', 'p-a': 'created' },
      rules,
      'unchanged',
    ],
    [
      'made anew when a container is missing',
      planned(['p-a', 'p-b']),
      { infra: 'running', 'p-a': 'running' },
      rules,
      'replace',
    ],
    [
      'unchanged when it was to be made only',
      planned(['p-a'], []),
      { infra: 'created', 'p-a': 'created' },
      {},
      'unchanged',
    ],
    ['unchanged as a holder that runs', planned([], []), { infra: 'running' }, {}, 'unchanged'],
    [
      'made anew as a holder that was killed before it started',
      planned([], []),
      { infra: 'created' },
      {},
      'replace',
    ],
  ])('%s', (_, pod, states, more, action) => {
    expect(podChange(pod, 'd', store(states, more))).toMatchObject({ action });
  });

  test('changed with another digest, and with none', () => {
    const state = store({ infra: 'running', 'p-a': 'running' }, {});
    for (const digest of ['e', undefined])
      expect(podChange(planned(['p-a']), digest, state)).toEqual({ action: 'replace', because: 'changed' });
  });
});

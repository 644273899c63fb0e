import { describe, expect, test } from '@jest/globals';
import { chooseContainers, runningPod } from '../../src/living/find-container.js';
import { allPods, findPods, podsBySelector } from '../../src/living/find-pods.js';
import type { ContainerState, PodmanState, PodState, VolumeState } from '../../src/phases/observed.js';
import { namespaced } from '../../src/podman/names.js';
import { label, ownerLabels } from '../../src/reconcile/labels.js';
import { recordName } from '../../src/reconcile/records.js';
import { volumeRules } from '../../src/supervisor/rules.js';

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

function pod(owner: Owner, name: string, labels: { readonly [name: string]: string } = {}): PodState {
  const podmanName = namespaced(owner.namespace, name);
  return {
    name: podmanName,
    id: podmanName,
    status: 'Running',
    createdAt: '',
    labels: { ...labels, ...ownerLabels(owner), [label.pod]: name },
  };
}

function container(
  of: PodState,
  name: string,
  order: number,
  role = 'app',
  state = 'running',
): ContainerState {
  return {
    name: `${of.name}-${name}`,
    id: `${of.name}-${name}`,
    labels: { [label.container]: name, [label.order]: String(order), [label.role]: role },
    pod: of.name,
    isInfra: false,
    state,
    exitCode: 0,
    startedAt: '',
    endedAt: '',
    image: 'i',
  };
}

function record(owner: Owner, labels: { readonly [name: string]: string } = {}): VolumeState {
  const name = recordName(owner);
  return { name, id: name, mountpoint: '', labels: { ...ownerLabels(owner), ...labels } };
}

const owner = (kind: string, name: string, namespace = 'default'): Owner => ({ kind, name, namespace });
const single = pod(owner('Pod', 'web'), 'web', { app: 'single' });
const replicas = ['shop-pod-1', 'shop-pod'].map((name) =>
  pod(owner('Deployment', 'shop'), name, { app: 'shop' }),
);
const away = pod(owner('Pod', 'far', 'other'), 'far', { app: 'shop' });
const run = pod(owner('Job', 'nightly-1'), 'nightly-1-pod');
const foreign: PodState = { name: 'web2', id: 'web2', status: 'Running', createdAt: '', labels: {} };
const rules = { namespace: 'default', selector: { app: 'shop' }, ports: [], publishNotReady: false };
const records = [
  record(owner('Deployment', 'shop')),
  record(owner('Deployment', 'twin')),
  record(owner('Job', 'twin')),
  record(owner('Deployment', 'idle')),
  record(owner('CronJob', 'nightly')),
  record(owner('Job', 'nightly-1'), { [label.parent]: 'nightly' }),
  record(owner('Service', 'front'), { [label.rules]: volumeRules(rules) }),
  record(owner('Service', 'bare'), { [label.rules]: volumeRules({ ...rules, selector: undefined }) }),
];
const containers = [
  container(single, 'main', 1),
  container(single, 'setup', 0, 'init', 'exited'),
  ...replicas.map((one) => container(one, 'c', 0, 'app', one.name === 'shop-pod' ? 'exited' : 'running')),
];
const byName = <T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.name, item]));
const state: PodmanState = {
  pods: byName([single, ...replicas, away, run, foreign]),
  containers: byName(containers),
  volumes: byName(records),
  networks: new Map(),
  secrets: new Map(),
};

describe('pods behind a name', () => {
  const names = (kind: string | undefined, name: string, namespace = 'default'): unknown => {
    const found = findPods(kind === undefined ? { name } : { kind, name }, { namespace, state });
    return 'missing' in found ? found.missing : found.pods.map((one) => one.podmanName);
  };
  test.each<[string | undefined, string, string, unknown]>([
    [undefined, 'web', 'default', ['web']],
    ['Pod', 'shop-pod', 'default', ['shop-pod']],
    [undefined, 'shop', 'default', ['shop-pod', 'shop-pod-1']],
    ['Deployment', 'shop', 'default', ['shop-pod', 'shop-pod-1']],
    ['Deployment', 'idle', 'default', []],
    ['Service', 'front', 'default', ['shop-pod', 'shop-pod-1']],
    ['CronJob', 'nightly', 'default', ['nightly-1-pod']],
    ['Job', 'nightly-1', 'default', ['nightly-1-pod']],
    ['Pod', 'far', 'other', ['other_far']],
    ['Pod', 'other_far', 'other', ['other_far']],
    [
      'Pod',
      'far',
      'default',
      'pod "far" was not found in namespace "default" (there is one in namespace "other": -n other)',
    ],
    ['Pod', 'shop', 'default', 'pod "shop" was not found in namespace "default"'],
    ['Service', 'none', 'default', 'service "none" was not found in namespace "default"'],
    ['Service', 'bare', 'default', 'service/bare has no selector, so no pod can be chosen'],
    [undefined, 'twin', 'default', '"twin" is the name of several objects: say deployment/twin or job/twin'],
    [undefined, 'web2', 'default', 'pod "web2" was not found in namespace "default"'],
  ])('%s %s in %s', (kind, name, namespace, expected) => {
    expect(names(kind, name, namespace)).toEqual(expected);
  });
  test('a selector looks in one namespace', () => {
    const selector = { matchLabels: { app: 'shop' } };
    expect(podsBySelector(selector, { namespace: 'other', state }).map(({ name }) => name)).toEqual(['far']);
  });
});

describe('containers of a pod', () => {
  const web = allPods(state).find(({ name }) => name === 'web');
  test('init containers come first and are not the default', () => {
    if (web === undefined) throw new Error('no pod');
    expect(chooseContainers(web, 'all')).toMatchObject({ containers: [{ name: 'setup' }, { name: 'main' }] });
    expect(chooseContainers(web, {})).toMatchObject({
      containers: [{ name: 'main', podmanName: 'web-main' }],
      note: 'Defaulted container "main" out of: setup (init), main',
    });
    expect(chooseContainers(web, { name: 'setup' })).toMatchObject({ containers: [{ name: 'setup' }] });
    expect(chooseContainers(web, { name: 'x' })).toEqual({
      missing: 'pod web has no container "x"; it has: setup (init), main',
    });
  });
  test('of several pods one that runs is taken', () => {
    expect(runningPod(allPods(state).filter(({ labels }) => labels.app === 'shop'))?.name).toBe('shop-pod-1');
  });
});

import { describe, expect, test } from '@jest/globals';
import { addressLines } from '../../src/ingress/addresses.js';
import { proxyPod } from '../../src/ingress/proxy.js';
import { usualSettings } from '../../src/ingress/settings.js';
import type { Observed, PodmanState } from '../../src/phases/observed.js';
import type { OperationOf } from '../../src/podman/operations.js';
import { label } from '../../src/reconcile/labels.js';
import { findProxy, servedIngresses } from '../../src/reconcile/proxy.js';
import { planRemoval } from '../../src/reconcile/removal.js';
import { containerAt as origin } from '../fields/resolve-context.js';
import { type CompiledIngress, compileIngress, ingressText, services } from './compile-ingress.js';

const first = `${ingressText(['Prefix / web'])}${services}`;
const container = `${proxyPod}-nginx`;

const made = <K extends 'pod.create' | 'volume.create'>(
  { planned }: CompiledIngress,
  op: K,
): readonly OperationOf<K>[] => planned.plan.operations.filter((one): one is OperationOf<K> => one.op === op);

/** What a machine has after a plan was performed, as far as planning looks at it. */
function machineAfter(compiled: CompiledIngress, proxyState = 'running'): Partial<Observed> {
  const entry = (name: string, labels = {}) => [name, { name, id: name, labels }] as const;
  const pods = made(compiled, 'pod.create').map(({ pod }) => entry(pod.name, pod.labels));
  const volumes = made(compiled, 'volume.create').map(({ volume }) => entry(volume.name, volume.labels));
  const fills = compiled.planned.plan.operations.filter((one) => one.op === 'volume.fill');
  const contents = fills.flatMap(({ volume, files }) => {
    const link = files.find((file) => file.kind === 'link' && file.path.endsWith('..data'));
    if (link?.kind !== 'link') return [];
    return [[volume, { folder: link.target, names: [link.target, '..data', 'nginx.conf'] }] as const];
  });
  const { [label.rules]: _rules, ...own } =
    made(compiled, 'pod.create').find(({ pod }) => pod.name === proxyPod)?.pod.labels ?? {};
  const infras = pods.map(([name]) => {
    const infra = `${name}-infra`;
    return [
      infra,
      { name: infra, id: infra, labels: {}, pod: name, isInfra: true, state: 'running' },
    ] as const;
  });
  const running = { name: container, id: 'c', labels: own, pod: proxyPod, isInfra: false, state: proxyState };
  return {
    // Only what planning looks at.
    state: {
      pods: new Map(pods),
      volumes: new Map(volumes),
      containers: new Map<string, object>([...infras, [container, running]]),
      networks: new Map(),
      secrets: new Map(),
    } as unknown as PodmanState,
    contents: new Map(contents),
  };
}

const ids = ({ planned }: CompiledIngress): readonly string[] =>
  planned.plan.operations.map(({ id }) => id).filter((id) => id.includes('ingress'));

describe('the proxy', () => {
  test('is one pod, published on this machine', () => {
    const pod = made(compileIngress(first), 'pod.create').find(({ pod: { name } }) => name === proxyPod)?.pod;
    expect(pod?.publish).toEqual([
      { hostAddress: '127.0.0.1', hostPort: 8080, containerPort: 8080, protocol: 'tcp' },
    ]);
    expect(JSON.parse(pod?.labels?.[label.ingress] ?? '')).toEqual(usualSettings);
  });

  test('is left alone when nothing changed', () => {
    const again = compileIngress(first, machineAfter(compileIngress(first)));
    expect(again.planned.plan.operations).toEqual([]);
  });

  test('reads a changed configuration without being made anew', () => {
    const changed = compileIngress(
      first.replace('name: web, port', 'name: api, port'),
      machineAfter(compileIngress(first)),
    );
    expect(ids(changed)).toEqual([
      `volume.fill ${proxyPod}-config`,
      `files.arrange ${proxyPod}-config`,
      `container.exec ${container}`,
      'volume.remove kube2pod-record.ingress.default.i',
      'volume.create kube2pod-record.ingress.default.i',
      'volume.fill kube2pod-record.ingress.default.i',
    ]);
    const exec = changed.planned.plan.operations.find(({ op }) => op === 'container.exec');
    expect(exec?.needs).toEqual([`volume.fill ${proxyPod}-config`, `files.arrange ${proxyPod}-config`]);
    const record = changed.planned.plan.operations.find(({ id }) =>
      id.startsWith('volume.remove kube2pod-record.ingress'),
    );
    expect(record?.needs).toContain(`container.exec ${container}`);
  });

  test('is told again when a run ended before it was recorded that it was told', () => {
    const seen = machineAfter(compileIngress(first));
    const volumes = new Map(seen.state?.volumes);
    volumes.delete('kube2pod-record.ingress.default.i');
    const again = compileIngress(first, { ...seen, state: { ...(seen.state as PodmanState), volumes } });
    expect(ids(again)[0]).toBe(`container.exec ${container}`);
  });

  test('is made anew when it does not run', () => {
    expect(ids(compileIngress(first, machineAfter(compileIngress(first), 'exited')))).toContain(
      `pod.create ${proxyPod}`,
    );
  });

  test('goes with the last Ingress, and not before', () => {
    const two = compileIngress(`${first}---\n${ingressText(['Prefix /x web'], { name: 'j' })}`);
    const { state } = machineAfter(two) as { readonly state: PodmanState };
    const ingress = (name: string) => ({ kind: 'Ingress', namespace: 'default', name, origin });
    const removed = (objects: readonly ReturnType<typeof ingress>[], more = {}): readonly string[] =>
      planRemoval({ objects, claims: false, ...more }, state).map(({ id }) => id);
    expect(servedIngresses(state).map(({ name }) => name)).toEqual(['i', 'j']);
    expect(findProxy(state)?.name).toBe(proxyPod);
    expect(removed([ingress('i')])).not.toContain(`pod.remove ${proxyPod}`);
    expect(removed([ingress('i'), ingress('j')])).toContain(`pod.remove ${proxyPod}`);
    expect(removed([ingress('i'), ingress('j')], { proxy: 'kept' })).not.toContain(`pod.remove ${proxyPod}`);
  });
});

describe('addresses for a browser', () => {
  const lines = (host: string, settings = {}): readonly string[] => {
    const { ingress } = compileIngress(`${ingressText(['Prefix / web'], { host })}${services}`).application;
    return ingress === undefined ? [] : addressLines(ingress, { ...usualSettings, ...settings });
  };
  test.each<[string, object, string]>([
    ['a.localhost', {}, 'http://a.localhost:8080/'],
    ['a.localhost', { port: 80 }, 'http://a.localhost/'],
    ['a.example', {}, "http://a.example.localhost:8080/ or curl -H 'Host: a.example' http://127.0.0.1:8080/"],
    [
      '*.a.example',
      {},
      "http://any.a.example.localhost:8080/ or curl -H 'Host: any.a.example' http://127.0.0.1:8080/",
    ],
    ['a.example', { address: '10.1.2.3', port: 81 }, "curl -H 'Host: a.example' http://10.1.2.3:81/"],
  ])('%s %j', (host, settings, expected) => {
    expect(lines(host, settings)).toEqual([`ingress ${host}: ${expected}`]);
  });
});

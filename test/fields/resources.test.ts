import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1.js';
import { totalRequests } from '../../src/fields/resources/amounts.js';
import { containerRows } from '../../src/fields/resources/ledger.js';
import { parseQuantity } from '../../src/fields/resources/parse-quantity.js';
import { cpuQuota, planPodResources, planResources } from '../../src/fields/resources/podman.js';
import { oomScoreAdj, qosClass } from '../../src/fields/resources/qos.js';
import { cpuShares, resolvePodResources, resolveResources } from '../../src/fields/resources/resolve.js';
import type { ContainerRole } from '../../src/model/pod-model.js';
import { containerAt, type Machine, planning, resolving, specAt } from './resolve-context.js';

type List = { [name: string]: string };
const both = (limits: List, requests?: List): ResourceRequirements => ({
  limits,
  ...(requests === undefined ? {} : { requests }),
});
const container = (resources?: ResourceRequirements, more: Partial<Container> = {}): Container => ({
  name: 'c',
  ...(resources === undefined ? {} : { resources }),
  ...more,
});

function plan(given: Container, more: Machine & { pod?: ResourceRequirements; role?: ContainerRole } = {}) {
  const podSpec: PodSpec = {
    containers: [given],
    ...(more.pod === undefined ? {} : { resources: more.pod }),
  };
  const { context, found } = resolving(more);
  const pod = resolvePodResources(podSpec, specAt, context);
  const model = resolveResources(
    { container: given, role: more.role ?? 'app', podSpec },
    containerAt,
    context,
  );
  return {
    model,
    pod: planPodResources(pod, planning(more)).spec,
    spec: planResources(model, planning(more)).spec,
    found: found(),
  };
}

describe('quantities', () => {
  // Values of k8s.io/apimachinery/pkg/api/resource/quantity_test.go, in thousandths.
  test.each<[string | number, bigint]>([
    ['0', 0n],
    ['1', 1000n],
    [1, 1000n],
    [0.5, 500n],
    ['100m', 100n],
    ['1.5', 1500n],
    ['.5', 500n],
    ['5.', 5000n],
    ['0.1m', 1n],
    ['1n', 1n],
    ['1u', 1n],
    ['1001u', 2n],
    ['1k', 1_000_000n],
    ['64M', 64_000_000_000n],
    ['1Ki', 1_024_000n],
    ['0.5Gi', 536_870_912_000n],
    ['1.5Gi', 1_610_612_736_000n],
    ['0.125Gi', 134_217_728_000n],
    ['128974848000m', 128_974_848_000n],
    ['129e6', 129_000_000_000n],
    ['1E', 10n ** 21n],
    ['12E3', 12_000_000n],
    ['1e-1', 100n],
    ['+1', 1000n],
    ['-1', -1000n],
    ['1Ei', 2n ** 60n * 1000n],
  ])('%s', (text, thousandths) => {
    expect(parseQuantity(text)).toBe(thousandths);
  });

  test.each(['', '.', 'Mi', '1 Mi', '1mi', '1KiB', '0x10', '1e', 'abc', '1.2.3', '--1'])(
    '%j is none',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );

  it('are exact where a double is not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (bytes) => {
        expect(parseQuantity(String(bytes))).toBe(bytes * 1000n);
        expect(parseQuantity(`${bytes}Ki`)).toBe(bytes * 1_024_000n);
        expect(parseQuantity(`${bytes}m`)).toBe(bytes);
      }),
    );
  });
});

describe('cpu', () => {
  // Values of pkg/kubelet/kuberuntime/helpers_linux_test.go, TestMilliCPUToQuota.
  test.each([
    [1n, 1000],
    [5n, 1000],
    [9n, 1000],
    [10n, 1000],
    [200n, 20_000],
    [500n, 50_000],
    [1000n, 100_000],
    [1500n, 150_000],
  ])('%s thousandths are %s us in 100 ms', (millis, quota) => {
    expect(cpuQuota(millis)).toEqual({ period: 100_000, quota });
  });

  // Values of pkg/kubelet/cm/helpers_linux_test.go, TestMilliCPUToShares.
  test.each([
    [0n, 2],
    [1n, 2],
    [2n, 2],
    [3n, 3],
    [4n, 4],
    [100n, 102],
    [1000n, 1024],
    [1500n, 1536],
    [32_000n, 32_768],
    [256_000n, 262_144],
    [512_000n, 262_144],
  ])('%s thousandths are %s shares', (millis, shares) => {
    expect(cpuShares(millis)).toBe(shares);
  });
});

describe('a container', () => {
  test.each<[string, Container, object]>([
    ['nothing asked', container(), { cpuShares: 2, oomScoreAdj: 1000 }],
    [
      'limits are requests too',
      container(both({ cpu: '500m', memory: '64M' })),
      {
        cpuQuotaMicros: { period: 100_000, quota: 50_000 },
        cpuShares: 512,
        memoryBytes: 64_000_000n,
        memorySwapBytes: 64_000_000n,
      },
    ],
    [
      'a request of its own',
      container(both({ cpu: '1' }, { cpu: '250m' })),
      { cpuQuotaMicros: { period: 100_000, quota: 100_000 }, cpuShares: 256, oomScoreAdj: 999 },
    ],
    [
      'a request alone',
      container({ requests: { cpu: '100m', memory: '1G' } }),
      { cpuShares: 102, oomScoreAdj: 750 },
    ],
    [
      'part of a byte',
      container(both({ memory: '128974848001500u' })),
      { cpuShares: 2, memoryBytes: 128_974_849n, memorySwapBytes: 128_974_849n, oomScoreAdj: 968 },
    ],
    ['0 is no limit', container(both({ cpu: '0', memory: '0' })), { cpuShares: 2, oomScoreAdj: 1000 }],
    [
      'CDI devices',
      container(both({ 'nvidia.com/gpu': '2' })),
      { cpuShares: 2, oomScoreAdj: 1000, devices: ['nvidia.com/gpu=0', 'nvidia.com/gpu=1'] },
    ],
  ])('%s', (_name, given, expected) => {
    expect(plan(given).spec).toEqual(expected);
  });

  it('takes the limits of the pod where it has none', () => {
    const pod = both({ cpu: '2', memory: '1Gi' }, { cpu: '1' });
    const { spec, pod: podSpec } = plan(container(both({ cpu: '500m' })), { pod });
    expect(spec).toMatchObject({
      cpuQuotaMicros: { period: 100_000, quota: 50_000 },
      memoryBytes: 1_073_741_824n,
      memorySwapBytes: 1_073_741_824n,
    });
    expect(podSpec).toEqual({
      cpuQuotaMicros: { period: 100_000, quota: 200_000 },
      memoryBytes: 1_073_741_824n,
      cpuShares: 1024,
    });
    expect(plan(container(), { pod }).spec).toMatchObject({ cpuShares: 2048 });
    expect(plan(container(both({ cpu: '1' }))).pod).toEqual({});
  });

  it('is told no limits where they cannot be kept', () => {
    const given = container(both({ cpu: '1', memory: '1Gi' }, { cpu: '500m' }));
    const v1 = { rootless: true, cgroups: 'v1' as const };
    expect(plan(given, v1).spec).toEqual({ oomScoreAdj: 732 });
    expect(plan(given, { ...v1, pod: both({ cpu: '1' }) }).pod).toEqual({});
    expect(plan(given, { rootless: true }).spec).toMatchObject({
      cpuShares: 512,
      memoryBytes: 1_073_741_824n,
    });
    expect(plan(given, { cgroups: 'v1' }).spec).toMatchObject({ cpuShares: 512 });
  });

  it('refuses what no container starts with', () => {
    expect(plan(container(both({ memory: '100m' }))).found).toEqual([
      'podman/memory-too-small spec.containers[0].resources.limits[memory]',
    ]);
    expect(plan(container(), { pod: both({ memory: '64k' }) }).found).toEqual([
      'podman/memory-too-small spec.resources.limits[memory]',
    ]);
    expect(plan(container(both({ memory: '4Mi' }))).found).toEqual([]);
  });
});

describe('quality of service', () => {
  const full = { cpu: '1', memory: '1Gi' };

  // Cases of pkg/apis/core/v1/helper/qos/qos_test.go, TestComputePodQOS.
  test.each<[string, Partial<PodSpec>, string]>([
    ['guaranteed', { containers: [container(both(full, full))] }, 'Guaranteed'],
    ['guaranteed by limits alone', { containers: [container(both(full))] }, 'Guaranteed'],
    ['guaranteed with two', { containers: [container(both(full)), container(both(full))] }, 'Guaranteed'],
    [
      'guaranteed with gpu',
      { containers: [container(both({ ...full, 'nvidia.com/gpu': '2' }))] },
      'Guaranteed',
    ],
    ['best effort', { containers: [container()] }, 'BestEffort'],
    ['best effort with gpu', { containers: [container(both({ 'nvidia.com/gpu': '2' }))] }, 'BestEffort'],
    [
      'best effort with zero',
      { containers: [container({ requests: { cpu: '0', memory: '0' } })] },
      'BestEffort',
    ],
    ['best effort and guaranteed', { containers: [container(), container(both(full))] }, 'Burstable'],
    ['cpu only', { containers: [container(both({ cpu: '1' }))] }, 'Burstable'],
    [
      'requests below limits',
      { containers: [container(both(full, { cpu: '1', memory: '1' }))] },
      'Burstable',
    ],
    ['requests only', { containers: [container({ requests: full })] }, 'Burstable'],
    [
      'an init container without limits',
      { containers: [container(both(full))], initContainers: [container()] },
      'Burstable',
    ],
    ['the pod decides: guaranteed', { containers: [container()], resources: both(full) }, 'Guaranteed'],
    [
      'the pod decides: burstable',
      { containers: [container(both(full))], resources: both({ cpu: '9', memory: '9Gi' }) },
      'Burstable',
    ],
  ])('%s', (_name, podSpec, expected) => {
    expect(qosClass({ containers: [], ...podSpec })).toBe(expected);
  });

  it('is told when a Guaranteed pod cannot be protected', () => {
    const given = container(both(full));
    expect(plan(given).found).toEqual(['podman/oom-score spec.containers[0].resources']);
    expect(plan(given).spec.oomScoreAdj).toBeUndefined();
    expect(plan(given, { lowersOomScore: true })).toMatchObject({ found: [], spec: { oomScoreAdj: -997 } });
    expect(plan(given, { lowersOomScore: true, rootless: true }).spec.oomScoreAdj).toBeUndefined();
    expect(plan(container(), { pod: both(full) }).found).toEqual(['podman/oom-score spec.resources']);
  });
});

describe('the score for the OOM killer', () => {
  const machine = 8_000_000_000n;
  const burstable = (memory: string, more: Partial<Container> = {}) =>
    container({ requests: { cpu: '5m', memory } }, more);
  const score = (
    podSpec: PodSpec,
    of: Container,
    role: ContainerRole = 'app',
    machineMemoryBytes = machine,
  ): number => oomScoreAdj({ podSpec, container: of, role, machineMemoryBytes });
  const alone = (given: Container, more: Partial<PodSpec> = {}): number =>
    score({ containers: [given], ...more }, given);

  // Cases of pkg/kubelet/qos/policy_test.go, TestGetContainerOOMScoreAdjust.
  it('follows the request', () => {
    expect(alone(burstable('4000000000'))).toBe(500);
    expect(alone(burstable('7999999999'))).toBe(3);
    expect(alone(burstable('1'))).toBe(999);
    expect(alone(container({ requests: { cpu: '5m' } }))).toBe(999);
    expect(alone(container())).toBe(1000);
    expect(alone(container(both({ cpu: '5m', memory: '10G' })))).toBe(-997);
    expect(alone(container(), { priorityClassName: 'system-node-critical' })).toBe(-997);
  });

  it('lets a sidecar live as long as the least of the others', () => {
    const sidecar = burstable('1', { restartPolicy: 'Always' });
    const podSpec = {
      containers: [burstable('4000000000'), burstable('2000000000')],
      initContainers: [sidecar],
    };
    expect(score(podSpec, sidecar, 'sidecar')).toBe(750);
    expect(score(podSpec, sidecar, 'init')).toBe(999);
  });

  it('shares what the pod asks for beyond its containers', () => {
    const [a, b] = [burstable('1000000000'), container()];
    const podSpec = { containers: [a, b], resources: { requests: { memory: '5000000000' } } };
    expect(score(podSpec, a)).toBe(625);
    expect(score(podSpec, b)).toBe(750);
  });

  it('counts requests as nothing on an unknown machine', () => {
    const given = burstable('4000000000');
    expect(score({ containers: [given] }, given, 'app', 0n)).toBe(999);
  });
});

describe('what all containers ask for', () => {
  const cpu = (millis: string, more: Partial<Container> = {}) =>
    container({ requests: { cpu: millis } }, more);
  const sidecar = { restartPolicy: 'Always' };

  // Cases of k8s.io/component-helpers/resource/helpers_test.go, TestPodResourceRequests.
  test.each<[string, PodSpec, bigint | undefined]>([
    ['nothing', { containers: [container()] }, undefined],
    ['added up', { containers: [cpu('1'), cpu('2')] }, 3000n],
    ['a larger init container', { containers: [cpu('1')], initContainers: [cpu('2')] }, 2000n],
    ['a smaller one', { containers: [cpu('3')], initContainers: [cpu('2'), cpu('1')] }, 3000n],
    ['a sidecar runs beside', { containers: [cpu('1')], initContainers: [cpu('2', sidecar)] }, 3000n],
    [
      'init containers before and after a sidecar',
      { containers: [cpu('1')], initContainers: [cpu('5'), cpu('2', sidecar), cpu('4')] },
      6000n,
    ],
  ])('%s', (_name, podSpec, expected) => {
    expect(totalRequests(podSpec).cpu).toBe(expected);
  });
});

describe('rows', () => {
  const { limits, requests } = containerRows.resources.fields ?? {};
  const verdict = (row: typeof limits, value: List, machine: Machine = {}) => {
    if (row === undefined || typeof row.verdict !== 'function') throw new Error('the row depends on nothing');
    return row.verdict(value, planning(machine).situation, {});
  };

  it('name what is not enforced', () => {
    expect(verdict(limits, { cpu: '1', memory: '1Gi' })).toEqual({ level: 'exact' });
    expect(verdict(limits, { cpu: '1' }, { rootless: true, cgroups: 'v1' }).level).toBe('approximate');
    expect(verdict(limits, { 'ephemeral-storage': '1Gi' }).why).toContain('ephemeral-storage');
    expect(verdict(limits, { 'hugepages-2Mi': '4Mi' }).why).toContain('hugepages-2Mi');
    expect(verdict(limits, { 'nvidia.com/gpu': '1' }).why).toContain('CDI');
    expect(verdict(limits, { 'example.com/dongle': '1' }).why).toContain('no device of "example.com/dongle"');
    expect(verdict(requests, { 'ephemeral-storage': '1Gi', memory: '1Gi' })).toEqual({ level: 'exact' });
    expect(verdict(requests, { cpu: '1' }, { rootless: true, cgroups: 'v1' }).level).toBe('approximate');
  });
});

import { describe, expect, it, test } from '@jest/globals';
import type { PodSpec, Service } from 'kubernetes-types/core/v1.js';
import { planContainerNetworking } from '../../src/fields/network/container.js';
import { podSpecRows } from '../../src/fields/network/ledger.js';
import { planNetworking } from '../../src/fields/network/podman.js';
import { formatResolvConf, parseResolvConf } from '../../src/fields/network/resolv-conf.js';
import { resolveNetworking } from '../../src/fields/network/resolve.js';
import { type Machine, planning, resolving, specAt } from './resolve-context.js';

function network(podSpec: Partial<PodSpec>, machine: Machine = {}) {
  const { context, found } = resolving(machine);
  const model = resolveNetworking({ containers: [], ...podSpec }, specAt, context);
  const plan = planning(machine);
  return {
    model,
    pod: planNetworking(model, plan).spec,
    container: planContainerNetworking(model, plan),
    found: found(),
  };
}

const gateway = {
  name: 'kube2pod-default',
  subnet: '10.80.0.0/24',
  gateway: '10.80.0.1',
  dynamicRange: '10.80.0.128/25',
  exists: true,
};
const cluster = ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'];

describe('host name', () => {
  // Cases of pkg/kubelet/kubelet_pods_test.go, TestTruncatePodHostname, and kubelet_getters.
  test.each<[string, Partial<PodSpec>, Machine, string]>([
    ["the pod's name", {}, {}, 'web'],
    ['the field', { hostname: 'h1' }, {}, 'h1'],
    ['cut at 63', {}, { name: `${'1234567.'.repeat(8)}tail` }, '1234567.'.repeat(8).slice(0, 63)],
    [
      'without a dash at the end',
      {},
      { name: `${'1234567.'.repeat(7)}123456--tail` },
      `${'1234567.'.repeat(7)}123456`,
    ],
    [
      'the whole name on request',
      { hostname: 'h', subdomain: 's', setHostnameAsFQDN: true },
      { namespace: 'ns' },
      'h.s.ns.svc.cluster.local',
    ],
    ['no whole name without a subdomain', { hostname: 'h', setHostnameAsFQDN: true }, {}, 'h'],
    ['the override wins', { hostname: 'h', subdomain: 's', hostnameOverride: 'o.example' }, {}, 'o.example'],
  ])('%s', (_name, podSpec, machine, expected) => {
    const { model, pod, found } = network(podSpec, machine);
    expect(model.hostname).toBe(expected);
    expect(pod.hostname).toBe(expected);
    expect(found).toEqual([]);
  });

  it('leaves no domain with an override', () => {
    expect(network({ subdomain: 's', hostnameOverride: 'o.example' }).model.fullName).toBeUndefined();
  });

  it('refuses a whole name that Linux cannot keep', () => {
    const long = 'a'.repeat(40);
    expect(network({ hostname: long, subdomain: 'sub', setHostnameAsFQDN: true }).found).toEqual([
      'podman/hostname-too-long spec.setHostnameAsFQDN',
    ]);
    expect(network({ hostname: long, subdomain: 'sub' }).found).toEqual([]);
  });

  it("is the machine's own on its network", () => {
    const { pod } = network({ hostNetwork: true, hostname: 'h' });
    expect(pod).toEqual({ network: 'host', uts: 'host', share: ['ipc', 'net', 'uts'] });
  });
});

describe('names in /etc/hosts and on the network', () => {
  const address = { ip: '10.80.0.5', mac: '02:00:0a:50:00:05' };

  it('puts the whole name before the short one on the own address', () => {
    const { pod } = network({ hostname: 'h', subdomain: 's' }, { address });
    expect(pod.addHosts).toEqual([{ name: 'h.s.default.svc.cluster.local h', address: '10.80.0.5' }]);
    expect(network({ hostname: 'h', subdomain: 's' }).pod.addHosts).toBeUndefined();
  });

  it('writes aliases in order, on the host network too', () => {
    const hostAliases = [
      { ip: '10.1.1.1', hostnames: ['a.example', 'b.example'] },
      { ip: '2001:db8::1', hostnames: ['c.example'] },
    ];
    const lines = [
      { name: 'a.example\tb.example', address: '10.1.1.1' },
      { name: 'c.example', address: '2001:db8::1' },
    ];
    expect(network({ hostAliases }).pod.addHosts).toEqual(lines);
    expect(network({ hostAliases }).container.spec).toEqual({});
    const onHost = network({ hostAliases, hostNetwork: true });
    expect(onHost.pod.addHosts).toEqual(lines);
    expect(onHost.container.spec).toEqual({ network: 'host', addHosts: lines });
    const unit = network({ hostAliases }, { output: 'quadlet' });
    expect(unit.pod.addHosts).toEqual([
      { name: 'a.example', address: '10.1.1.1' },
      { name: 'b.example', address: '10.1.1.1' },
      { name: 'c.example', address: '2001:db8::1' },
    ]);
  });

  const service = (spec: Service['spec']): Service => ({ metadata: { name: 's' }, spec: spec ?? {} });
  test.each<[string, Service, readonly string[]]>([
    [
      'a headless Service that selects the pod',
      service({ clusterIP: 'None', selector: { app: 'x' } }),
      ['h.s', 'h.s.default', 'h.s.default.svc', 'h.s.default.svc.cluster.local'],
    ],
    ['one that has an address', service({ selector: { app: 'x' } }), []],
    ['one that selects others', service({ clusterIP: 'None', selector: { app: 'y' } }), []],
    ['one that selects nothing', service({ clusterIP: 'None' }), []],
  ])('takes member names of %s', (_name, manifest, aliases) => {
    const machine = { services: [manifest], labels: { app: 'x', tier: 'db' } };
    expect(network({ hostname: 'h', subdomain: 's' }, machine).pod.network).toEqual({
      name: 'kube2pod-default',
      aliases,
    });
  });

  it('joins the network of the namespace at the given address', () => {
    const { pod } = network({}, { namespace: 'prod', address });
    expect(pod.network).toEqual({
      name: 'kube2pod-prod',
      address: '10.80.0.5',
      mac: '02:00:0a:50:00:05',
      aliases: [],
    });
  });
});

describe('namespaces', () => {
  test.each<[string, Partial<PodSpec>, object, object]>([
    ['none', {}, { share: ['ipc', 'net', 'uts'] }, {}],
    ['one PID namespace', { shareProcessNamespace: true }, { share: ['ipc', 'net', 'uts', 'pid'] }, {}],
    ["the host's PIDs", { hostPID: true }, { share: ['ipc', 'net', 'uts', 'pid'], pid: 'host' }, {}],
    ["the host's IPC", { hostIPC: true }, { share: ['net', 'uts'] }, { ipc: 'host' }],
  ])('%s', (_name, podSpec, podSpecPart, containerPart) => {
    const { pod, container } = network(podSpec);
    expect(pod).toMatchObject(podSpecPart);
    expect(pod.pid).toBe('pid' in podSpecPart ? 'host' : undefined);
    expect(container.spec).toEqual(containerPart);
  });
});

describe('resolv.conf', () => {
  // Cases of pkg/kubelet/network/dns/dns_test.go, TestParseResolvConf.
  test.each<[string, object]>([
    ['', {}],
    [' ', {}],
    ['\n', {}],
    ['\t\n\t', {}],
    ['#comment\n', {}],
    ['nameserver\n', {}],
    ['nameserver 1.2.3.4', { servers: ['1.2.3.4'] }],
    ['nameserver \t 1.2.3.4', { servers: ['1.2.3.4'] }],
    ['nameserver\t1.2.3.4', { servers: ['1.2.3.4'] }],
    ['\tnameserver 1.2.3.4 #comment', { servers: ['1.2.3.4'] }],
    ['nameserver 1.2.3.4\nnameserver 5.6.7.8', { servers: ['1.2.3.4', '5.6.7.8'] }],
    ['search ', {}],
    ['search foo', { searches: ['foo'] }],
    ['search foo bar bat.com', { searches: ['foo', 'bar', 'bat.com'] }],
    ['search foo.', { searches: ['foo'] }],
    ['search foo\nsearch bar', { searches: ['bar'] }],
    ['options ndots:5 attempts:2', { options: ['ndots:5', 'attempts:2'] }],
    ['options ndots:1\noptions ndots:5 attempts:3', { options: ['ndots:5', 'attempts:3'] }],
    [
      'nameserver 1.2.3.4\nsearch foo\nnameserver 5.6.7.8\noptions ndots:5 ',
      { servers: ['1.2.3.4', '5.6.7.8'], searches: ['foo'], options: ['ndots:5'] },
    ],
  ])('reads %j', (text, expected) => {
    expect(parseResolvConf(text)).toEqual({ servers: [], searches: [], options: [], ...expected });
  });

  it('is written as containerd does', () => {
    expect(
      formatResolvConf({
        servers: ['1.2.3.4', '5.6.7.8'],
        searches: ['a', 'b'],
        options: ['ndots:3', 'edns0'],
      }),
    ).toBe('search a b\nnameserver 1.2.3.4\nnameserver 5.6.7.8\noptions ndots:3 edns0\n');
    expect(formatResolvConf({ servers: [], searches: [], options: [] })).toBe('');
  });
});

describe('DNS policy', () => {
  const resolvConf = 'nameserver 8.8.8.8\nsearch corp.example cluster.local\noptions timeout:1\n';
  const machine = { resolvConf };
  const dnsConfig = {
    nameservers: ['10.1.2.3', '10.1.2.4'],
    searches: ['a.example', 'b.example'],
    options: [{ name: 'ndots', value: '3' }, { name: 'edns0' }],
  };

  test.each<[string, Partial<PodSpec>, object]>([
    [
      'ClusterFirst when unset',
      {},
      { base: 'cluster', servers: [], searches: [...cluster, 'corp.example'], options: ['ndots:5'] },
    ],
    [
      'Default',
      { dnsPolicy: 'Default' },
      {
        base: 'host',
        servers: ['8.8.8.8'],
        searches: ['corp.example', 'cluster.local'],
        options: ['timeout:1'],
      },
    ],
    [
      'ClusterFirst on the host network is Default',
      { hostNetwork: true },
      { base: 'host', servers: ['8.8.8.8'] },
    ],
    [
      'ClusterFirstWithHostNet',
      { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      { base: 'cluster', options: ['ndots:5'] },
    ],
    [
      'None',
      { dnsPolicy: 'None', dnsConfig },
      {
        base: 'none',
        servers: ['10.1.2.3', '10.1.2.4'],
        searches: ['a.example', 'b.example'],
        options: ['ndots:3', 'edns0'],
      },
    ],
    [
      'ClusterFirst with additions',
      {
        dnsConfig: {
          searches: ['a.example', 'cluster.local'],
          options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
        },
      },
      { base: 'cluster', searches: [...cluster, 'corp.example', 'a.example'], options: ['ndots:2', 'edns0'] },
    ],
    [
      'Default with additions',
      { dnsPolicy: 'Default', dnsConfig: { nameservers: ['8.8.8.8', '10.1.2.3'] } },
      { base: 'host', servers: ['8.8.8.8', '10.1.2.3'] },
    ],
  ])('%s', (_name, podSpec, expected) => {
    expect(network(podSpec, machine).model.dns).toMatchObject(expected);
  });

  it("leaves out the machine's loopback server where it cannot be reached", () => {
    const local = { resolvConf: 'nameserver 127.0.0.53\nnameserver 9.9.9.9\n' };
    expect(network({ dnsPolicy: 'Default' }, local).model.dns.servers).toEqual(['9.9.9.9']);
    expect(network({ hostNetwork: true }, local).model.dns.servers).toEqual(['127.0.0.53', '9.9.9.9']);
  });

  it("keeps to the kubelet's limits", () => {
    const many = Array.from({ length: 40 }, (_, index) => `d${index}.example`);
    const { model, found } = network(
      { dnsConfig: { nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'], searches: many } },
      { version: '4.3.1' },
    );
    expect(model.dns.servers).toEqual(['1.1.1.1', '2.2.2.2']);
    expect(model.dns.searches).toHaveLength(32);
    expect(found).toEqual(['podman/dns-limit spec.dnsConfig']);
    const long = [
      'x'.repeat(254),
      ...Array.from({ length: 12 }, (_, index) => `${index}`.padStart(200, 'y')),
    ];
    const searches = network({ dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'], searches: long } })
      .model.dns.searches;
    expect(searches).toEqual(long.slice(1, 11));
  });

  it('is said with flags on a network with names', () => {
    const { pod, container } = network({}, machine);
    expect(pod).toMatchObject({ dnsSearch: [...cluster, 'corp.example'], dnsOptions: ['ndots:5'] });
    expect(pod.dnsServers).toBeUndefined();
    expect(container).toEqual({ spec: {} });
  });

  it('puts the network in front of further servers on 4.3, and says so where it cannot', () => {
    const extra = { dnsConfig: { nameservers: ['10.1.2.3'] } };
    const old = network(extra, { version: '4.3.1', network: gateway });
    expect(old.pod.dnsServers).toEqual(['10.80.0.1', '10.1.2.3']);
    expect(old.found).toEqual([]);
    const current = network(extra, { network: gateway });
    expect(current.pod.dnsServers).toBeUndefined();
    expect(current.found).toEqual(['podman/dns-servers-left-out spec.dnsConfig.nameservers']);
  });

  it('None: flags on 4.3, a file of our own later', () => {
    const none = { dnsPolicy: 'None', dnsConfig };
    const old = network(none, { version: '4.3.1' });
    expect(old.pod).toMatchObject({
      dnsServers: ['10.1.2.3', '10.1.2.4'],
      dnsSearch: ['a.example', 'b.example'],
      dnsOptions: ['ndots:3', 'edns0'],
    });
    expect(old.container).toEqual({ spec: {} });
    const { pod, container } = network(none);
    expect([pod.dnsServers, pod.dnsSearch, pod.dnsOptions]).toEqual([undefined, undefined, undefined]);
    expect(container.spec.mounts).toEqual([
      {
        kind: 'volume',
        volume: 'web-_resolv.conf',
        subpath: 'resolv.conf',
        target: '/etc/resolv.conf',
        readOnly: false,
      },
    ]);
    expect(container.before?.map(({ op, id, needs }) => [op, id, needs])).toEqual([
      ['volume.create', 'volume.create web-_resolv.conf', []],
      ['volume.fill', 'volume.fill web-_resolv.conf', ['volume.create web-_resolv.conf']],
    ]);
    const [, fill] = container.before ?? [];
    expect(fill).toMatchObject({
      files: [
        {
          path: 'resolv.conf',
          mode: 0o644,
          content: [
            'search a.example b.example\nnameserver 10.1.2.3\nnameserver 10.1.2.4\noptions ndots:3 edns0\n',
          ],
        },
      ],
    });
  });

  it('None without a search list lets none slip in', () => {
    const none = { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.1.2.3'] } };
    expect(network(none, { version: '4.3.1', ...machine }).pod.dnsSearch).toEqual(['.']);
  });

  test.each<[string, Partial<PodSpec>, Machine, string | undefined]>([
    ["the host's own is Podman's", {}, machine, undefined],
    [
      'additions',
      { dnsConfig: { searches: ['x'] } },
      machine,
      'search corp.example cluster.local x\nnameserver 8.8.8.8\noptions timeout:1\n',
    ],
    [
      "the pods' name server, as root",
      { dnsPolicy: 'ClusterFirstWithHostNet' },
      { network: gateway },
      `search ${cluster.join(' ')}\nnameserver 10.80.0.1\noptions ndots:5\n`,
    ],
    [
      'which rootless cannot reach',
      { dnsPolicy: 'ClusterFirstWithHostNet' },
      { network: gateway, rootless: true },
      undefined,
    ],
  ])('on the host network, where 4.3 ignores the flags: %s', (_name, podSpec, onMachine, content) => {
    for (const version of ['4.3.1', '5.4.2']) {
      const { pod, container } = network({ hostNetwork: true, ...podSpec }, { ...onMachine, version });
      expect(pod.dnsSearch).toBeUndefined();
      const fill = container.before?.find(({ op }) => op === 'volume.fill');
      expect(fill?.op === 'volume.fill' ? fill.files[0] : undefined).toEqual(
        content === undefined ? undefined : expect.objectContaining({ content: [content] }),
      );
    }
  });
});

describe('rows', () => {
  const level = (row: { verdict: unknown }, value: unknown, machine: Machine = {}): unknown =>
    typeof row.verdict === 'function' ? row.verdict(value, planning(machine).situation).level : row.verdict;

  it('depend on the value and on who runs Podman', () => {
    expect(level(podSpecRows.dnsPolicy, 'ClusterFirst')).toBe('exact');
    expect(level(podSpecRows.dnsPolicy, 'ClusterFirstWithHostNet')).toBe('approximate');
    expect(level(podSpecRows.enableServiceLinks, false)).toBe('exact');
    expect(level(podSpecRows.enableServiceLinks, true)).toBe('ignored');
    expect(level(podSpecRows.hostPID, true)).toBe('exact');
    expect(level(podSpecRows.hostPID, true, { rootless: true })).toBe('approximate');
    expect(level(podSpecRows.hostPID, false, { rootless: true })).toBe('exact');
  });
});

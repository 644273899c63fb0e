import { describe, expect, test } from '@jest/globals';
import { maskText } from '../../src/model/text.js';
import { publications } from '../../src/services/publish.js';
import { namedVariables, serviceVariables } from '../../src/services/variables.js';

const shown = (services: Parameters<typeof serviceVariables>[0], namespace = 'default') =>
  Object.fromEntries(
    [...serviceVariables(services, namespace)].map(([name, text]) => [name, maskText(text)]),
  );

// kubernetes pkg/kubelet/envvars/envvars_test.go, TestFromServices.
describe('variables of Services', () => {
  test('host, ports, named ports and those of links', () => {
    const ports = [
      { name: 'p', port: 8081, protocol: 'tcp', target: 1 },
      { name: 'q-u', port: 8082, protocol: 'udp', target: 1 },
    ] as const;
    expect(shown([{ name: 'foo-bar', namespace: 'default', ports }])).toEqual({
      FOO_BAR_SERVICE_HOST: '<podIP>',
      FOO_BAR_SERVICE_PORT: '8081',
      FOO_BAR_SERVICE_PORT_P: '8081',
      FOO_BAR_SERVICE_PORT_Q_U: '8082',
      FOO_BAR_PORT: 'tcp://<podIP>:8081',
      FOO_BAR_PORT_8081_TCP: 'tcp://<podIP>:8081',
      FOO_BAR_PORT_8081_TCP_PROTO: 'tcp',
      FOO_BAR_PORT_8081_TCP_PORT: '8081',
      FOO_BAR_PORT_8081_TCP_ADDR: '<podIP>',
      FOO_BAR_PORT_8082_UDP: 'udp://<podIP>:8082',
      FOO_BAR_PORT_8082_UDP_PROTO: 'udp',
      FOO_BAR_PORT_8082_UDP_PORT: '8082',
      FOO_BAR_PORT_8082_UDP_ADDR: '<podIP>',
    });
  });
  test('only of the same namespace', () => {
    const ports = [{ port: 80, protocol: 'tcp', target: 80 }] as const;
    expect(shown([{ name: 'a', namespace: 'other', ports }])).toEqual({});
  });
});

test('those that a text of the pod names are enough to judge it', () => {
  const ports = [{ port: 80, protocol: 'tcp', target: 80 }] as const;
  const all = serviceVariables([{ name: 'a', namespace: 'default', ports }], 'default');
  const named = namedVariables(all, {
    containers: [
      {
        name: 'c',
        env: [{ name: 'HOST', value: 'http://$(A_SERVICE_HOST)' }],
        args: ['$(A_PORT)', '$(B_PORT)'],
      },
    ],
  });
  expect([...named.keys()].sort()).toEqual(['A_PORT', 'A_SERVICE_HOST']);
});

describe('ports of this machine', () => {
  const service = (spec: object, name = 'web') =>
    ({ name, namespace: 'default', manifest: { spec } }) as unknown as Parameters<typeof publications>[0];
  const port = { port: 80, protocol: 'tcp', target: 80 } as const;
  const context = () => ({ firstPort: 1024, taken: new Set<string>() });

  test('a ClusterIP has none, a NodePort the one it names', () => {
    expect(publications(service({}), [port], context())).toEqual([]);
    expect(publications(service({ type: 'NodePort' }), [{ ...port, nodePort: 31000 }], context())).toEqual([
      { hostPort: 31000, port: 80, protocol: 'tcp' },
    ]);
  });
  test('external addresses are published where the machine has them, ports as this user may', () => {
    const own = service({ externalIPs: ['192.0.2.1', '203.0.113.7', '192.0.2.1'] });
    const machine = { ...context(), addresses: ['127.0.0.1', '192.0.2.1'] };
    const high = { ...port, port: 8080 };
    const published = { hostAddress: '192.0.2.1', hostPort: 8080, port: 8080, protocol: 'tcp' };
    expect(publications(own, [port, high], machine)).toEqual([published]);
    expect(publications(own, [port, high], { ...machine, firstPort: 0 })).toHaveLength(2);
    expect(publications(own, [high], context())).toEqual([]);
    const node = service({ type: 'NodePort', externalIPs: ['192.0.2.1'] });
    expect(publications(node, [{ ...high, nodePort: 31000 }], machine)).toEqual([
      { hostPort: 31000, port: 8080, protocol: 'tcp' },
      published,
    ]);
  });
  test('a chosen nodePort is in range, stays the same, and is nobody else’s', () => {
    const chosen = (taken: readonly string[], name?: string) =>
      publications(service({ type: 'NodePort' }, name), [port], { firstPort: 0, taken: new Set(taken) })[0]
        ?.hostPort;
    const first = chosen([]) ?? 0;
    expect(first).toBeGreaterThanOrEqual(30_000);
    expect(first).toBeLessThanOrEqual(32_767);
    expect(chosen([])).toBe(first);
    expect(chosen([], 'other')).not.toBe(first);
    expect(chosen([`tcp/${first}`])).not.toBe(first);
  });
  test('a LoadBalancer is on loopback, above low ports for an ordinary user, one address for each of the same port', () => {
    const own = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false };
    const shared = context();
    expect(publications(service(own), [port], shared)).toEqual([
      { hostAddress: '127.0.0.1', hostPort: 8080, port: 80, protocol: 'tcp' },
    ]);
    expect(publications(service(own, 'b'), [port], shared)[0]?.hostAddress).toBe('127.0.0.2');
    expect(publications(service(own), [port], { firstPort: 0, taken: new Set() })[0]?.hostPort).toBe(80);
    expect(publications(service({ type: 'LoadBalancer' }), [port], context())).toHaveLength(2);
  });
});

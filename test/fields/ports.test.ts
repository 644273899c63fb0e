import { describe, expect, it } from '@jest/globals';
import type { ContainerPort as KubePort } from 'kubernetes-types/core/v1.js';
import { planPorts } from '../../src/fields/ports/podman.js';
import { checkHostPorts, resolvePorts } from '../../src/fields/ports/resolve.js';
import { type Given, given } from './reference-context.js';
import { containerAt } from './resolve-context.js';

function resolved(
  ports: readonly KubePort[],
  machine: Given = {},
  hostNetwork: 'host network' | 'own' = 'own',
) {
  const { context, found } = given(machine);
  const container = { ports: [...ports] };
  return {
    ports: resolvePorts({ container, hostNetwork: hostNetwork === 'host network' }, containerAt, context),
    found,
  };
}

const publish = (ports: readonly KubePort[]) =>
  planPorts({ containers: [{ role: 'app', ports: resolved(ports).ports }], hostNetwork: false }).spec.publish;

describe('published ports', () => {
  it('publishes host ports and nothing else', () => {
    expect(publish([{ containerPort: 80 }])).toBeUndefined();
    expect(publish([{ containerPort: 80, hostPort: 8080 }])).toEqual([
      { hostPort: 8080, containerPort: 80, protocol: 'tcp' },
    ]);
    expect(publish([{ containerPort: 53, hostPort: 53, protocol: 'UDP', hostIP: '127.0.0.1' }])).toEqual([
      { hostAddress: '127.0.0.1', hostPort: 53, containerPort: 53, protocol: 'udp' },
    ]);
    expect(publish([{ containerPort: 1, hostPort: 2, protocol: 'SCTP', hostIP: '' }])).toEqual([
      { hostPort: 2, containerPort: 1, protocol: 'sctp' },
    ]);
  });

  it('publishes those of sidecars, none of init containers, and each once', () => {
    const ports = (hostPort: number) => resolved([{ containerPort: 80, hostPort }]).ports;
    const containers = [
      { role: 'init', ports: ports(1001) },
      { role: 'sidecar', ports: ports(1002) },
      { role: 'app', ports: ports(1003) },
      { role: 'app', ports: ports(1003) },
    ] as const;
    expect(
      planPorts({ containers, hostNetwork: false }).spec.publish?.map(({ hostPort }) => hostPort),
    ).toEqual([1002, 1003]);
  });

  it('publishes nothing on the host network, where hostPort is the containerPort', () => {
    const { ports, found } = resolved(
      [{ containerPort: 80, name: 'http' }],
      { rootless: true },
      'host network',
    );
    expect(ports).toEqual([{ name: 'http', containerPort: 80, protocol: 'TCP', hostPort: 80 }]);
    expect(planPorts({ containers: [{ role: 'app', ports }], hostNetwork: true }).spec).toEqual({});
    expect(found()).toEqual([]);
  });
});

describe('rootless', () => {
  const at = 'spec.containers[0].ports[0].hostPort';
  it.each<[string, KubePort, Given, readonly string[]]>([
    ['a low port', { containerPort: 80, hostPort: 80 }, { rootless: true }, [`podman/port-privileged ${at}`]],
    ['the first port allowed', { containerPort: 80, hostPort: 1024 }, { rootless: true }, []],
    ['a low port as root', { containerPort: 80, hostPort: 80 }, {}, []],
    ['a low port that is not published', { containerPort: 80 }, { rootless: true }, []],
    [
      'SCTP',
      { containerPort: 1, hostPort: 2000, protocol: 'SCTP' },
      { rootless: true },
      [`podman/sctp-rootless ${at}`],
    ],
    ['SCTP as root', { containerPort: 1, hostPort: 2000, protocol: 'SCTP' }, {}, []],
    ['SCTP that is not published', { containerPort: 1, protocol: 'SCTP' }, { rootless: true }, []],
  ])('%s', (_, port, machine, findings) => {
    expect(resolved([port], machine).found()).toEqual(findings);
  });
});

// Source: kubernetes pkg/scheduler/framework/types.go, HostPortInfo.CheckConflict.
describe('ports asked for twice', () => {
  it.each<[KubePort, KubePort, 'taken' | 'free']>([
    [{ containerPort: 1, hostPort: 80 }, { containerPort: 2, hostPort: 80 }, 'taken'],
    [{ containerPort: 1, hostPort: 80 }, { containerPort: 1, hostPort: 81 }, 'free'],
    [{ containerPort: 1, hostPort: 80 }, { containerPort: 1, hostPort: 80, protocol: 'UDP' }, 'free'],
    [{ containerPort: 1, hostPort: 80, hostIP: '127.0.0.1' }, { containerPort: 1, hostPort: 80 }, 'taken'],
    [
      { containerPort: 1, hostPort: 80, hostIP: '127.0.0.1' },
      { containerPort: 1, hostPort: 80, hostIP: '127.0.0.2' },
      'free',
    ],
    [{ containerPort: 1 }, { containerPort: 1 }, 'free'],
  ])('%j and %j: %s', (first, second, verdict) => {
    const { context, found } = given();
    const claims = [first, second].flatMap((port, index) =>
      resolved([port]).ports.map((one) => ({
        port: one,
        owner: `pod "p${index}"`,
        at: containerAt.child('ports').index(index),
      })),
    );
    checkHostPorts(claims, context);
    expect(found()).toEqual(
      verdict === 'taken' ? ['podman/host-port-taken spec.containers[0].ports[1]'] : [],
    );
  });
});

import { describe, expect, it, test } from '@jest/globals';
import type { Container, Probe } from 'kubernetes-types/core/v1.js';
import { expandStatic } from '../../src/fields/probes/expand.js';
import type { ContainerProbe } from '../../src/fields/probes/model.js';
import { planProbes } from '../../src/fields/probes/podman.js';
import { resolveProbes } from '../../src/fields/probes/resolve.js';
import type { Situation } from '../../src/podman/target.js';
import { containerAt, resolving } from './resolve-context.js';

const ports = [
  { name: 'web', containerPort: 8085 },
  { name: 'admin', containerPort: 9000 },
];

function probe(livenessProbe: Probe, more: Partial<Container> = {}) {
  const { context, found } = resolving();
  const { liveness } = resolveProbes({ name: 'c', ports, livenessProbe, ...more }, containerAt, context);
  return { liveness, found: found() };
}

const times = { delaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, successes: 1, failures: 3 };

describe('times', () => {
  it('have the defaults of the API server, 0 being unset', () => {
    const exec = { command: ['true'] };
    expect(probe({ exec }).liveness).toMatchObject(times);
    const zeros = {
      initialDelaySeconds: 0,
      periodSeconds: 0,
      timeoutSeconds: 0,
      successThreshold: 0,
      failureThreshold: 0,
    };
    expect(probe({ exec, ...zeros }).liveness).toEqual({
      action: { kind: 'exec', command: ['true'] },
      ...times,
    });
    const own = {
      initialDelaySeconds: 7,
      periodSeconds: 2,
      timeoutSeconds: 3,
      successThreshold: 4,
      failureThreshold: 5,
      terminationGracePeriodSeconds: 6,
    };
    expect(probe({ exec, ...own }).liveness).toMatchObject({
      delaySeconds: 7,
      periodSeconds: 2,
      timeoutSeconds: 3,
      successes: 4,
      failures: 5,
      graceSeconds: 6,
    });
  });
});

describe('actions', () => {
  test.each<[string, Probe, object]>([
    [
      'http defaults',
      { httpGet: { port: 80 } },
      { kind: 'httpGet', scheme: 'HTTP', port: 80, path: '/', headers: [] },
    ],
    [
      'http in full',
      {
        httpGet: {
          port: 'web',
          path: '/ok?x=1',
          scheme: 'HTTPS',
          host: 'h',
          httpHeaders: [{ name: 'A', value: 'b' }],
        },
      },
      {
        kind: 'httpGet',
        scheme: 'HTTPS',
        host: 'h',
        port: 8085,
        path: '/ok?x=1',
        headers: [{ name: 'A', value: 'b' }],
      },
    ],
    ['tcp by name', { tcpSocket: { port: 'admin' } }, { kind: 'tcpSocket', port: 9000 }],
    ['a number written as text', { tcpSocket: { port: '443' } }, { kind: 'tcpSocket', port: 443 }],
    ['grpc', { grpc: { port: 5 } }, { kind: 'grpc', port: 5, service: '' }],
    ['grpc of one service', { grpc: { port: 5, service: 's' } }, { kind: 'grpc', port: 5, service: 's' }],
  ])('%s', (_name, given, action) => {
    expect(probe(given).liveness?.action).toEqual(action);
  });

  it('report a port that nobody has, and leave the probe out', () => {
    expect(probe({ httpGet: { port: 'wbe' } })).toEqual({
      liveness: undefined,
      found: ['reference/missing-port-name spec.containers[0].livenessProbe.httpGet.port'],
    });
    expect(probe({ tcpSocket: { port: '70000' } }).found).toEqual([
      'reference/missing-port-name spec.containers[0].livenessProbe.tcpSocket.port',
    ]);
  });

  it('keep the three probes apart', () => {
    const { context } = resolving();
    const container = {
      name: 'c',
      livenessProbe: { tcpSocket: { port: 1 } },
      readinessProbe: { tcpSocket: { port: 2 } },
      startupProbe: { tcpSocket: { port: 3 } },
    };
    const { liveness, readiness, startup } = resolveProbes(container, containerAt, context);
    expect([liveness, readiness, startup].map((each) => each?.action)).toEqual(
      [1, 2, 3].map((port) => ({ kind: 'tcpSocket', port })),
    );
  });

  it('expand variables that are plain, in commands only', () => {
    const env = [
      { name: 'A', value: 'x' },
      { name: 'S', valueFrom: {} },
    ];
    expect(
      probe({ exec: { command: ['$(A)', '$$(A)', '$(S).', '$(NONE)', '$A'] } }, { env }).liveness?.action,
    ).toEqual({
      kind: 'exec',
      command: ['x', '$(A)', '.', '$(NONE)', '$A'],
    });
    expect(expandStatic('$$$(A)$', env)).toBe('$x$');
  });
});

const units: Situation = {
  output: 'quadlet',
  supervised: false,
  target: { version: { major: 5, minor: 4, patch: 2 }, rootless: false, remote: false, cgroups: 'v2' },
};
const timing = { delaySeconds: 5, periodSeconds: 7, timeoutSeconds: 2, successes: 1, failures: 4 };
const command: ContainerProbe = { ...timing, action: { kind: 'exec', command: ['test', '-e', '/up'] } };
const request: ContainerProbe = { ...timing, action: { kind: 'tcpSocket', port: 80 } };

describe('planProbes', () => {
  it.each(['run', 'script', 'kube'] as const)('never runs the check of the image (%s)', (output) => {
    expect(planProbes({ liveness: command }, { ...units, output })).toEqual({ spec: { health: 'none' } });
  });

  it('makes health checks of commands in units', () => {
    const check = {
      command: ['CMD', 'test', '-e', '/up'],
      intervalSeconds: 7,
      timeoutSeconds: 2,
      startPeriodSeconds: 5,
      retries: 4,
    };
    expect(planProbes({ liveness: command, readiness: command }, units)).toEqual({
      spec: { health: { ...check, onFailure: 'kill' } },
    });
    expect(planProbes({ startup: command }, units).spec).toMatchObject({
      startupHealth: check,
      health: { command: ['CMD-SHELL', 'exit 0'], onFailure: 'kill' },
    });
  });

  it('leaves requests over the network to whoever is outside', () => {
    expect(planProbes({ liveness: request, startup: request }, units)).toEqual({ spec: { health: 'none' } });
  });
});

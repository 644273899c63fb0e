import { describe, expect, it, test } from '@jest/globals';
import type { Container } from 'kubernetes-types/core/v1.js';
import { containerRows } from '../../src/fields/lifecycle/ledger.js';
import { planLifecycle } from '../../src/fields/lifecycle/podman.js';
import { resolveLifecycle } from '../../src/fields/lifecycle/resolve.js';
import { httpResolver } from '../../src/fields/probes/resolve.js';
import { containerAt, planning, resolving } from './resolve-context.js';

function lifecycle(more: Partial<Container>) {
  const { context, found } = resolving();
  const container: Container = { name: 'c', ports: [{ name: 'web', containerPort: 8085 }], ...more };
  const model = resolveLifecycle(container, containerAt, httpResolver(container, context));
  const input = { lifecycle: model, container: 'c', mountPaths: [] };
  return { model, spec: planLifecycle(input, planning()).spec, found: found() };
}

const unset = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' };

describe('hooks', () => {
  test.each<[string, Container['lifecycle'], object]>([
    ['none', {}, {}],
    [
      'exec, not expanded',
      { postStart: { exec: { command: ['echo', '$(A)'] } } },
      { postStart: { kind: 'exec', command: ['echo', '$(A)'] } },
    ],
    [
      'http with a named port',
      { preStop: { httpGet: { port: 'web' } } },
      { preStop: { kind: 'httpGet', scheme: 'HTTP', port: 8085, path: '/', headers: [] } },
    ],
    ['sleep', { preStop: { sleep: { seconds: 5 } } }, { preStop: { kind: 'sleep', seconds: 5 } }],
    [
      'a sleep of nothing',
      { preStop: { sleep: { seconds: 0 } } },
      { preStop: { kind: 'sleep', seconds: 0 } },
    ],
    ['tcpSocket is run by nobody', { postStart: { tcpSocket: { port: 1 } } }, {}],
  ])('%s', (_name, given, expected) => {
    expect(lifecycle(given === undefined ? {} : { lifecycle: given }).model).toEqual({
      ...unset,
      ...expected,
    });
  });

  it('report a port that nobody has', () => {
    expect(lifecycle({ lifecycle: { preStop: { httpGet: { port: 'x' } } } }).found).toEqual([
      'reference/missing-port-name spec.containers[0].lifecycle.preStop.httpGet.port',
    ]);
  });
});

describe('the end', () => {
  it('comes by the signal asked for', () => {
    expect(lifecycle({ lifecycle: { stopSignal: 'SIGUSR1' } }).spec).toEqual({ stopSignal: 'SIGUSR1' });
    expect(lifecycle({}).spec).toEqual({});
  });

  it('may have a message', () => {
    const asked = { terminationMessagePath: '/tmp/why', terminationMessagePolicy: 'FallbackToLogsOnError' };
    expect(lifecycle(asked).model).toEqual(asked);
  });
});

describe('rows', () => {
  const { situation } = planning();
  const verdict = (row: { verdict: unknown } | undefined, value: unknown): unknown =>
    typeof row?.verdict === 'function' ? row.verdict(value, situation) : row?.verdict;
  const { postStart, preStop, stopSignal } = containerRows.lifecycle.fields ?? {};

  it('refuse a hook with which a container never runs on a node', () => {
    expect(verdict(postStart, { tcpSocket: { port: 1 } })).toMatchObject({ level: 'refused' });
    expect(verdict(preStop, { tcpSocket: { port: 1 } })).toMatchObject({ level: 'ignored', harmless: true });
    expect(verdict(postStart, { exec: {} })).toMatchObject({ level: 'ignored' });
    expect(verdict(preStop, { exec: {} })).not.toHaveProperty('harmless');
    expect(verdict(stopSignal, 'SIGTERM')).toMatchObject({ level: 'exact' });
  });

  it('let the defaults of the API server pass as a note', () => {
    const { terminationMessagePath, terminationMessagePolicy } = containerRows;
    expect(verdict(terminationMessagePath, '/dev/termination-log')).toMatchObject({ harmless: true });
    expect(verdict(terminationMessagePolicy, 'File')).toMatchObject({ harmless: true });
    expect(verdict(terminationMessagePath, '/x')).not.toHaveProperty('harmless');
    expect(verdict(terminationMessagePolicy, 'FallbackToLogsOnError')).not.toHaveProperty('harmless');
  });
});

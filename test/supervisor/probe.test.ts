import { describe, expect, test } from '@jest/globals';
import type { ContainerProbe } from '../../src/fields/probes/model.js';
import {
  activeProbes,
  countResult,
  firstRunMs,
  noCount,
  noCounts,
  verdictsOf,
} from '../../src/supervisor/probe.js';

const probe = (more: Partial<ContainerProbe> = {}): ContainerProbe => ({
  action: { kind: 'tcpSocket', port: 80 },
  delaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successes: 1,
  failures: 3,
  ...more,
});

// Rules: kubernetes pkg/kubelet/prober/worker.go, doProbe.
describe('counting', () => {
  test.each([
    ['one success passes', probe(), '+', 'passed'],
    ['two of three failures do not fail', probe(), '--', 'unknown'],
    ['three in a row do', probe(), '---', 'failed'],
    ['a success between starts the count again', probe(), '--+--', 'passed'],
    ['several successes may be needed', probe({ successes: 2 }), '+', 'unknown'],
    ['in a row', probe({ successes: 2 }), '+-++', 'passed'],
    ['a verdict stays until the other threshold', probe({ failures: 2 }), '+-', 'passed'],
  ])('%s', (_name, one, results, verdict) => {
    const count = [...results].reduce((so, result) => countResult(so, one, result === '+'), noCount);
    expect(count.verdict).toBe(verdict);
  });
});

test('a startup probe holds the others, and readiness is false until probed', () => {
  const probes = { startup: probe(), readiness: probe(), liveness: probe() };
  expect(activeProbes(probes, noCounts)).toEqual(['startup']);
  expect(verdictsOf(probes, noCounts)).toEqual({ started: false, ready: false });
  const up = { ...noCounts, startup: countResult(noCount, probe(), true) };
  expect(activeProbes(probes, up)).toEqual(['liveness', 'readiness']);
  expect(verdictsOf(probes, up)).toEqual({ started: true, ready: false });
  expect(verdictsOf({}, noCounts)).toEqual({ started: true, ready: true });
});

test('a probe that has failed for good is on hold, readiness goes on', () => {
  const failed = countResult(noCount, probe({ failures: 1 }), false);
  const probes = { startup: probe(), readiness: probe(), liveness: probe() };
  expect(activeProbes(probes, { ...noCounts, startup: failed })).toEqual([]);
  const up = { ...noCounts, startup: countResult(noCount, probe(), true) };
  expect(activeProbes(probes, { ...up, liveness: failed, readiness: failed })).toEqual(['readiness']);
});

test('a failed probe says which, and its own grace period', () => {
  const probes = { liveness: probe({ failures: 1, graceSeconds: 5 }) };
  const counts = { ...noCounts, liveness: countResult(noCount, probes.liveness, false) };
  expect(verdictsOf(probes, counts).failed).toEqual({ probe: 'liveness', graceSeconds: 5 });
});

test('readiness is probed at once, the others after a period of the run, none before its delay', () => {
  expect(firstRunMs('readiness', probe(), 0)).toBe(0);
  expect(firstRunMs('liveness', probe(), 0)).toBe(10_000);
  expect(firstRunMs('startup', probe(), 0)).toBe(10_000);
  expect(firstRunMs('readiness', probe({ delaySeconds: 3 }), 0)).toBe(3000);
  expect(firstRunMs('liveness', probe({ delaySeconds: 15 }), 0)).toBe(15_000);
});

test('what has run for long is probed at once, whoever starts to watch it', () => {
  expect(firstRunMs('liveness', probe({ delaySeconds: 60 }), 3_600_000)).toBe(0);
  expect(firstRunMs('readiness', probe({ delaySeconds: 60 }), 20_500)).toBe(40_000);
});

import { describe, expect, it, test } from '@jest/globals';
import type { PodSpec } from 'kubernetes-types/core/v1.js';
import { podSpecRows } from '../../src/fields/restart/ledger.js';
import { planContainerRestart } from '../../src/fields/restart/podman.js';
import { resolveContainerRestart, resolvePodRestart } from '../../src/fields/restart/resolve.js';
import type { ContainerRole } from '../../src/model/pod-model.js';
import { planning } from './resolve-context.js';

function plan(podSpec: Partial<PodSpec>, role: ContainerRole = 'app', restartPolicy?: string) {
  const pod = resolvePodRestart({ containers: [], ...podSpec });
  const restart = resolveContainerRestart(restartPolicy === undefined ? {} : { restartPolicy }, role, pod);
  return planContainerRestart({ restart, pod, role, supervised: false }).spec;
}

describe('a container that ends', () => {
  test.each<[string, Partial<PodSpec>, ContainerRole, string | undefined, object]>([
    ['defaults', {}, 'app', undefined, { restart: 'always', stopTimeoutSeconds: 30 }],
    [
      'OnFailure',
      { restartPolicy: 'OnFailure' },
      'app',
      undefined,
      { restart: 'on-failure', stopTimeoutSeconds: 30 },
    ],
    ['Never', { restartPolicy: 'Never' }, 'app', undefined, { restart: 'no', stopTimeoutSeconds: 30 }],
    [
      'its own policy',
      { restartPolicy: 'Never' },
      'app',
      'OnFailure',
      { restart: 'on-failure', stopTimeoutSeconds: 30 },
    ],
    [
      'a sidecar',
      { restartPolicy: 'Never' },
      'sidecar',
      'Always',
      { restart: 'always', stopTimeoutSeconds: 30 },
    ],
    [
      'an init container is for the one who waits',
      {},
      'init',
      undefined,
      { restart: 'no', stopTimeoutSeconds: 30 },
    ],
    [
      'a grace period',
      { terminationGracePeriodSeconds: 90 },
      'app',
      undefined,
      { restart: 'always', stopTimeoutSeconds: 90 },
    ],
    [
      'no grace period',
      { terminationGracePeriodSeconds: 0 },
      'app',
      undefined,
      { restart: 'always', stopTimeoutSeconds: 0 },
    ],
    [
      'a deadline',
      { restartPolicy: 'Never', activeDeadlineSeconds: 3 },
      'app',
      undefined,
      { restart: 'no', stopTimeoutSeconds: 30, timeoutSeconds: 3 },
    ],
    [
      'no deadline where Podman would start it again',
      { activeDeadlineSeconds: 3 },
      'app',
      undefined,
      { restart: 'always', stopTimeoutSeconds: 30 },
    ],
  ])('%s', (_name, podSpec, role, own, expected) => {
    expect(plan(podSpec, role, own)).toEqual(expected);
  });

  it('under Always an init container is done once it ended well', () => {
    const pod = resolvePodRestart({ containers: [] });
    expect(resolveContainerRestart({}, 'init', pod).policy).toBe('OnFailure');
    expect(resolveContainerRestart({}, 'init', { ...pod, policy: 'Never' }).policy).toBe('Never');
    expect(resolveContainerRestart({ restartPolicy: 'Always' }, 'sidecar', pod).policy).toBe('Always');
  });

  it('keeps its rules in order', () => {
    const rules = resolveContainerRestart(
      {
        restartPolicy: 'Never',
        restartPolicyRules: [
          { action: 'Restart', exitCodes: { operator: 'In', values: [42] } },
          { action: 'RestartAllContainers', exitCodes: { operator: 'NotIn', values: [0, 1] } },
        ],
      },
      'app',
      resolvePodRestart({ containers: [] }),
    ).rules;
    expect(rules).toEqual([
      { action: 'Restart', operator: 'In', exitCodes: [42] },
      { action: 'RestartAllContainers', operator: 'NotIn', exitCodes: [0, 1] },
    ]);
  });

  it('is said to differ only where something is started again', () => {
    const { verdict } = podSpecRows.restartPolicy;
    if (typeof verdict !== 'function') throw new Error('the row depends on nothing');
    const { situation } = planning();
    expect(['Never', 'OnFailure', 'Always'].map((policy) => verdict(policy, situation, {}).level)).toEqual([
      'exact',
      'approximate',
      'approximate',
    ]);
  });
});

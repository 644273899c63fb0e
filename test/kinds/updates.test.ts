import { describe, expect, test } from '@jest/globals';
import type { DeploymentSpec } from 'kubernetes-types/apps/v1.js';
import { daemonUpdate, deploymentUpdate, statefulUpdate } from '../../src/kinds/updates.js';

const template = { spec: { containers: [{ name: 'c' }] } };
const deployment = (more: Partial<DeploymentSpec>): DeploymentSpec => ({ selector: {}, template, ...more });
const rolling = (maxSurge: number | string, maxUnavailable: number | string) =>
  ({ type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }) as const;

describe('how a template is brought out', () => {
  /** Values of kubernetes pkg/controller/deployment/util/deployment_util_test.go, TestMaxUnavailable and TestResolveFenceposts. */
  test.each([
    [1, undefined, 1, 0],
    [3, undefined, 1, 0],
    [4, undefined, 1, 1],
    [10, undefined, 3, 2],
    [10, rolling('30%', '30%'), 3, 3],
    [10, rolling(5, 0), 5, 0],
    [3, rolling(0, 0), 0, 1],
    [3, rolling('0%', '0%'), 0, 1],
    [3, rolling('1%', 0), 1, 0],
    [2, rolling('100%', '100%'), 2, 2],
  ])('%d replicas with %j: surge %d, unavailable %d', (replicas, strategy, maxSurge, maxUnavailable) => {
    const spec = deployment({ replicas, ...(strategy === undefined ? {} : { strategy }) });
    expect(deploymentUpdate(spec)).toMatchObject({ kind: 'rolling', maxSurge, maxUnavailable });
  });

  test.each([
    ['Recreate', deployment({ strategy: { type: 'Recreate' } }), 'replace'],
    ['paused', deployment({ paused: true, strategy: { type: 'Recreate' } }), 'keep'],
    [
      'a host port',
      deployment({
        template: { spec: { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 8080 }] }] } },
      }),
      'replace',
    ],
    [
      'a port on the host network',
      deployment({
        template: {
          spec: { hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] },
        },
      }),
      'replace',
    ],
  ])('%s', (_what, spec, kind) => {
    expect(deploymentUpdate(spec).kind).toBe(kind);
  });

  test('StatefulSet and DaemonSet', () => {
    const set = { selector: {}, serviceName: 's', template };
    expect(statefulUpdate(set)).toEqual({ kind: 'ordered', partition: 0, minReadySeconds: 0 });
    const parted = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
    expect(statefulUpdate({ ...set, ...parted })).toMatchObject({ partition: 2 });
    expect(statefulUpdate({ ...set, updateStrategy: { type: 'OnDelete' } }).kind).toBe('keep');
    expect(daemonUpdate({ selector: {}, template }).kind).toBe('replace');
    expect(daemonUpdate({ selector: {}, template, updateStrategy: { type: 'OnDelete' } }).kind).toBe('keep');
  });
});

import { describe, expect, test } from '@jest/globals';
import type { LimitRange, PodSpec } from 'kubernetes-types/core/v1.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { unwritten } from '../../src/diagnostics/unwritten.js';
import { checkBounds, withDefaults } from '../../src/kinds/limit-range.js';

type Resources = NonNullable<PodSpec['containers'][number]['resources']>;
const range = (item: object, type = 'Container'): LimitRange =>
  ({ spec: { limits: [{ type, ...item }] } }) as LimitRange;
const pod = (...containers: readonly (Resources | undefined)[]): PodSpec => ({
  containers: containers.map((resources, index) => ({
    name: `c${index}`,
    ...(resources === undefined ? {} : { resources }),
  })),
});
const filled = (resources: Resources | undefined, item: object): unknown =>
  withDefaults(pod(resources), [range(item)]).containers[0]?.resources;

/** Rules of kubernetes plugin/pkg/admission/limitranger/admission_test.go. */
describe('a LimitRange', () => {
  test.each([
    ['nothing is said', undefined, { default: { memory: '64Mi' } }, { memory: '64Mi' }, { memory: '64Mi' }],
    [
      'both defaults',
      undefined,
      { default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } },
      { cpu: '500m' },
      { cpu: '100m' },
    ],
    [
      'a limit of its own is its request',
      { limits: { memory: '32Mi' } },
      { default: { memory: '64Mi' }, defaultRequest: { memory: '16Mi' } },
      { memory: '32Mi' },
      { memory: '32Mi' },
    ],
    [
      'a request of its own stays',
      { requests: { memory: '8Mi' } },
      { default: { memory: '64Mi' } },
      { memory: '64Mi' },
      { memory: '8Mi' },
    ],
  ] as const)('fills in defaults: %s', (_what, own, item, limits, requests) => {
    expect(filled(own, item)).toEqual({ limits, requests });
  });

  test.each([
    [
      'within bounds',
      pod({ limits: { memory: '64Mi' }, requests: { memory: '64Mi' } }),
      range({ min: { memory: '32Mi' }, max: { memory: '128Mi' } }),
      0,
    ],
    ['over max', pod({ limits: { memory: '1Gi' } }), range({ max: { memory: '512Mi' } }), 1],
    ['max without a limit', pod(undefined), range({ max: { memory: '512Mi' } }), 1],
    ['under min', pod({ requests: { cpu: '50m' } }), range({ min: { cpu: '0.1' } }), 1],
    [
      'ratio',
      pod({ limits: { cpu: '1' }, requests: { cpu: '100m' } }),
      range({ maxLimitRequestRatio: { cpu: '5' } }),
      1,
    ],
    [
      'ratio kept',
      pod({ limits: { cpu: '500m' }, requests: { cpu: '100m' } }),
      range({ maxLimitRequestRatio: { cpu: '5' } }),
      0,
    ],
    [
      'sum of the pod',
      pod({ limits: { cpu: '600m' } }, { limits: { cpu: '600m' } }),
      range({ max: { cpu: '1' } }, 'Pod'),
      1,
    ],
  ] as const)('checks bounds: %s', (_what, spec, limits, count) => {
    const collector = createCollector();
    checkBounds(spec, [limits], unwritten('test'), collector.report);
    expect(collector.findings().map(({ code }) => code)).toEqual(
      Array.from({ length: count }, () => 'api/limit-range'),
    );
  });
});

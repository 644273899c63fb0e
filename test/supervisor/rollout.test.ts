import { describe, expect, test } from '@jest/globals';
import {
  decideRollout,
  parseRollout,
  type RolloutPod,
  type RolloutRules,
  rolloutText,
} from '../../src/supervisor/rollout.js';

const now = 1_000_000;
const rules: RolloutRules = {
  digest: 'v1-new',
  replicas: 3,
  maxSurge: 1,
  maxUnavailable: 0,
  minReadySeconds: 0,
  progressDeadlineSeconds: 600,
};
const old = (name: string, more: Partial<RolloutPod> = {}): RolloutPod => ({
  name,
  isNew: false,
  started: true,
  readySince: now - 60_000,
  ...more,
});
const created = (name: string): RolloutPod => ({ name, isNew: true, started: false });
const started = (name: string): RolloutPod => ({ name, isNew: true, started: true });
const ready = (name: string, forMs = 1000): RolloutPod => ({ ...started(name), readySince: now - forMs });
const broken = { readySince: undefined } as unknown as Partial<RolloutPod>;

type Row = readonly [
  what: string,
  change: Partial<RolloutRules>,
  pods: readonly RolloutPod[],
  held: readonly string[],
  remove: readonly string[],
];

/** The steps of kubernetes pkg/controller/deployment/rolling_test.go, told in pods. */
const rows: readonly Row[] = [
  ['without old pods nothing is held back', {}, [created('a'), created('b'), created('c')], [], []],
  [
    'one surge pod starts; nothing goes before it is ready',
    {},
    [old('a'), old('b'), old('c'), created('d'), created('e'), created('f')],
    ['e', 'f'],
    [],
  ],
  [
    'a surge pod that runs but is not ready makes no room',
    {},
    [old('a'), old('b'), old('c'), started('d'), created('e'), created('f')],
    ['e', 'f'],
    [],
  ],
  [
    'a ready new pod lets one old pod go',
    {},
    [old('a'), old('b'), old('c'), ready('d'), created('e'), created('f')],
    ['e', 'f'],
    ['a'],
  ],
  [
    'after that the next new pod starts',
    {},
    [old('b'), old('c'), ready('d'), created('e'), created('f')],
    ['f'],
    [],
  ],
  [
    'minReadySeconds: ready is not yet available',
    { minReadySeconds: 10 },
    [old('a'), old('b'), old('c'), ready('d', 9000), created('e'), created('f')],
    ['e', 'f'],
    [],
  ],
  [
    'maxUnavailable 1 and no surge: one old pod goes first',
    { maxSurge: 0, maxUnavailable: 1 },
    [old('a'), old('b'), old('c'), created('d'), created('e'), created('f')],
    ['d', 'e', 'f'],
    ['a'],
  ],
  [
    'old pods that are not available go first',
    { maxUnavailable: 1 },
    [old('a'), old('b', broken), old('c'), created('d'), created('e'), created('f')],
    ['e', 'f'],
    ['b'],
  ],
  [
    'back to the template that still runs: the pods of the broken one go',
    {},
    [ready('a'), ready('b'), ready('c'), old('d', broken), old('e', { ...broken, started: false })],
    ['e'],
    ['d', 'e'],
  ],
];

describe('a rolling update', () => {
  test.each(rows)('%s', (_what, change, pods, held, remove) => {
    expect(decideRollout({ ...rules, ...change }, pods, now)).toMatchObject({ held, remove });
  });

  test('is complete when all pods are new and available', () => {
    expect(decideRollout(rules, [ready('a'), ready('b'), ready('c')], now).isComplete).toBe(true);
    expect(decideRollout(rules, [ready('a'), ready('b'), started('c')], now).isComplete).toBe(false);
    expect(decideRollout(rules, [ready('a'), ready('b'), ready('c'), old('d')], now).isComplete).toBe(false);
  });

  test('looks again when a pod becomes available', () => {
    const slow = { ...rules, minReadySeconds: 10 };
    expect(decideRollout(slow, [ready('a', 4000)], now).wakeAt).toBe(now + 6000);
  });

  test('its rules stand in a label without what Podman splits labels at', () => {
    expect(rolloutText(rules)).not.toMatch(/[",]/);
    expect(parseRollout(rolloutText(rules))).toEqual(rules);
    expect(parseRollout('digest=x replicas=many')).toBeUndefined();
    expect(parseRollout(undefined)).toBeUndefined();
  });
});

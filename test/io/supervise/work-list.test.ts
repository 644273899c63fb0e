import { expect, test } from '@jest/globals';
import { createWorkList, pauseAfterFailures } from '../../../src/io/supervise/work-list.js';
import type { ActOutcome, Work } from '../../../src/supervisor/controller.js';

/** A list on a clock of the test's, and work whose end the test decides. */
function bench() {
  const clock = { now: 0 };
  const told: string[] = [];
  const list = createWorkList({
    changed: () => told.push('changed'),
    threw: (key, error) => told.push(`${key} threw ${String(error)}`),
    clock: () => clock.now,
  });
  const begun: string[] = [];
  const ends = new Map<string, (outcome: ActOutcome) => void>();
  const work = (key: string): Work => ({
    key,
    perform: () => {
      begun.push(key);
      return new Promise((resolve) => ends.set(key, resolve));
    },
  });
  const end = async (key: string, outcome: ActOutcome): Promise<void> => {
    ends.get(key)?.(outcome);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, told, list, begun, work, end };
}

test('works on different objects side by side, and on one object once at a time', async () => {
  const { list, begun, work, end, told } = bench();
  list.begin([work('a'), work('b')], 0);
  list.begin([work('a')], 0);
  expect(begun).toEqual(['a', 'b']);
  expect(list.isBusy()).toBe(true);
  await end('a', 'done');
  expect(told).toEqual(['changed']);
  list.begin([work('a')], 1);
  expect(begun).toEqual(['a', 'b', 'a']);
  await end('b', 'done');
});

test('leaves an object alone after a failure, longer each time, until it succeeds', async () => {
  const { clock, list, begun, work, end } = bench();
  for (const [now, wake] of [
    [0, 1000],
    [1000, 3000],
    [3000, 7000],
  ] as const) {
    clock.now = now;
    expect(list.begin([work('a')], now)).toBeUndefined();
    await end('a', 'failed');
    expect(list.begin([work('a')], now + 1)).toBe(wake);
  }
  expect(begun).toHaveLength(3);
  clock.now = 7000;
  list.begin([work('a')], 7000);
  await end('a', 'done');
  list.begin([work('a')], 7001);
  expect(begun).toHaveLength(5);
  expect(pauseAfterFailures(20)).toBe(30_000);
});

test('gives the earliest time that a controller asks for', () => {
  const { list } = bench();
  expect(list.begin([{ key: 'a', wakeAt: 500 }, { key: 'b', wakeAt: 300 }, { key: 'c' }], 0)).toBe(300);
  expect(list.begin([], 0)).toBeUndefined();
});

test('takes a throw for a failure, and says so', async () => {
  const { list, told } = bench();
  list.begin([{ key: 'a', perform: () => Promise.reject(new Error('bug')) }], 0);
  await list.settled();
  expect(told).toEqual(['a threw Error: bug', 'changed']);
  expect(list.isBusy()).toBe(false);
});

test('does nothing by a look that is older than the end of the last work on the object', async () => {
  const { clock, list, begun, work, end } = bench();
  list.begin([work('a')], 0);
  clock.now = 50;
  await end('a', 'done');
  list.begin([work('a')], 40);
  expect(begun).toEqual(['a']);
  list.begin([work('a')], 60);
  expect(begun).toEqual(['a', 'a']);
});

import { expect, test } from '@jest/globals';
import { emptyBatch } from '../../src/supervisor/batch.js';
import { type Controller, type StoreView, workOf } from '../../src/supervisor/controller.js';
import { recordEvent } from '../../src/supervisor/journal.js';

const view: StoreView = {
  state: {
    pods: new Map(),
    containers: new Map(),
    volumes: new Map(),
    networks: new Map(),
    secrets: new Map(),
  },
  pods: [],
  verdicts: new Map(),
  stopping: new Set(),
  batch: emptyBatch,
  rollouts: [],
  readySince: new Map(),
  now: 0,
};

function counting(actions: readonly string[], failing?: string) {
  const done: string[] = [];
  const controller: Controller<string> = {
    name: 'test',
    decide: () => [{ object: 'web', actions, wakeAt: 7 }],
    act: async (action, object) => {
      done.push(`${object} ${action}`);
      return action === failing ? 'failed' : 'done';
    },
  };
  return { done, work: workOf(controller)(view) };
}

test('a decision becomes work under a key of the controller’s own, its actions in order', async () => {
  const { done, work } = counting(['stop', 'start']);
  expect(work).toMatchObject([{ key: 'test web', wakeAt: 7 }]);
  expect(await work[0]?.perform?.()).toBe('done');
  expect(done).toEqual(['web stop', 'web start']);
});

test('a failed action ends the work', async () => {
  const { done, work } = counting(['stop', 'start'], 'stop');
  expect(await work[0]?.perform?.()).toBe('failed');
  expect(done).toEqual(['web stop']);
});

test('nothing to do is no work, but a time to look again', () => {
  expect(counting([]).work).toEqual([{ key: 'test web', wakeAt: 7 }]);
});

test('an event that comes again is counted and moves to the end; old ones are forgotten', () => {
  const event = (message: string) => ({ type: 'Normal', reason: 'Started', message }) as const;
  const twice = ['a', 'b', 'a'].reduce(
    (events, message, at) => recordEvent(events, event(message), String(at)),
    [] as ReturnType<typeof recordEvent>,
  );
  expect(twice).toEqual([
    { ...event('b'), firstAt: '1', lastAt: '1', count: 1 },
    { ...event('a'), firstAt: '0', lastAt: '2', count: 2 },
  ]);
  const many = Array.from({ length: 80 }).reduce<ReturnType<typeof recordEvent>>(
    (events, _, at) => recordEvent(events, event(String(at)), String(at)),
    [],
  );
  expect(many).toHaveLength(50);
  expect(many.at(-1)?.message).toBe('79');
});

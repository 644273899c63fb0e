import { expect, test } from '@jest/globals';
import { createWaker } from '../../../src/io/supervise/waker.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long a sleep lasted that would last five seconds. */
async function asleep(waker: ReturnType<typeof createWaker>): Promise<number> {
  const start = Date.now();
  await waker.sleepUntil(start + 5000);
  return Date.now() - start;
}

test('what happened while it was awake ends the next sleep', async () => {
  const waker = createWaker(new AbortController().signal);
  waker.reset();
  waker.wake();
  expect(await asleep(waker)).toBeLessThan(1000);
});

test('a burst ends one sleep, and leaves the next one awake to events', async () => {
  const waker = createWaker(new AbortController().signal);
  const first = asleep(waker);
  waker.wake();
  await pause(30);
  waker.wake();
  expect(await first).toBeLessThan(1000);
  waker.reset();
  const second = asleep(waker);
  // By now the time of the burst's second event has come.
  await pause(200);
  waker.wake();
  expect(await second).toBeLessThan(1000);
});

test('the signal ends every sleep', async () => {
  const controller = new AbortController();
  const waker = createWaker(controller.signal);
  const sleep = asleep(waker);
  controller.abort();
  expect(await sleep).toBeLessThan(1000);
  expect(await asleep(waker)).toBeLessThan(1000);
});

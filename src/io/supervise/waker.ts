/** Lets a loop sleep until something happens, without losing what happens while it is awake. */
export interface Waker {
  readonly wake: () => void;
  /** Forgets wake-ups so far: what follows is looked at anyhow. */
  readonly reset: () => void;
  /** Until somebody wakes, the time has come (milliseconds since 1970), or the signal ends everything. */
  readonly sleepUntil: (time: number) => Promise<void>;
}

/** Events come in bursts: one look serves all that come within that time. */
const burstMs = 50;

/** Makes a waker that ends its sleep for good with the signal. */
export function createWaker(signal: AbortSignal): Waker {
  let woken = false;
  let endSleep: () => void = () => {};
  return {
    wake: () => {
      woken = true;
      endSleep();
    },
    reset: () => {
      woken = false;
    },
    sleepUntil: (time) =>
      new Promise((resolve) => {
        let isOver = false;
        const done = (): void => {
          // Of a burst, the second event's time comes when the next sleep has begun, which is not this one's to end.
          if (isOver) return;
          isOver = true;
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          endSleep = () => {};
          resolve();
        };
        const soon = (): void => {
          setTimeout(done, burstMs);
        };
        const timer = setTimeout(done, Math.max(burstMs, time - Date.now()));
        signal.addEventListener('abort', done);
        endSleep = soon;
        if (woken) soon();
        if (signal.aborted) done();
      }),
  };
}

import { type LockMode, lockStore } from '../lock.js';
import type { Surroundings } from './surroundings.js';

/**
 * Does what makes or removes objects under the store's lock, so that it never interleaves with an apply. Without the
 * lock nothing is done: it is decided again later.
 */
export async function withStoreLock<T>(
  { program, log }: Pick<Surroundings, 'program' | 'log'>,
  work: () => Promise<T>,
  mode: LockMode = 'exclusive',
): Promise<T | 'failed'> {
  const lock = await lockStore(program, () => {}, mode);
  if ('problem' in lock) {
    log(lock.problem);
    return 'failed';
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

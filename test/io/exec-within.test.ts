import { describe, expect, test } from '@jest/globals';
import { leftOf } from '../../src/io/exec-within.js';

describe('the time that a command in a container still has', () => {
  test.each([
    ['started at once and is out of time', [1000], 1000, 0],
    ['started late', [200], 1000, 800],
    ['two of one command: ours is the later one', [900, 100], 1000, 900],
    ['has not started', [], 1000, 250],
    ['has not started; another probe of this command hangs', [60_000], 1000, 250],
    ['never starts', [], 16_000, 0],
    ['runs where we cannot see', [undefined], 1000, 0],
  ])('%s', (_what, ages, sinceAskedMs, left) => {
    expect(leftOf(ages, { timeoutMs: 1000, sinceAskedMs })).toBe(left);
  });
});

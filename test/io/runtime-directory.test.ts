import { expect, test } from '@jest/globals';
import { runtimeBase } from '../../src/io/runtime-directory.js';

test('root has one place, whatever its login said', async () => {
  expect(await runtimeBase(0, {})).toBe('/run');
  expect(await runtimeBase(0, { XDG_RUNTIME_DIR: '/run/user/0' })).toBe('/run');
});

test('another user has that of its login, and without one the usual place if it is its own', async () => {
  expect(await runtimeBase(1234, { XDG_RUNTIME_DIR: '/run/user/1234' })).toBe('/run/user/1234');
  expect(await runtimeBase(4_000_000_000, {})).toBeUndefined();
  expect(await runtimeBase(4_000_000_000, { XDG_RUNTIME_DIR: '' })).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { runtimeBase } from '../../src/io/runtime-directory.js';

test('root has one place, whatever its login said', () => {
  expect(runtimeBase(0, {})).toBe('/run');
  expect(runtimeBase(0, { XDG_RUNTIME_DIR: '/run/user/0' })).toBe('/run');
});

test('another user has that of its login, and without one the usual place if it is its own', () => {
  expect(runtimeBase(1234, { XDG_RUNTIME_DIR: '/run/user/1234' })).toBe('/run/user/1234');
  expect(runtimeBase(4_000_000_000, {})).toBeUndefined();
  expect(runtimeBase(4_000_000_000, { XDG_RUNTIME_DIR: '' })).toBeUndefined();
});

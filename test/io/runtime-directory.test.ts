import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { runtimeBase, storeName } from '../../src/io/runtime-directory.js';

test('root has one place, whatever its login said', () => {
  expect(runtimeBase(0, {})).toBe('/run');
  expect(runtimeBase(0, { XDG_RUNTIME_DIR: '/run/user/0' })).toBe('/run');
});

test('another user has that of its login, and without one the usual place if it is its own', () => {
  expect(runtimeBase(1234, { XDG_RUNTIME_DIR: '/run/user/1234' })).toBe('/run/user/1234');
  expect(runtimeBase(4_000_000_000, {})).toBeUndefined();
  expect(runtimeBase(4_000_000_000, { XDG_RUNTIME_DIR: '' })).toBeUndefined();
});

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

test('a store has one name, however its Podman is called; another program has another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kube2pod-store-'));
  const [podman, other, link] = ['podman', 'other', 'link'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const file of [podman, other]) writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  symlinkSync(podman, link);
  process.env.PATH = `/nowhere:${folder}`;
  const nameOf = (command: string): string => storeName({ command, globals: [] });
  expect([nameOf('podman'), nameOf(link)]).toEqual([nameOf(podman), nameOf(podman)]);
  expect(nameOf('other')).not.toBe(nameOf('podman'));
  expect(nameOf('not-there')).not.toBe(nameOf('podman'));
  rmSync(folder, { recursive: true });
});

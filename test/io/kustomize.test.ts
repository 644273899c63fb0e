import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { folderOf } from '../../src/io/build-images.js';
import { buildKustomization } from '../../src/io/kustomize.js';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

/** A folder for PATH in which one program is installed, and nothing else. */
function installed(name?: string, script = ''): void {
  const folder = mkdtempSync(join(tmpdir(), 'kube2pod-'));
  if (name !== undefined) writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = folder;
}

test.each([
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
])('%s builds a kustomization', async (program, verb) => {
  const folder = mkdtempSync(join(tmpdir(), 'kube2pod-'));
  installed(program, `echo "$1 $2"`);
  expect(await buildKustomization(folder)).toEqual({
    sources: [{ name: join(folder, `(${program})`), text: `${verb} ${folder}\n` }],
    problems: [],
  });
});

test('what is wrong is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kube2pod-'));
  installed();
  expect((await buildKustomization(folder)).problems).toMatchObject([
    { name: folder, reason: expect.stringContaining('neither is installed') },
  ]);
  installed('kustomize', 'echo "no kustomization.yaml" >&2; exit 1');
  expect((await buildKustomization(folder)).problems).toEqual([
    { name: folder, reason: 'kustomize: no kustomization.yaml' },
  ]);
  expect((await buildKustomization(join(folder, 'none'))).problems).toMatchObject([
    { reason: 'there is no such folder' },
  ]);
});

test.each([
  ['localhost/app:latest', 'app'],
  ['docker.io/library/app', 'app'],
  ['registry:5000/team/app@sha256:0', 'app'],
])('%s is built from %s', (image, folder) => {
  expect(folderOf(image)).toBe(folder);
});

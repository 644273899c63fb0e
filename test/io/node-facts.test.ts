import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { missingPrograms } from '../../src/io/node-facts.js';

const folder = mkdtempSync(join(tmpdir(), 'kube2pod-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('programs are looked for on the PATH; a file that cannot be executed is none', async () => {
  writeFileSync(join(folder, 'kube2pod-there'), '', { mode: 0o755 });
  writeFileSync(join(folder, 'kube2pod-text'), '', { mode: 0o644 });
  const names = ['kube2pod-there', 'kube2pod-text', 'kube2pod-nowhere'];
  expect(await missingPrograms(names, `/nowhere:${folder}`)).toEqual(['kube2pod-text', 'kube2pod-nowhere']);
  expect(await missingPrograms(names, '')).toEqual(names);
});

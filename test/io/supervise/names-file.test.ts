import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { writeJsonFile } from '../../../src/io/json-file.js';
import { type NamesStatus, readNamesStatus } from '../../../src/io/supervise/names-file.js';
import { beganAt } from '../../../src/io/supervise/status.js';

const folder = mkdtempSync(join(tmpdir(), 'kube2pod-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

const own: NamesStatus = {
  pid: process.pid,
  began: beganAt(process.pid) ?? '',
  address: '10.89.0.1',
  since: 1,
};

test.each<[string, NamesStatus, 'is served' | 'is not']>([
  ['the very process', own, 'is served'],
  ['another process of the same number', { ...own, began: '1' }, 'is not'],
  ['a process that has ended', { ...own, pid: 2 ** 22 + 1 }, 'is not'],
  ['one that failed says so afterwards', { ...own, began: '1', problem: 'EACCES' }, 'is served'],
])('%s', async (_, status, served) => {
  const file = join(folder, 'status.json');
  await writeJsonFile(file, status);
  expect(await readNamesStatus(file)).toEqual(served === 'is served' ? status : undefined);
});

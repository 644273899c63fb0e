import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readJsonFile, writeJsonFile } from '../../src/io/json-file.js';

describe('files of our own', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube2pod-json-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('are whole whoever else writes, and leave nothing beside them', async () => {
    const path = join(folder, 'status.json');
    const contents = Array.from({ length: 60 }, (_, index) => ({ index, text: 'x'.repeat(index * 500) }));
    const reads = contents.map(async (content) => {
      await writeJsonFile(path, content);
      return readJsonFile<(typeof contents)[number]>(path);
    });
    for (const read of await Promise.all(reads)) expect(contents).toContainEqual(read);
    expect(await readdir(folder)).toEqual(['status.json']);
  });

  test('count as missing when a machine that went down left half of one', async () => {
    const path = join(folder, 'half.json');
    await writeFile(path, '{"a":1}}');
    expect(await readJsonFile(path)).toBeUndefined();
    expect(await readJsonFile(join(folder, 'none.json'))).toBeUndefined();
  });

  test('that cannot be written throw, leaving the old one', async () => {
    await expect(writeJsonFile(join(folder, 'nowhere', 'a.json'), 1)).rejects.toThrow('ENOENT');
  });
});

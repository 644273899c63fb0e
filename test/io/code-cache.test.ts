import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadCached } from '../../src/io/code-cache.js';

describe('a bundle with its compiled code', () => {
  let folder = '';
  let file = '';
  const before = process.env.XDG_CACHE_HOME;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube2pod-code-'));
    file = join(folder, 'bundle.cjs');
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
    await writeFile(
      file,
      'module.exports = { twice: (n) => 2 * n, name: module.filename, sep: require("node:path").sep };',
    );
  });

  afterEach(async () => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    await chmod(folder, 0o755);
    await rm(folder, { recursive: true });
  });

  const load = (command = 'apply') => {
    const { exports, keep } = loadCached(file, { version: '1', command });
    return { exports: exports as { twice: (n: number) => number; name: string; sep: string }, keep };
  };
  const kept = async (): Promise<readonly string[]> =>
    (await readdir(join(folder, 'cache', 'kube2pod')).catch(() => [])).map((name) =>
      join(folder, 'cache', 'kube2pod', name),
    );

  const newest = async (): Promise<string | undefined> => {
    const aged = await Promise.all(
      (await kept()).map(async (path) => ({ path, at: (await stat(path)).mtimeMs })),
    );
    return aged.sort((a, b) => b.at - a.at)[0]?.path;
  };

  test('it runs the same without, with and with a spoilt cache', async () => {
    for (const spoil of [false, false, true]) {
      const [cache] = await kept();
      if (spoil && cache !== undefined) await writeFile(cache, 'not compiled code', { mode: 0o600 });
      const { exports, keep } = load();
      expect(exports.twice(21)).toBe(42);
      expect(exports.name).toBe(file);
      expect(exports.sep).toBe('/');
      keep();
    }
    expect(await kept()).toHaveLength(1);
  });

  test('the oldest files go when there are many', async () => {
    for (let command = 0; command < 60; command += 1) load(`command-${command}`).keep();
    expect(await kept()).toHaveLength(48);
    const { keep } = load('command-59');
    keep();
    expect((await readFile((await newest()) ?? '')).at(-1)).toBe(2);
  });

  test('three runs add to it, later ones leave it alone', async () => {
    const counts: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      load().keep();
      const [cache = ''] = await kept();
      counts.push((await readFile(cache)).at(-1) ?? 0);
    }
    expect(counts).toEqual([1, 2, 3, 3, 3]);
  });

  test('each command has its own, which only the user can write', async () => {
    load('apply').keep();
    load('delete').keep();
    const files = await kept();
    expect(files).toHaveLength(2);
    for (const one of files) expect((await stat(one)).mode & 0o777).toBe(0o600);
  });

  test('code that others can write is not taken', async () => {
    load().keep();
    const [cache = ''] = await kept();
    await chmod(cache, 0o666);
    load().keep();
    expect((await readFile(cache)).at(-1)).toBe(1);
  });

  test('where nothing can be written it runs all the same', async () => {
    process.env.XDG_CACHE_HOME = join(file, 'no-folder');
    const { exports, keep } = load();
    expect(exports.twice(4)).toBe(8);
    keep();
    expect(load().exports.twice(5)).toBe(10);
  });
});

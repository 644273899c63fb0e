import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSources } from '../../src/io/files.js';

const folder = mkdtempSync(join(tmpdir(), 'kube2pod-files-'));
const path = (name: string): string => join(folder, name);
const short = (name: string): string => name.replace(`${folder}/`, '');
let server: Server;
let address = '';

beforeAll(async () => {
  mkdirSync(path('set/inner'), { recursive: true });
  mkdirSync(path('empty'));
  const files = ['b.yaml', 'a.yml', 'c.json', 'd.txt', 'e.YAML', 'inner.yaml', 'inner/z.yaml'];
  for (const name of files) writeFileSync(path(`set/${name}`), `file: ${name}\n`);
  writeFileSync(path('bom.yaml'), '\ufeffa: é\n');
  writeFileSync(path('little.yaml'), Buffer.from('\ufeffa: é\n', 'utf16le'));
  writeFileSync(path('big.yaml'), Buffer.from('\ufeffa: é\n', 'utf16le').swap16());
  writeFileSync(path('latin.yaml'), Buffer.from('a: é\n', 'latin1'));
  symlinkSync('/dev/zero', path('endless.yaml'));
  server = createServer((request, response) => {
    if (request.url === '/slow') return;
    if (request.url === '/gone') response.writeHead(404, 'Not Found');
    response.end('a: 1\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function read(names: readonly string[], recursive = false) {
  const { sources, problems } = await readSources(names, { recursive, fetchTimeout: 3000 });
  return { names: sources.map(({ name }) => short(name)), texts: sources.map(({ text }) => text), problems };
}

describe('folders and globs', () => {
  test('a folder gives its manifests by name, and not those below it', async () => {
    expect((await read([path('set')])).names).toEqual([
      'set/a.yml',
      'set/b.yaml',
      'set/c.json',
      'set/inner.yaml',
    ]);
  });
  test('with recursive also those below it, folder by folder', async () => {
    expect((await read([path('set')], true)).names).toEqual([
      'set/a.yml',
      'set/b.yaml',
      'set/c.json',
      'set/inner/z.yaml',
      'set/inner.yaml',
    ]);
  });
  test('a glob that the shell left alone, and several arguments in their order', async () => {
    expect((await read([path('set/c.json'), path('set/*.y*ml'), path('set/c.json')])).names).toEqual([
      'set/c.json',
      'set/a.yml',
      'set/b.yaml',
      'set/inner.yaml',
    ]);
  });
  test('a file of any name is read when it is named', async () => {
    expect((await read([path('set/d.txt')])).texts).toEqual(['file: d.txt\n']);
  });
});

describe('encodings', () => {
  test.each(['bom.yaml', 'little.yaml', 'big.yaml'])('%s', async (name) => {
    expect((await read([path(name)])).texts).toEqual(['a: é\n']);
  });
});

describe('what cannot be read is said, and the rest is read', () => {
  test.each([
    ['missing.yaml', /no such file/],
    ['no*match.yaml', /no file matches/],
    ['empty', /there is no \.yaml/],
    ['latin.yaml', /not a text in UTF-8/],
    ['endless.yaml', /larger than 64 MiB/],
  ])('%s', async (name, reason) => {
    const { names, problems } = await read([path(name), path('bom.yaml')]);
    expect(names).toEqual(['bom.yaml']);
    expect(problems).toEqual([{ name: path(name), reason: expect.stringMatching(reason) }]);
  });
});

describe('addresses', () => {
  test('are fetched', async () => {
    expect((await read([`${address}/x.yaml`])).texts).toEqual(['a: 1\n']);
  });
  test.each([
    ['/gone', /answered 404 Not Found/],
    ['/slow', /could not be fetched/],
  ])('%s', async (place, reason) => {
    const { problems } = await read([address + place]);
    expect(problems).toEqual([{ name: address + place, reason: expect.stringMatching(reason) }]);
  });
  test('of other kinds are refused', async () => {
    const { problems } = await read(['ftp://host/x.yaml']);
    expect(problems).toEqual([
      { name: 'ftp://host/x.yaml', reason: 'only http and https addresses can be read' },
    ]);
  });
});

import { expect, test } from '@jest/globals';
import { extract } from 'tar-stream';
import { tarOf } from '../../src/io/tar.js';

/** What a reader finds: name, owner and group of every entry. */
async function owners(archive: Buffer): Promise<readonly (readonly [string, number, number])[]> {
  const found: (readonly [string, number, number])[] = [];
  const reader = extract();
  reader.end(archive);
  for await (const entry of reader) {
    const { name, uid = -1, gid = -1, pax } = entry.header;
    const more = new Map<string, unknown>(Object.entries(pax ?? {}));
    found.push([name, Number(more.get('uid') ?? uid), Number(more.get('gid') ?? gid)]);
    entry.resume();
  }
  return found;
}

// An OpenShift namespace's group has ten digits; six octal ones have room for 262143.
test.each([
  [0, 0],
  [262_143, 262_143],
  [262_144, 0],
  [0, 1_000_650_000],
  [1_848_901_632, 1_848_903_632],
])('owner %d and group %d are kept', async (uid, gid) => {
  const archive = await tarOf(
    [
      { kind: 'directory', path: 'd', mode: 0o2777, uid, gid },
      { kind: 'file', path: 'd/f', mode: 0o440, uid, gid, content: ['text'] },
    ],
    () => '',
  );
  expect(await owners(archive)).toEqual([
    ['d', uid, gid],
    ['d/f', uid, gid],
  ]);
});

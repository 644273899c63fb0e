import { describe, expect, test } from '@jest/globals';
import { unwritten } from '../../src/diagnostics/unwritten.js';
import { dataFolder, layOut } from '../../src/fields/volumes/layout.js';
import type { FilesSource } from '../../src/fields/volumes/model.js';
import { updateContents } from '../../src/fields/volumes/update.js';

const source: FilesSource = {
  kind: 'files',
  secret: false,
  medium: 'disk',
  files: [{ kind: 'file', path: 'a', mode: 0o644, uid: 0, gid: 0, content: ['new'] }],
};
const folder = dataFolder(source);
const volume = {
  volume: 'pod-v',
  origin: unwritten('test'),
  folder,
  files: layOut(source, undefined, []),
  mountedInParts: false,
};

/** The steps of kubernetes pkg/volume/util/atomic_writer.go, Write. */
describe('files of a mounted volume', () => {
  test('that are as they should be are left alone', () => {
    expect(updateContents(volume, { folder, names: ['..data', folder, 'a'] })).toEqual([]);
    expect(updateContents(volume, undefined)).toEqual([]);
  });

  test('change by one change of the link, and then what is stale goes', () => {
    const [fill, arrange] = updateContents(volume, { folder: '..old', names: ['..data', '..old', 'a', 'b'] });
    const paths = fill?.op === 'volume.fill' ? fill.files.map(({ path }) => path) : [];
    expect(paths).toContain('d/..data_tmp');
    expect(paths).not.toContain('d/..data');
    expect(arrange).toMatchObject({
      steps: [
        { step: 'rename', path: 'd/..data_tmp', to: 'd/..data' },
        { step: 'remove', path: 'd/..old' },
        { step: 'remove', path: 'd/b' },
      ],
    });
  });

  test('stay in the old folder where a single one is mounted, with the new content for the next start', () => {
    const [fill, arrange] = updateContents(
      { ...volume, mountedInParts: true },
      { folder: '..old', names: ['..data', '..old', 'a'] },
    );
    const paths = fill?.op === 'volume.fill' ? fill.files.map(({ path }) => path) : [];
    expect(paths).toContain('d/..old/a');
    expect(arrange).toMatchObject({ steps: [{ step: 'rename' }] });
  });

  test('that a run left half-way are tidied up', () => {
    expect(updateContents(volume, { folder, names: ['..data', folder, 'a', 'b'] })).toMatchObject([
      { steps: [{ step: 'remove', path: 'd/b' }] },
    ]);
  });
});

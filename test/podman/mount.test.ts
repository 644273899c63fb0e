import { expect, test } from '@jest/globals';
import { latePart, plainText } from '../../src/model/text.js';
import type { Mount } from '../../src/podman/container-spec.js';
import { mountArgument, mountBody } from '../../src/podman/mount.js';

const old = { version: { major: 4, minor: 3, patch: 1 }, late: () => '/volumes/v/_data' };
const recent = { ...old, version: { major: 5, minor: 8, patch: 6 } };

// The pairs were compared by podman inspect: the flag on the left makes the mount that the body on the right makes.
const table: readonly (readonly [string, Mount, string, object])[] = [
  [
    'a volume',
    { kind: 'volume', volume: 'v', target: '/d', readOnly: true, options: ['nocopy'] },
    '--volume v:/d:ro,nocopy',
    { volumes: [{ Name: 'v', Dest: '/d', Options: ['ro', 'nocopy'] }] },
  ],
  [
    'a folder of the host, labelled for all containers',
    {
      kind: 'bind',
      source: ['/h'],
      target: '/d',
      readOnly: false,
      propagation: 'rslave',
      options: ['relabel=shared'],
    },
    '--mount type=bind,source=/h,destination=/d,ro=false,bind-propagation=rslave,relabel=shared',
    { mounts: [{ type: 'bind', source: '/h', destination: '/d', options: ['rw', 'rslave', 'z'] }] },
  ],
  [
    'a tmpfs',
    { kind: 'tmpfs', target: '/d', readOnly: false, sizeBytes: 64n, mode: 0o1777 },
    '--mount type=tmpfs,destination=/d,rw,tmpfs-size=64,tmpfs-mode=1777',
    {
      mounts: [
        { type: 'tmpfs', source: 'tmpfs', destination: '/d', options: ['rw', 'size=64', 'mode=1777'] },
      ],
    },
  ],
  [
    'an image',
    { kind: 'image', image: 'i', target: '/d', readWrite: false },
    '--mount type=image,source=i,destination=/d,rw=false',
    { image_volumes: [{ Source: 'i', Destination: '/d', ReadWrite: false }] },
  ],
];

test.each(table)('%s has a flag and a place in a body', (_name, mount, words, body) => {
  expect(mountArgument(mount).map(plainText).join(' ')).toBe(words);
  expect(mountBody(mount, old)).toEqual(body);
});

test('a part of a volume is never said to a service that would mount all of it', () => {
  const part: Mount = { kind: 'volume', volume: 'v', target: '/d', readOnly: false, subpath: 'x' };
  expect(mountBody(part, old)).toBe('unsayable');
  expect(mountBody(part, recent)).toEqual({
    volumes: [{ Name: 'v', Dest: '/d', Options: ['rw'], SubPath: 'x' }],
  });
});

test('a place that is known at run time only is put in', () => {
  const source = [latePart({ name: 'mountpoint', volume: 'v' }), '/d'] as const;
  const bound: Mount = { kind: 'bind', source, target: '/d', readOnly: false };
  expect(mountBody(bound, old)).toMatchObject({ mounts: [{ source: '/volumes/v/_data/d' }] });
});

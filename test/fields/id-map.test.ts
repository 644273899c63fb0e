import { describe, expect, test } from '@jest/globals';
import { unwritten } from '../../src/diagnostics/unwritten.js';
import { mapOwners } from '../../src/fields/security/id-map.js';
import type { Operation } from '../../src/podman/operations.js';

const common = { id: 'x', needs: [], origin: unwritten('test') };
const map = { first: 1_000_000, size: 65_536 };
const volume = { name: 'v', labels: {} };

describe('owners of a pod with ids of its own', () => {
  test.each<[string, Operation, object]>([
    [
      'files',
      {
        ...common,
        op: 'volume.fill',
        volume: 'v',
        files: [
          { kind: 'directory', path: 'd', mode: 0o777, uid: 0, gid: 5 },
          { kind: 'link', path: 'd/l', target: 'x' },
        ],
      },
      {
        files: [
          { path: 'd', uid: 1_000_000, gid: 1_000_005 },
          { kind: 'link', path: 'd/l', target: 'x' },
        ],
      },
    ],
    [
      'a tmpfs',
      {
        ...common,
        op: 'volume.create',
        volume: { ...volume, options: { type: 'tmpfs', o: 'mode=1777,uid=0,gid=0' } },
      },
      { volume: { options: { type: 'tmpfs', o: 'mode=1777,uid=1000000,gid=1000000' } } },
    ],
    [
      'a tmpfs for a group',
      {
        ...common,
        op: 'volume.create',
        volume: { ...volume, options: { type: 'tmpfs', o: 'size=5,mode=3777,uid=0,gid=7' } },
      },
      { volume: { options: { o: 'size=5,mode=3777,uid=1000000,gid=1000007' } } },
    ],
    ['a disk', { ...common, op: 'volume.create', volume }, { volume }],
    [
      'a claim for a group',
      {
        ...common,
        op: 'files.arrange',
        root: ['/v'],
        steps: [
          { step: 'chgrp', path: '.', gid: 7, when: 'always' },
          { step: 'mkdir', path: 'a', mode: 0o777 },
        ],
      },
      {
        steps: [
          { step: 'chgrp', path: '.', gid: 1_000_007, when: 'always' },
          { step: 'mkdir', path: 'a', mode: 0o777 },
        ],
      },
    ],
  ])('%s', (_name, operation, expected) => {
    expect(mapOwners(operation, map)).toMatchObject(expected);
  });
});

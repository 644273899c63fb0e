import { describe, expect, test } from '@jest/globals';
import { unwritten } from '../../src/diagnostics/unwritten.js';
import { layOut } from '../../src/fields/volumes/layout.js';
import type { PodVolume, ResolvedMount } from '../../src/fields/volumes/model.js';
import { planMounts } from '../../src/fields/volumes/plan-mounts.js';
import { planVolumes } from '../../src/fields/volumes/plan-volumes.js';
import { latePart } from '../../src/model/text.js';
import { planning } from './resolve-context.js';

const origin = unwritten('test');

function mountOf(subPath?: string): ResolvedMount {
  return {
    origin,
    volume: 'v',
    path: '/d',
    readOnly: false,
    options: [],
    makesSubPath: subPath !== undefined,
    ...(subPath === undefined ? {} : { subPath }),
  };
}

function plan(source: PodVolume['source'], version: string, subPath?: string) {
  const volumes: readonly PodVolume[] = [{ name: 'v', origin, source }];
  const all = [mountOf(subPath)];
  const context = planning({ version });
  const mounts = { mounts: all, devices: [] };
  return {
    operations: planVolumes(volumes, all, context),
    ...planMounts({ mounts, volumes, container: 'c', all }, context),
  };
}

describe('emptyDir in memory', () => {
  const memory = { kind: 'empty', medium: 'memory', sizeBytes: 1024n } as const;

  test('is a tmpfs of its size that stays mounted', () => {
    const { operations } = plan(memory, '5.8.6');
    expect(operations).toMatchObject([
      { op: 'volume.create', volume: { options: { o: 'size=1024,mode=1777,uid=0,gid=0' } } },
      { op: 'files.arrange', steps: [{ step: 'mount', path: '.', volume: 'web-v' }] },
    ]);
  });

  test('gets its size when it is mounted where Podman cannot make it with one', () => {
    const { operations } = plan(memory, '4.3.1');
    expect(operations).toMatchObject([
      { op: 'volume.create', volume: { options: { o: 'mode=1777,uid=0,gid=0' } } },
      { op: 'files.arrange', steps: [{ step: 'mount', volume: 'web-v', sizeBytes: 1024n }] },
    ]);
  });

  test('has its part made when it is mounted, before a container is', () => {
    const { atStart, spec } = plan(memory, '4.3.1', 'a');
    expect(atStart).toMatchObject([{ op: 'files.arrange', steps: [{ step: 'mkdir', path: 'a' }] }]);
    const source = [latePart({ name: 'mountpoint', volume: 'web-v' }), '/a'];
    expect(spec.mounts).toMatchObject([{ kind: 'bind', source, target: '/d' }]);
  });
});

/** wrappedVolumeSpec of kubernetes pkg/volume/{configmap,secret,projected,downwardapi}. */
describe('the folder of a files volume', () => {
  const when = 'always';

  test.each([
    ['disk', undefined, 0o777],
    ['disk', { gid: 5, when }, 0o2777],
    ['memory', undefined, 0o1777],
    ['memory', { gid: 5, when }, 0o3777],
  ] as const)('on %s with group %j', (medium, group, mode) => {
    const source = { kind: 'files', secret: false, files: [], medium } as const;
    expect(layOut(source, group, [])[0]).toMatchObject({ path: 'd', mode, gid: group?.gid ?? 0 });
  });
});

describe('a part of an image', () => {
  const image = { kind: 'image', reference: 'localhost/i:1', pullPolicy: 'Never' } as const;

  test.each([
    ['5.2.0', { kind: 'image', image: 'localhost/i:1', subpath: 'bin', readWrite: false }],
    [
      '5.1.2',
      {
        kind: 'bind',
        source: [latePart({ name: 'imageRoot', image: 'localhost/i:1' }), '/bin'],
        readOnly: true,
      },
    ],
  ])('on %s', (version, mount) => {
    expect(plan(image, version, 'bin').spec.mounts).toMatchObject([mount]);
  });
});

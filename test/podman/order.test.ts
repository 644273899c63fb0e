import { describe, expect, test } from '@jest/globals';
import { latePart } from '../../src/model/text.js';
import type { Operation } from '../../src/podman/operations.js';
import { orderOf } from '../../src/podman/order.js';
import { containerAt as origin } from '../fields/resolve-context.js';

const base = (id: string, needs: readonly string[] = []) => ({ id, needs, origin });
const volume = (name: string): Operation => ({
  op: 'volume.create',
  ...base(`volume ${name}`),
  volume: { name, labels: {} },
});
const pod = (name: string, network = 'net'): Operation => ({
  op: 'pod.create',
  ...base(`pod ${name}`),
  pod: { name, network: { name: network, aliases: [] } },
});
const container = (name: string, of: string, volumes: readonly string[] = []): Operation => ({
  op: 'container.create',
  ...base(`container ${name}`),
  container: {
    name,
    pod: of,
    image: 'i',
    mounts: volumes.map((one) => ({ kind: 'volume', volume: one, target: '/v', readOnly: false })),
  },
});
const removePod = (name: string): Operation => ({
  op: 'pod.remove',
  ...base(`remove ${name}`),
  pod: name,
  graceSeconds: 0,
});

/** What each operation waits for, with the waits of those left out. */
function waits(operations: readonly Operation[]): { readonly [id: string]: readonly string[] } {
  return Object.fromEntries([...orderOf(operations)].map(([id, before]) => [id, [...before]]));
}

describe('the order of operations', () => {
  test('things that have nothing in common wait for nothing', () => {
    expect(waits([volume('a'), volume('b'), pod('p', 'n1'), pod('q', 'n2')])).toEqual({
      'volume a': [],
      'volume b': [],
      'pod p': [],
      'pod q': [],
    });
  });

  test('a pod waits for its network, its containers for it and for their volumes, and not for each other', () => {
    const network: Operation = {
      op: 'network.create',
      ...base('network'),
      network: { name: 'net', labels: {}, dns: true },
    };
    expect(
      waits([network, pod('p'), pod('q'), volume('v'), container('c', 'p', ['v']), container('d', 'p')]),
    ).toEqual({
      network: [],
      'pod p': ['network'],
      'pod q': ['network'],
      'volume v': [],
      'container c': ['pod p', 'volume v'],
      'container d': ['pod p'],
    });
  });

  test('needs that are named count, those outside of the plan do not', () => {
    expect(waits([volume('a'), { ...volume('b'), needs: ['volume a', 'elsewhere'] }])).toEqual({
      'volume a': [],
      'volume b': ['volume a'],
    });
  });

  test('a pod that takes the place of another waits until that is gone', () => {
    const start: Operation = { op: 'infra.start', ...base('start p'), pod: 'p' };
    expect(waits([removePod('p'), removePod('old'), pod('p'), start])).toEqual({
      'remove p': [],
      'remove old': [],
      'pod p': ['remove p'],
      // The other one may hold its ports or its address.
      'start p': ['remove p', 'pod p', 'remove old'],
    });
  });

  test('volumes, secrets and networks are removed after every pod that may use them', () => {
    const removals: readonly Operation[] = [
      { op: 'volume.remove', ...base('v'), volume: 'v' },
      { op: 'secret.remove', ...base('s'), secret: 's' },
      { op: 'network.remove', ...base('n'), network: 'n' },
    ];
    const both = ['remove p', 'remove q'];
    expect(waits([removePod('p'), removePod('q'), ...removals])).toMatchObject({
      'remove q': [],
      v: both,
      s: both,
      n: both,
    });
  });

  test('who looks into a volume by its place on the disk waits for its files', () => {
    const fill: Operation = { op: 'volume.fill', ...base('fill'), volume: 'v', files: [] };
    const arrange: Operation = {
      op: 'files.arrange',
      ...base('arrange'),
      root: [latePart({ name: 'mountpoint', volume: 'v' })],
      steps: [],
    };
    const bound: Operation = {
      op: 'container.create',
      ...base('container'),
      container: {
        name: 'c',
        pod: 'p',
        image: 'i',
        mounts: [
          {
            kind: 'bind',
            source: [latePart({ name: 'mountpoint', volume: 'v' }), '/d'],
            target: '/v',
            readOnly: true,
          },
        ],
      },
    };
    expect(waits([volume('v'), fill, arrange, bound])).toEqual({
      'volume v': [],
      fill: ['volume v'],
      arrange: ['volume v', 'fill'],
      container: ['volume v', 'fill', 'arrange'],
    });
  });

  test('nothing waits for itself or for what comes later', () => {
    const operations = [pod('p'), container('c', 'p'), removePod('p'), pod('p2'), container('e', 'p2')];
    const order = orderOf(operations);
    const places = new Map(operations.map(({ id }, index) => [id, index]));
    for (const [id, before] of order)
      for (const other of before) expect(places.get(other)).toBeLessThan(places.get(id) ?? -1);
  });
});

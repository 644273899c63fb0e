import { describe, expect, test } from '@jest/globals';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import { unwritten } from '../../src/diagnostics/unwritten.js';
import { volumeBinder } from '../../src/kinds/binding.js';
import type { KubeObject, ManifestDocument } from '../../src/phases/documents.js';

const at = unwritten('test');
const object = <T>(kind: string, name: string, manifest: T): KubeObject<T> => ({
  apiVersion: 'v1',
  kind,
  namespace: kind === 'PersistentVolume' ? '' : 'default',
  name,
  manifest,
  at,
  document: { at } as ManifestDocument,
});
const volume = (name: string, storage: string, spec: PersistentVolume['spec'] = {}, labels = {}) =>
  object<PersistentVolume>('PersistentVolume', name, {
    metadata: { labels },
    spec: { capacity: { storage }, accessModes: ['ReadWriteOnce'], ...spec },
  });
const claim = (name: string, storage: string, spec: PersistentVolumeClaim['spec'] = {}) =>
  object<PersistentVolumeClaim>('PersistentVolumeClaim', name, {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...spec },
  });

/** Cases of kubernetes pkg/controller/volume/persistentvolume/index_test.go, TestMatchVolume. */
describe('the volume of a claim', () => {
  const bind = volumeBinder([
    volume('ten', '10Gi'),
    volume('five', '5Gi'),
    volume('also-five', '5Gi'),
    volume('many', '5Gi', { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] }),
    volume('gold', '20Gi', { storageClassName: 'gold' }),
    volume('labelled', '50Gi', {}, { zone: 'a' }),
    volume('kept', '1Gi', { claimRef: { name: 'owner' } }),
    volume('elsewhere', '1Gi', { claimRef: { name: 'owner', namespace: 'other' } }),
  ]);
  test.each([
    ['the smallest that is large enough', claim('c', '2Gi'), 'five'],
    ['none is as small', claim('c', '6Gi'), 'ten'],
    ['all its access modes', claim('c', '1Gi', { accessModes: ['ReadWriteMany'] }), 'many'],
    ['its class', claim('c', '1Gi', { storageClassName: 'gold' }), 'gold'],
    ['its labels', claim('c', '1Gi', { selector: { matchLabels: { zone: 'a' } } }), 'labelled'],
    ['the one it names, whatever its size', claim('c', '99Gi', { volumeName: 'kept' }), 'kept'],
    ['the one that names it', claim('owner', '99Gi'), 'kept'],
    ['nothing is large enough', claim('c', '99Gi'), undefined],
    ['no such class', claim('c', '1Gi', { storageClassName: 'silver' }), undefined],
  ])('%s', (_what, of, name) => {
    expect(bind(of)?.name).toBe(name);
  });
});

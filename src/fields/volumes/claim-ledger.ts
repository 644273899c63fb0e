import type { PersistentVolumeClaimSpec, PersistentVolumeSpec } from 'kubernetes-types/core/v1.js';
import { approximate, exact, harmless, ignored, type Ledger, type LedgerRow } from '../ledger.js';
import { remote } from './ledger.js';

const binder = 'kubernetes pkg/controller/volume/persistentvolume/pv_controller.go';
const types = 'kubernetes staging/src/k8s.io/api/core/v1/types.go, PersistentVolumeSpec';
const usedByBinder = exact(binder, 'decides which claim and which volume of the input belong together');
const noClass = 'a claim that nothing in the input fits is a volume of Podman’s on this machine';

/** What becomes of a claim's spec. */
export const claimSpecRows = {
  accessModes: approximate(binder, 'used to find a volume; not enforced between pods'),
  dataSource: ignored(binder, 'the volume begins empty: nothing is cloned or restored'),
  dataSourceRef: ignored(binder, 'the volume begins empty: nothing is cloned or restored'),
  resources: approximate(binder, 'used to find a volume; the size is not enforced'),
  selector: usedByBinder,
  storageClassName: harmless(binder, noClass),
  volumeAttributesClassName: harmless(binder, noClass),
  volumeMode: {
    source: binder,
    verdict: (value) =>
      value === 'Block'
        ? { level: 'ignored', why: 'only a volume of a host path can be handed over as a block device' }
        : { level: 'exact' },
  },
  volumeName: usedByBinder,
} satisfies Ledger<PersistentVolumeClaimSpec>;

const otherSource: LedgerRow = remote;

/** What becomes of a persistent volume's spec. */
export const volumeSpecRows = {
  accessModes: usedByBinder,
  awsElasticBlockStore: otherSource,
  azureDisk: otherSource,
  azureFile: otherSource,
  capacity: usedByBinder,
  cephfs: otherSource,
  cinder: otherSource,
  claimRef: usedByBinder,
  csi: otherSource,
  fc: otherSource,
  flexVolume: otherSource,
  flocker: otherSource,
  gcePersistentDisk: otherSource,
  glusterfs: otherSource,
  hostPath: exact(types, 'the path is mounted where the claim is'),
  iscsi: otherSource,
  local: exact(types, 'the path is mounted where the claim is'),
  mountOptions: approximate(types, 'given to nfs volumes; other volumes are mounted without them'),
  nfs: exact(types, 'a volume of Podman’s of type nfs (needs root)'),
  nodeAffinity: harmless(types, 'there is one machine'),
  persistentVolumeReclaimPolicy: approximate(
    types,
    'data goes with kube2pod delete --volumes, and only then',
  ),
  photonPersistentDisk: otherSource,
  portworxVolume: otherSource,
  quobyte: otherSource,
  rbd: otherSource,
  scaleIO: otherSource,
  storageClassName: usedByBinder,
  storageos: otherSource,
  volumeAttributesClassName: harmless(types, 'there are no storage drivers'),
  volumeMode: exact(types),
  vsphereVolume: otherSource,
} satisfies Ledger<PersistentVolumeSpec>;

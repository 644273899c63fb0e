import type {
  ConfigMapProjection,
  ConfigMapVolumeSource,
  Container,
  DownwardAPIProjection,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  HostPathVolumeSource,
  KeyToPath,
  NFSVolumeSource,
  ObjectFieldSelector,
  PersistentVolumeClaimVolumeSource,
  PodSpec,
  ProjectedVolumeSource,
  ResourceFieldSelector,
  SecretProjection,
  SecretVolumeSource,
  Volume,
  VolumeDevice,
  VolumeMount,
  VolumeProjection,
} from 'kubernetes-types/core/v1.js';
import type { Situation } from '../../podman/target.js';
import { supports } from '../../podman/versions.js';
import {
  approximate,
  differsRemotely,
  exact,
  ignored,
  type Ledger,
  type LedgerPart,
  type LedgerRow,
  refused,
  type Verdict,
} from '../ledger.js';

const types = 'kubernetes staging/src/k8s.io/api/core/v1/types.go';
const configMap = 'kubernetes pkg/volume/configmap/configmap.go, MakePayload';
const secret = 'kubernetes pkg/volume/secret/secret.go, MakePayload';
const projected = 'kubernetes pkg/volume/projected/projected.go, collectData';
const downward = 'kubernetes pkg/volume/downwardapi/downwardapi.go, CollectData';
const emptyDir = 'kubernetes pkg/volume/emptydir/empty_dir.go';
const mounts = 'kubernetes pkg/kubelet/kubelet_pods.go, makeMounts';
const subPath = 'kubernetes pkg/volume/util/subpath/subpath_linux.go, doSafeMakeDir';

const filesHow = 'a volume of the pod’s own with the kubelet’s layout, mounted read-only';
const updates = 'kube2pod apply of a changed object changes the files in place';
const anew = 'on another machine a change of the files makes the pod anew';
const kept = 'files in memory of another machine are gone whenever no container runs that mounts them';

/** Storage that is somewhere else: the pod runs, with an empty volume in its place. */
export const remote: LedgerRow = approximate(
  `${types}, PersistentVolumeSource`,
  'the data is elsewhere: an empty volume on this machine takes its place',
);

const keyToPathRows = {
  key: exact(configMap),
  mode: exact(configMap, 'permission bits of the file'),
  path: exact(configMap, 'also in folders'),
} satisfies Ledger<KeyToPath>;

const items = (source: string): LedgerRow => exact(source, undefined, { fields: keyToPathRows });

const configMapRows = {
  defaultMode: exact(configMap, 'permission bits of the files'),
  items: items(configMap),
  name: exact(configMap, 'looked up in the input'),
  optional: exact(configMap, 'a missing one gives an empty folder'),
} satisfies Ledger<ConfigMapVolumeSource>;

const secretRows = {
  defaultMode: exact(secret, 'permission bits of the files'),
  items: items(secret),
  optional: exact(secret, 'a missing one gives an empty folder'),
  secretName: exact(secret, 'looked up in the input'),
} satisfies Ledger<SecretVolumeSource>;

const fieldSelectorRows = {
  apiVersion: exact(downward),
  fieldPath: exact(downward, 'written once, when the pod is made'),
} satisfies Ledger<ObjectFieldSelector>;

const resourceSelectorRows = {
  containerName: exact(downward),
  divisor: exact(downward, 'exact arithmetic, rounded up'),
  resource: exact(downward),
} satisfies Ledger<ResourceFieldSelector>;

const downwardFileRows = {
  fieldRef: exact(downward, undefined, { fields: fieldSelectorRows }),
  mode: exact(downward, 'permission bits of the file'),
  path: exact(downward, 'also in folders'),
  resourceFieldRef: exact(downward, undefined, { fields: resourceSelectorRows }),
} satisfies Ledger<DownwardAPIVolumeFile>;

const downwardRows = {
  defaultMode: exact(downward, 'permission bits of the files'),
  items: exact(downward, undefined, { fields: downwardFileRows }),
} satisfies Ledger<DownwardAPIVolumeSource>;

const projectionRows = {
  clusterTrustBundle: ignored(projected, 'there is no cluster whose certificates could be given'),
  configMap: exact(projected, undefined, {
    fields: {
      items: items(projected),
      name: exact(projected),
      optional: exact(projected),
    } satisfies Ledger<ConfigMapProjection>,
  }),
  downwardAPI: exact(projected, undefined, {
    fields: {
      items: exact(projected, undefined, { fields: downwardFileRows }),
    } satisfies Ledger<DownwardAPIProjection>,
  }),
  podCertificate: ignored(
    projected,
    'there is no cluster that would sign certificates: the files are left out',
  ),
  secret: exact(projected, undefined, {
    fields: {
      items: items(projected),
      name: exact(projected),
      optional: exact(projected),
    } satisfies Ledger<SecretProjection>,
  }),
  serviceAccountToken: ignored(
    projected,
    'there is no API server that would take a token: the file is left out',
  ),
} satisfies Ledger<VolumeProjection>;

const projectedRows = {
  defaultMode: exact(projected, 'permission bits of the files'),
  sources: exact(projected, undefined, { fields: projectionRows }),
} satisfies Ledger<ProjectedVolumeSource>;

const emptyDirRows = {
  medium: {
    source: emptyDir,
    how: 'Memory is a tmpfs that all containers of the pod share',
    verdict: (value, { output, target }): Verdict => {
      if (value === 'Memory' && output === 'run' && target.remote) return { level: 'approximate', why: kept };
      if (value === '' || value === 'Memory') return { level: 'exact' };
      return { level: 'approximate', why: 'huge pages are not set up: the volume is on the disk' };
    },
  },
  sizeLimit: {
    source: emptyDir,
    how: 'the size of the tmpfs for medium Memory',
    verdict: (_value, { output, target }, { medium }): Verdict => {
      if (
        medium === 'Memory' &&
        output === 'run' &&
        target.remote &&
        !supports(target.version, 'tmpfsVolumeSize')
      )
        return { level: 'ignored', why: 'before Podman 5.4 a size cannot be given on another machine' };
      if (medium === 'Memory' && output !== 'kube') return { level: 'exact' };
      return {
        level: 'approximate',
        why: 'a limit holds in memory only; on the disk nothing is enforced',
      };
    },
  },
} satisfies Ledger<EmptyDirVolumeSource>;

const hostPathRows = {
  path: exact('kubernetes pkg/volume/hostpath/host_path.go', 'the path of Podman’s machine'),
  type: exact(
    'kubernetes pkg/volume/hostpath/host_path.go, checkTypeInternal',
    'checked before anything is made',
  ),
} satisfies Ledger<HostPathVolumeSource>;

const claimRows = {
  claimName: exact('kubernetes pkg/volume/util', 'a volume of Podman’s of the claim’s name; kept on delete'),
  readOnly: exact(mounts, 'the volume is mounted read-only'),
} satisfies Ledger<PersistentVolumeClaimVolumeSource>;

const imageRows = {
  pullPolicy: exact('kubernetes pkg/kubelet/images/image_manager.go'),
  reference: exact('kubernetes pkg/kubelet/images/image_manager.go', 'mounted read-only from the image'),
} satisfies Ledger<NonNullable<Volume['image']>>;

const nfsRows = {
  path: exact('kubernetes pkg/volume/nfs/nfs.go'),
  readOnly: exact('kubernetes pkg/volume/nfs/nfs.go'),
  server: exact('kubernetes pkg/volume/nfs/nfs.go'),
} satisfies Ledger<NFSVolumeSource>;

const ephemeralRows = {
  volumeClaimTemplate: approximate(
    'kubernetes pkg/controller/volume/ephemeral/controller.go',
    'a volume of the pod’s own on this machine; class and size are not looked at',
  ),
} satisfies Ledger<EphemeralVolumeSource>;

const rootfulOnly = (value: unknown, { target }: Situation): Verdict =>
  target.rootless && value !== undefined
    ? { level: 'refused', why: 'only root can mount NFS' }
    : { level: 'exact' };

/** Every source of a volume. */
export const volumeRows = {
  awsElasticBlockStore: remote,
  azureDisk: remote,
  azureFile: remote,
  cephfs: remote,
  cinder: remote,
  configMap: differsRemotely(exact(configMap, `${filesHow}; ${updates}`, { fields: configMapRows }), anew),
  csi: remote,
  downwardAPI: differsRemotely(exact(downward, filesHow, { fields: downwardRows }), anew),
  emptyDir: exact(emptyDir, 'a volume of the pod’s own, open to all, which goes with the pod', {
    fields: emptyDirRows,
  }),
  ephemeral: exact('kubernetes pkg/controller/volume/ephemeral/controller.go', undefined, {
    fields: ephemeralRows,
  }),
  fc: remote,
  flexVolume: remote,
  flocker: remote,
  gcePersistentDisk: remote,
  gitRepo: refused(
    'kubernetes pkg/volume/git_repo',
    'Kubernetes itself no longer clones repositories: use an init container',
  ),
  glusterfs: remote,
  hostPath: exact('kubernetes pkg/volume/hostpath/host_path.go', undefined, { fields: hostPathRows }),
  image: exact('kubernetes pkg/kubelet/kubelet_pods.go, makeMounts', 'podman --mount type=image', {
    fields: imageRows,
  }),
  iscsi: remote,
  name: exact(types, 'the volume is called POD-NAME in Podman'),
  nfs: { source: 'kubernetes pkg/volume/nfs/nfs.go', verdict: rootfulOnly, fields: nfsRows },
  persistentVolumeClaim: exact('kubernetes pkg/volume/util', undefined, { fields: claimRows }),
  photonPersistentDisk: remote,
  portworxVolume: remote,
  projected: differsRemotely(exact(projected, filesHow, { fields: projectedRows }), anew),
  quobyte: remote,
  rbd: remote,
  scaleIO: remote,
  secret: differsRemotely(exact(secret, `${filesHow}; ${updates}`, { fields: secretRows }), anew),
  storageos: remote,
  vsphereVolume: remote,
} satisfies Ledger<Volume>;

const mountRows = {
  mountPath: exact(mounts),
  mountPropagation: exact(mounts, 'bind-propagation of host paths'),
  name: exact(mounts),
  readOnly: exact(mounts),
  recursiveReadOnly: {
    source: mounts,
    verdict: (value): Verdict =>
      value === 'Enabled'
        ? { level: 'approximate', why: 'mounts below the mount keep their own mode' }
        : { level: 'exact' },
  },
  subPath: {
    source: subPath,
    how: 'a folder or file of the volume; made when missing, never through a link that leads out',
    verdict: subPathVerdict,
  },
  subPathExpr: {
    source: subPath,
    how: 'as subPath, after the container’s variables are filled in',
    verdict: subPathVerdict,
  },
} satisfies Ledger<VolumeMount>;

function subPathVerdict(_value: unknown, { output, target }: Situation): Verdict {
  if (output !== 'kube' || supports(target.version, 'volumeSubpath')) return { level: 'exact' };
  return { level: 'approximate', why: 'podman kube play of this release mounts the whole volume' };
}

const deviceRows = {
  devicePath: exact(mounts, 'podman --device'),
  name: approximate(mounts, 'only a block device of this machine can be handed over'),
} satisfies Ledger<VolumeDevice>;

export const podSpecRows = {
  volumes: exact(types, undefined, { fields: volumeRows }),
} satisfies LedgerPart<PodSpec, 'volumes'>;

export const containerRows = {
  volumeDevices: exact(mounts, undefined, { fields: deviceRows }),
  volumeMounts: exact(mounts, undefined, { fields: mountRows }),
} satisfies LedgerPart<Container, 'volumeDevices' | 'volumeMounts'>;

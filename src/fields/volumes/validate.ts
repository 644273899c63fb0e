import type {
  Container,
  DownwardAPIVolumeFile,
  KeyToPath,
  PodSpec,
  Volume,
  VolumeMount,
  VolumeProjection,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { parseQuantity } from '../../model/quantity.js';
import {
  checkLocalPath,
  checkMode,
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  forbid,
  invalid,
  notFound,
  required,
  type Scope,
} from '../check.js';
import { validateFieldRef, validateResourceFieldRef, volumeFieldPaths } from '../field-refs.js';
import { configMapKey, dnsLabel, dnsSubdomain } from '../names.js';

/** The sources in the order in which the API server looks at them: the second one found is refused. */
const sourceOrder = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'flocker',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'projected',
  'storageos',
  'csi',
  'ephemeral',
  'image',
] as const satisfies readonly (keyof Volume)[];

type Source = (typeof sourceOrder)[number];

/** Fields without which a source of storage means nothing. */
const needed: { readonly [source in Source]?: readonly string[] } = {
  gitRepo: ['repository'],
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  secret: ['secretName'],
  nfs: ['server', 'path'],
  iscsi: ['targetPortal', 'iqn'],
  glusterfs: ['endpoints', 'path'],
  persistentVolumeClaim: ['claimName'],
  rbd: ['monitors', 'image'],
  cinder: ['volumeID'],
  cephfs: ['monitors'],
  flexVolume: ['driver'],
  configMap: ['name'],
  azureFile: ['secretName', 'shareName'],
  vsphereVolume: ['volumePath'],
  azureDisk: ['diskName', 'diskURI'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  csi: ['driver'],
  ephemeral: ['volumeClaimTemplate'],
  image: ['reference'],
  hostPath: ['path'],
};

/** Source: pkg/apis/core/validation/validation.go, ValidateVolumes and validateVolumeSource. */
export function validateVolumes(volumes: readonly Volume[], at: FieldPath, scope: Scope): void {
  checkUnique(
    volumes,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, volume] of volumes.entries()) {
    const place = at.index(index);
    if (required(volume.name, place.child('name'), scope))
      checkName(volume.name, dnsLabel, place.child('name'), scope);
    const set = sourceOrder.filter((source) => volume[source] !== undefined);
    for (const source of set.slice(1)) forbid(place.child(source), 'a volume has one source', scope);
    const [source] = set;
    if (source !== undefined) validateSource(volume, source, place.child(source), scope);
  }
}

function validateSource(volume: Volume, source: Source, at: FieldPath, scope: Scope): void {
  const value = volume[source] as { readonly [field: string]: unknown };
  for (const field of needed[source] ?? []) {
    const found = value[field];
    required(Array.isArray(found) && found.length === 0 ? undefined : found, at.child(field), scope);
  }
  const {
    emptyDir,
    hostPath,
    gitRepo,
    secret,
    configMap,
    downwardAPI,
    projected,
    nfs,
    iscsi,
    image,
    fc,
    csi,
  } = volume;
  if (emptyDir?.sizeLimit !== undefined) {
    const size = parseQuantity(String(emptyDir.sizeLimit));
    if (size !== undefined && size.numerator < 0n)
      forbid(at.child('sizeLimit'), 'a size cannot be negative', scope);
  }
  if (hostPath !== undefined) {
    const types = [
      '',
      'DirectoryOrCreate',
      'Directory',
      'FileOrCreate',
      'File',
      'Socket',
      'CharDevice',
      'BlockDevice',
    ];
    if (hostPath.path?.split('/').includes('..') === true)
      invalid(hostPath.path, at.child('path'), 'must not contain ".."', scope);
    checkWord(hostPath.type, types, at.child('type'), scope);
  }
  if (gitRepo !== undefined) checkLocalPath(gitRepo.directory, at.child('directory'), scope);
  for (const one of [secret, configMap]) {
    if (one === undefined) continue;
    checkMode(one.defaultMode, at.child('defaultMode'), scope);
    validateItems(one.items ?? [], at.child('items'), scope);
  }
  if (downwardAPI !== undefined) {
    checkMode(downwardAPI.defaultMode, at.child('defaultMode'), scope);
    for (const [index, file] of (downwardAPI.items ?? []).entries())
      validateDownwardFile(file, at.child('items').index(index), at, scope);
  }
  if (projected !== undefined) {
    checkMode(projected.defaultMode, at.child('defaultMode'), scope);
    for (const [index, one] of (projected.sources ?? []).entries())
      validateProjection(one, at.child('sources').index(index), scope);
    checkProjectedPaths(projected.sources ?? [], at, scope);
  }
  if (nfs?.path !== undefined && nfs.path !== '' && !nfs.path.startsWith('/'))
    invalid(nfs.path, at.child('path'), 'must be an absolute path', scope);
  if (iscsi !== undefined) {
    checkRange(iscsi.lun, [0, 255], at.child('lun'), scope);
    const iqn = /^(iqn\.\d{4}-\d{2}\.[^:]+(:.*)?|eui\.[0-9a-fA-F]{16}|naa\.[0-9a-fA-F]+)$/;
    if (iscsi.iqn !== undefined && iscsi.iqn !== '' && !iqn.test(iscsi.iqn))
      invalid(iscsi.iqn, at.child('iqn'), 'must be an iSCSI name (iqn., eui. or naa.)', scope);
  }
  if (fc !== undefined && (fc.targetWWNs ?? []).length === 0 && (fc.wwids ?? []).length === 0)
    required(undefined, at.child('targetWWNs'), scope);
  if (csi?.driver !== undefined && csi.driver !== '')
    checkName(csi.driver.toLowerCase(), dnsSubdomain, at.child('driver'), scope);
  if (image !== undefined)
    checkWord(image.pullPolicy, ['Always', 'IfNotPresent', 'Never'], at.child('pullPolicy'), scope);
}

/** Source: validateKeyToPath. */
function validateItems(items: readonly KeyToPath[], at: FieldPath, scope: Scope): void {
  for (const [index, { key, path, mode }] of items.entries()) {
    const place = at.index(index);
    if (required(key, place.child('key'), scope)) checkName(key, configMapKey, place.child('key'), scope);
    if (required(path, place.child('path'), scope)) checkLocalPath(path, place.child('path'), scope);
    checkMode(mode, place.child('mode'), scope);
  }
}

/** Errors name the volume and not the item. Source: validateDownwardAPIVolumeFile. */
function validateDownwardFile(
  file: DownwardAPIVolumeFile,
  at: FieldPath,
  volume: FieldPath,
  scope: Scope,
): void {
  const named = (field: string): FieldPath => at.child(field).printedAs(`${volume}.${field}`);
  if (required(file.path, named('path'), scope)) checkLocalPath(file.path, named('path'), scope);
  checkMode(file.mode, named('mode'), scope);
  const { fieldRef, resourceFieldRef } = file;
  if (fieldRef !== undefined) {
    validateFieldRef(
      fieldRef,
      volumeFieldPaths,
      volume.child('fieldRef'),
      relocated(scope, at.child('fieldRef')),
    );
    if (resourceFieldRef !== undefined)
      invalid(
        '',
        at.printedAs(volume.toString()),
        'may have only one of "fieldRef" or "resourceFieldRef"',
        scope,
      );
  } else if (resourceFieldRef !== undefined) {
    validateResourceFieldRef(
      resourceFieldRef,
      true,
      volume.child('resourceFieldRef'),
      relocated(scope, at.child('resourceFieldRef')),
    );
  } else
    required(undefined, at.printedAs(volume.toString()), scope, 'one of "fieldRef" or "resourceFieldRef"');
}

/** Reports at the place where the text stands, under the name that the API server gives it. */
function relocated(scope: Scope, real: FieldPath): Scope {
  return {
    report: (code, at, params, related) =>
      scope.report(code, real.child(String(at.segment)).printedAs(at.toString()), params, related),
  };
}

/** Source: validateProjectionSources. */
function validateProjection(source: VolumeProjection, at: FieldPath, scope: Scope): void {
  const set = Object.keys(source);
  for (const field of set.slice(1)) forbid(at.child(field), 'a projection has one source', scope);
  const { secret, configMap, downwardAPI, serviceAccountToken: token } = source;
  for (const [field, one] of [
    ['secret', secret],
    ['configMap', configMap],
  ] as const) {
    if (one === undefined) continue;
    required(one.name, at.child(field, 'name'), scope);
    validateItems(one.items ?? [], at.child(field, 'items'), scope);
  }
  for (const [index, file] of (downwardAPI?.items ?? []).entries()) {
    const place = at.child('downwardAPI');
    validateDownwardFile(file, place.child('items').index(index), place, scope);
  }
  if (token === undefined) return;
  const place = at.child('serviceAccountToken');
  if (required(token.path, place.child('path'), scope))
    checkLocalPath(token.path, place.child('path'), scope);
  checkRange(token.expirationSeconds, [600, 2 ** 32], place.child('expirationSeconds'), scope);
}

function checkProjectedPaths(sources: readonly VolumeProjection[], at: FieldPath, scope: Scope): void {
  const seen = new Set<string>();
  for (const [index, { secret, configMap, downwardAPI, serviceAccountToken }] of sources.entries()) {
    const files = [...(secret?.items ?? []), ...(configMap?.items ?? []), ...(downwardAPI?.items ?? [])];
    for (const path of [
      ...files.map((file) => file.path),
      ...(serviceAccountToken === undefined ? [] : [serviceAccountToken.path]),
    ]) {
      if (path !== undefined && seen.has(path)) {
        invalid(
          path,
          at.child('sources').index(index).printedAs(at.toString()),
          'two sources write a file of this path',
          scope,
        );
      }
      if (path !== undefined) seen.add(path);
    }
  }
}

/** Source: pkg/apis/core/validation/validation.go, ValidateVolumeMounts and ValidateVolumeDevices. */
export function validateMounts(container: Container, podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const volumes = new Set((podSpec.volumes ?? []).map(({ name }) => name));
  const devices = new Set(volumeDevices.map(({ devicePath }) => devicePath));
  const paths = new Set<string>();
  const list = at.child('volumeMounts');
  for (const [index, mount] of volumeMounts.entries()) {
    const place = list.index(index);
    if (required(mount.name, place.child('name'), scope) && !volumes.has(mount.name))
      notFound(mount.name, 'volume', place.child('name'), scope);
    if (required(mount.mountPath, place.child('mountPath'), scope)) {
      if (paths.has(mount.mountPath))
        invalid(mount.mountPath, place.child('mountPath'), 'another volume is mounted there already', scope);
      if (devices.has(mount.mountPath))
        invalid(mount.mountPath, place.child('mountPath'), 'a device of this container has this path', scope);
      paths.add(mount.mountPath);
    }
    validateMount(mount, container, place, list, scope);
  }
  validateDevices(container, podSpec, at.child('volumeDevices'), scope);
}

function validateMount(
  mount: VolumeMount,
  container: Container,
  at: FieldPath,
  list: FieldPath,
  scope: Scope,
): void {
  const { subPath = '', subPathExpr = '', mountPropagation, recursiveReadOnly, readOnly } = mount;
  const named = (field: string): FieldPath => at.child(field).printedAs(`${list}.${field}`);
  if (subPath !== '') checkLocalPath(subPath, named('subPath'), scope, false);
  if (subPathExpr !== '') {
    if (subPath !== '')
      invalid(subPathExpr, at.child('subPathExpr'), 'subPath and subPathExpr exclude each other', scope);
    checkLocalPath(subPathExpr, named('subPathExpr'), scope, false);
  }
  checkWord(mountPropagation, ['None', 'HostToContainer', 'Bidirectional'], named('mountPropagation'), scope);
  if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    forbid(named('mountPropagation'), 'Bidirectional is for privileged containers only', scope);
  }
  checkWord(recursiveReadOnly, ['Disabled', 'IfPossible', 'Enabled'], at.child('recursiveReadOnly'), scope);
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return;
  if (readOnly !== true) forbid(at.child('recursiveReadOnly'), 'the mount is not readOnly', scope);
  if (mountPropagation !== undefined && mountPropagation !== 'None')
    forbid(at.child('recursiveReadOnly'), 'mountPropagation is not None', scope);
}

function validateDevices(
  { volumeDevices = [] }: Container,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  checkUnique(
    volumeDevices,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, { name, devicePath }] of volumeDevices.entries()) {
    const place = at.index(index);
    if (required(name, place.child('name'), scope)) {
      const volume = (podSpec.volumes ?? []).find((one) => one.name === name);
      if (volume === undefined) notFound(name, 'volume', place.child('name'), scope);
      else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
        invalid(name, place.child('name'), 'only a claim can be handed over as a block device', scope);
      }
    }
    if (required(devicePath, place.child('devicePath'), scope) && devicePath.split('/').includes('..')) {
      invalid(devicePath, place.child('devicePath'), 'must not contain ".."', scope);
    }
  }
}

import type { Container, Volume, VolumeMount } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkDescendingPath, checkWord, forbid, invalid, notFound, required, type Scope } from '../check.js';

/** The volumes of a pod that mounts can find, by name. */
export type GoodVolumes = ReadonlyMap<string, Volume>;

type Mounting = Pick<Container, 'volumeMounts' | 'volumeDevices' | 'securityContext'>;

/** Source: pkg/apis/core/validation/validation.go, ValidateVolumeMounts and ValidateVolumeDevices. */
export function validateMounts(container: Mounting, volumes: GoodVolumes, at: FieldPath, scope: Scope): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const names = new Set(volumeDevices.map(({ name }) => name));
  const devicePaths = new Set(volumeDevices.map(({ devicePath }) => devicePath));
  const paths = new Set<string>();
  const list = at.child('volumeMounts');
  for (const [index, mount] of volumeMounts.entries()) {
    const place = list.index(index);
    const { name, mountPath } = mount;
    if (required(name, place.child('name'), scope) && !volumes.has(name))
      notFound(name, { what: 'valid volume', known: [...volumes.keys()] }, place.child('name'), scope);
    if (names.has(name)) invalid(name, place.child('name'), 'is a device of this container too', scope);
    if (required(mountPath, place.child('mountPath'), scope)) {
      if (paths.has(mountPath))
        invalid(mountPath, place.child('mountPath'), 'another volume is mounted there already', scope);
      if (devicePaths.has(mountPath))
        invalid(mountPath, place.child('mountPath'), 'a device of this container has this path', scope);
      paths.add(mountPath);
    }
    validateMount(mount, container, place, scope);
  }
  validateDevices(container, volumes, at.child('volumeDevices'), scope);
}

/** Errors name the list and not the item. */
function validateMount(mount: VolumeMount, { securityContext }: Mounting, at: FieldPath, scope: Scope): void {
  const { subPath = '', subPathExpr = '', mountPropagation } = mount;
  const named = (field: string): FieldPath => at.child(field).printedAs(`${at.parent}.${field}`);
  checkDescendingPath(subPath, named('subPath'), scope);
  if (subPathExpr !== '' && subPath !== '')
    invalid(subPathExpr, at.child('subPathExpr'), 'subPath and subPathExpr exclude each other', scope);
  checkDescendingPath(subPathExpr, named('subPathExpr'), scope);
  checkWord(mountPropagation, ['None', 'HostToContainer', 'Bidirectional'], named('mountPropagation'), scope);
  if (mountPropagation === 'Bidirectional' && securityContext?.privileged !== true)
    forbid(named('mountPropagation'), 'Bidirectional is for privileged containers only', scope);
  validateRecursive(mount, named('recursiveReadOnly'), scope);
}

/** Source: validateMountRecursiveReadOnly. */
function validateRecursive(
  { recursiveReadOnly, readOnly, mountPropagation = 'None' }: VolumeMount,
  at: FieldPath,
  scope: Scope,
): void {
  checkWord(recursiveReadOnly, ['Disabled', 'IfPossible', 'Enabled'], at, scope);
  if (recursiveReadOnly !== 'Enabled' && recursiveReadOnly !== 'IfPossible') return;
  if (readOnly !== true) forbid(at, 'the mount is not readOnly', scope);
  if (mountPropagation !== 'None') forbid(at, 'mountPropagation is not None', scope);
}

function validateDevices(
  { volumeMounts = [], volumeDevices = [] }: Mounting,
  volumes: GoodVolumes,
  at: FieldPath,
  scope: Scope,
): void {
  const seen = { names: new Set<string>(), paths: new Set<string>() };
  for (const [index, { name, devicePath }] of volumeDevices.entries()) {
    const place = at.index(index);
    const refuseName = (why: string): void => invalid(name, place.child('name'), why, scope);
    const refusePath = (why: string): void => invalid(devicePath, place.child('devicePath'), why, scope);
    if (required(name, place.child('name'), scope)) {
      const volume = volumes.get(name);
      if (volume === undefined)
        notFound(name, { what: 'valid volume', known: [...volumes.keys()] }, place.child('name'), scope);
      else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined)
        refuseName('only a claim can be handed over as a block device');
      if (seen.names.has(name)) refuseName('is handed over twice');
      if (volumeMounts.some((mount) => mount.name === name)) refuseName('is mounted in this container too');
      seen.names.add(name);
    }
    if (!required(devicePath, place.child('devicePath'), scope)) continue;
    if (devicePath.split('/').includes('..')) refusePath('must not contain ".."');
    if (seen.paths.has(devicePath)) refusePath('another device has this path');
    if (volumeMounts.some((mount) => mount.mountPath === devicePath)) refusePath('a volume is mounted there');
    seen.paths.add(devicePath);
  }
}

import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkWord, forbid, required, type Scope } from '../check.js';

type Fields = { readonly [field: string]: unknown };

/** Set to anything, these make no sense to Windows. */
const linuxContext = [
  ...['seLinuxOptions', 'seccompProfile', 'appArmorProfile', 'fsGroup', 'fsGroupChangePolicy', 'runAsUser'],
  ...['runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'],
];
const linuxContainer = [
  ...['seLinuxOptions', 'seccompProfile', 'appArmorProfile', 'capabilities', 'readOnlyRootFilesystem'],
  ...['privileged', 'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'],
];

/** Fields that only the other system has. Source: pkg/apis/core/validation/validation.go, validateOS, validateLinux and validateWindows. */
export function validateSystem(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { os, hostPID, hostIPC, hostUsers, shareProcessNamespace, securityContext } = podSpec;
  if (os === undefined || !required(os.name, at.child('os', 'name'), scope)) return;
  const name = at.child('os', 'name').printedAs(at.child('os').toString());
  checkWord(os.name, ['linux', 'windows'], name, scope);
  const why = `a pod of ${os.name} has no such field`;
  const refuse = (fields: Fields, names: readonly string[], place: FieldPath): void => {
    for (const field of names) if (fields[field] !== undefined) forbid(place.child(field), why, scope);
  };
  if (os.name === 'windows') {
    refuse({ hostUsers, shareProcessNamespace }, ['hostUsers', 'shareProcessNamespace'], at);
    if (hostPID === true) forbid(at.child('hostPID'), why, scope);
    if (hostIPC === true) forbid(at.child('hostIPC'), why, scope);
    if ((securityContext?.sysctls ?? []).length > 0)
      forbid(at.child('securityContext', 'sysctls'), why, scope);
    forEachContext(podSpec, at, (context, place, isPod) =>
      refuse(context, isPod ? linuxContext : linuxContainer, place),
    );
  } else if (os.name === 'linux')
    forEachContext(podSpec, at, (context, place) => refuse(context, ['windowsOptions'], place));
}

/** The pod's own security context, then those of its containers. */
function forEachContext(
  podSpec: PodSpec,
  at: FieldPath,
  visit: (context: Fields, place: FieldPath, isPod: boolean) => void,
): void {
  visit({ ...podSpec.securityContext }, at.child('securityContext'), true);
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    for (const [index, { securityContext }] of (podSpec[list] ?? []).entries())
      visit({ ...securityContext }, at.child(list).index(index).child('securityContext'), false);
  }
}

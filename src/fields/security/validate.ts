import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkDescendingPath,
  checkLength,
  checkRange,
  checkUnique,
  checkWord,
  invalid,
  required,
  type Scope,
} from '../check.js';
import { dottedName } from './sysctls.js';
import { validateWindowsOptions } from './windows.js';

const idRange = [0, 2 ** 31 - 1] as const;
const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*([a-z0-9][-_a-z0-9]*)?[a-z0-9]$/;

/** Source: pkg/apis/core/validation/validation.go, validatePodSpecSecurityContext. */
export function validatePodSecurity(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const context = podSpec.securityContext ?? {};
  const { fsGroup, runAsUser, runAsGroup, supplementalGroups = [], fsGroupChangePolicy } = context;
  checkRange(fsGroup, idRange, at.child('fsGroup'), scope);
  checkRange(runAsUser, idRange, at.child('runAsUser'), scope);
  checkRange(runAsGroup, idRange, at.child('runAsGroup'), scope);
  for (const [index, group] of supplementalGroups.entries())
    checkRange(group, idRange, at.child('supplementalGroups').index(index), scope);
  checkWord(fsGroupChangePolicy, ['Always', 'OnRootMismatch'], at.child('fsGroupChangePolicy'), scope);
  checkWord(
    context.supplementalGroupsPolicy,
    ['Merge', 'Strict'],
    at.child('supplementalGroupsPolicy'),
    scope,
  );
  checkWord(
    context.seLinuxChangePolicy,
    ['MountOption', 'Recursive'],
    at.child('seLinuxChangePolicy'),
    scope,
  );
  validateSysctls(context, podSpec, at.child('sysctls'), scope);
  validateSeccomp(context.seccompProfile, at.child('seccompProfile'), scope);
  validateAppArmor(context.appArmorProfile, at.child('appArmorProfile'), scope);
  validateWindowsOptions(context.windowsOptions, at.child('windowsOptions'), scope);
}

/** Sysctls that a pod cannot set where it shares the namespace with the host. Source: k8s.io/component-helpers/node/util/sysctl/namespace.go. */
function namespaceOf(name: string): 'ipc' | 'net' | undefined {
  const dotted = dottedName(name);
  if (dotted.startsWith('net.')) return 'net';
  const isIpc = dotted === 'kernel.sem' || /^(?:kernel\.shm|kernel\.msg|fs\.mqueue\.)/.test(dotted);
  return isIpc ? 'ipc' : undefined;
}

function validateSysctls(
  { sysctls = [] }: PodSecurityContext,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  checkUnique(
    sysctls,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, { name }] of sysctls.entries()) {
    const place = at.index(index).child('name');
    if (!required(name, place, scope)) continue;
    if (name.length > 253 || !sysctlName.test(name))
      invalid(name, place, 'must be the name of a sysctl in lower case', scope);
    const namespace = namespaceOf(name);
    if (namespace === 'net' && podSpec.hostNetwork === true)
      invalid(name, place, 'cannot be set on the network of the host', scope);
    if (namespace === 'ipc' && podSpec.hostIPC === true)
      invalid(name, place, 'cannot be set in the IPC namespace of the host', scope);
  }
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** An empty file name is taken. Source: pkg/apis/core/validation/validation.go, validateSeccompProfileField. */
function validateSeccomp(profile: SeccompProfile | undefined, at: FieldPath, scope: Scope): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  const place = at.child('localhostProfile');
  if (required(type, at.child('type'), scope)) checkWord(type, profileTypes, at.child('type'), scope);
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined)
      invalid(localhostProfile, place, 'can only be set when the type is Localhost', scope);
  } else if (localhostProfile === undefined)
    required(undefined, place, scope, 'a Localhost profile names its file');
  else checkDescendingPath(localhostProfile, place, scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidateAppArmorProfileField. */
function validateAppArmor(profile: AppArmorProfile | undefined, at: FieldPath, scope: Scope): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  const place = at.child('localhostProfile');
  if (required(type, at.child('type'), scope)) checkWord(type, profileTypes, at.child('type'), scope);
  if (type === 'Localhost') {
    if (localhostProfile !== localhostProfile?.trim())
      invalid(localhostProfile, place, 'must not begin or end with blanks', scope);
    else required(localhostProfile, place, scope, 'a Localhost profile has a name');
    checkLength(localhostProfile ?? '', 4095, place, scope);
  } else if (localhostProfile !== undefined && profileTypes.includes(type))
    invalid(localhostProfile, place, 'can only be set when the type is Localhost', scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidateSecurityContext. */
export function validateContainerSecurity(
  context: SecurityContext | undefined,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  if (context === undefined) return;
  const {
    privileged = false,
    runAsUser,
    runAsGroup,
    procMount,
    allowPrivilegeEscalation,
    capabilities,
  } = context;
  checkRange(runAsUser, idRange, at.child('runAsUser'), scope);
  checkRange(runAsGroup, idRange, at.child('runAsGroup'), scope);
  checkWord(procMount, ['Default', 'Unmasked'], at.child('procMount'), scope);
  if (procMount === 'Unmasked' && podSpec.hostUsers !== false) {
    invalid(procMount, at.child('procMount'), 'Unmasked needs hostUsers: false', scope);
  }
  validateSeccomp(context.seccompProfile, at.child('seccompProfile'), scope);
  validateAppArmor(context.appArmorProfile, at.child('appArmorProfile'), scope);
  validateWindowsOptions(context.windowsOptions, at.child('windowsOptions'), scope);
  if (allowPrivilegeEscalation !== false) return;
  if (privileged) invalid('', at, 'allowPrivilegeEscalation cannot be false when privileged is true', scope);
  if ((capabilities?.add ?? []).includes('CAP_SYS_ADMIN')) {
    invalid('', at, 'allowPrivilegeEscalation cannot be false when CAP_SYS_ADMIN is added', scope);
  }
}

import type {
  AppArmorProfile,
  Container,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkRange, checkUnique, checkWord, forbid, invalid, required, type Scope } from '../check.js';
import { sysctlNamespace } from './sysctls.js';

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
  validateHostProcess(podSpec, at, scope);
}

function validateSysctls(
  { sysctls = [] }: PodSecurityContext,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  checkUnique(
    sysctls,
    ({ name }) => name?.replaceAll('/', '.'),
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, { name }] of sysctls.entries()) {
    const place = at.index(index).child('name');
    if (!required(name, place, scope)) continue;
    if (name.length > 253 || !sysctlName.test(name))
      invalid(name, place, 'must be the name of a sysctl in lower case', scope);
    const namespace = sysctlNamespace(name);
    if (namespace === 'net' && podSpec.hostNetwork === true)
      invalid(name, place, 'cannot be set on the network of the host', scope);
    if (namespace === 'ipc' && podSpec.hostIPC === true)
      invalid(name, place, 'cannot be set in the IPC namespace of the host', scope);
  }
}

/** Source: pkg/apis/core/validation/validation.go, ValidateSeccompProfileField. */
function validateSeccomp(profile: SeccompProfile | undefined, at: FieldPath, scope: Scope): void {
  validateProfile(profile, at, scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidateAppArmorProfileField. */
function validateAppArmor(profile: AppArmorProfile | undefined, at: FieldPath, scope: Scope): void {
  validateProfile(profile, at, scope);
}

function validateProfile(
  profile: { readonly type: string; readonly localhostProfile?: string } | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  if (profile === undefined) return;
  const { type, localhostProfile } = profile;
  const place = at.child('localhostProfile');
  if (required(type, at.child('type'), scope))
    checkWord(type, ['Localhost', 'RuntimeDefault', 'Unconfined'], at.child('type'), scope);
  if (type === 'Localhost') {
    if (!required(localhostProfile, place, scope, 'a Localhost profile names its file')) return;
    if (localhostProfile?.startsWith('/') === true)
      invalid(localhostProfile, place, 'must be a relative path', scope);
    if (localhostProfile?.split('/').includes('..') === true)
      invalid(localhostProfile, place, 'must not contain ".."', scope);
  } else if (localhostProfile !== undefined && type !== undefined && type !== '') {
    invalid(localhostProfile, place, 'can only be set when the type is Localhost', scope);
  }
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
  if (allowPrivilegeEscalation !== false) return;
  if (privileged) invalid('', at, 'allowPrivilegeEscalation cannot be false when privileged is true', scope);
  if ((capabilities?.add ?? []).includes('CAP_SYS_ADMIN')) {
    invalid('', at, 'allowPrivilegeEscalation cannot be false when CAP_SYS_ADMIN is added', scope);
  }
}

/** Source: pkg/apis/core/validation/validation.go, validateWindowsHostProcessPod. */
function validateHostProcess(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const isHostProcess = (container: Container): boolean =>
    (container.securityContext?.windowsOptions?.hostProcess ??
      podSpec.securityContext?.windowsOptions?.hostProcess) === true;
  const all = [...podSpec.containers, ...(podSpec.initContainers ?? [])];
  const some = all.filter(isHostProcess);
  if (some.length === 0) return;
  if (some.length < all.length)
    invalid('', at, 'all containers must be HostProcess containers, or none', scope);
  if (podSpec.hostNetwork !== true && at.parent !== undefined) {
    invalid(
      podSpec.hostNetwork ?? false,
      at.parent.child('hostNetwork'),
      'must be true for HostProcess containers',
      scope,
    );
  }
}

/** Fields that only the other system has. Source: pkg/apis/core/validation/validation.go, validateLinux and validateWindows. */
export function validateSystem(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { os } = podSpec;
  if (os === undefined) return;
  if (required(os.name, at.child('os', 'name'), scope))
    checkWord(os.name, ['linux', 'windows'], at.child('os', 'name'), scope);
  const foreign = (context: object | undefined, place: FieldPath, fields: readonly string[]): void => {
    for (const field of fields) {
      if (context !== undefined && field in context)
        forbid(place.child(field), `a pod of ${os.name} has no such field`, scope);
    }
  };
  const linuxPod = ['hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace'];
  const linuxContext = [
    'seLinuxOptions',
    'seccompProfile',
    'appArmorProfile',
    'fsGroup',
    'fsGroupChangePolicy',
    'sysctls',
    'runAsUser',
    'runAsGroup',
    'supplementalGroups',
    'supplementalGroupsPolicy',
  ];
  const linuxContainer = [
    'seLinuxOptions',
    'seccompProfile',
    'appArmorProfile',
    'capabilities',
    'readOnlyRootFilesystem',
    'privileged',
    'allowPrivilegeEscalation',
    'procMount',
    'runAsUser',
    'runAsGroup',
  ];
  const isWindows = os.name === 'windows';
  if (isWindows) foreign(podSpec, at, linuxPod);
  foreign(
    podSpec.securityContext,
    at.child('securityContext'),
    isWindows ? linuxContext : ['windowsOptions'],
  );
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, { securityContext }] of (podSpec[list] ?? []).entries()) {
      const place = at.child(list).index(index).child('securityContext');
      foreign(securityContext, place, isWindows ? linuxContainer : ['windowsOptions']);
    }
  }
}

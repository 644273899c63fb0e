import type { Container, PodSecurityContext, PodSpec, SecurityContext } from 'kubernetes-types/core/v1.js';
import type { RootReason } from '../../diagnostics/catalog/podman-security.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ImageFacts } from '../../phases/observed.js';
import type { ResolveContext } from '../context.js';
import { imageUser } from './accounts.js';
import { capabilityFlags, resolveCapabilities } from './capabilities.js';
import type { ContainerSecurity, PodSecurity } from './model.js';
import { resolveAppArmor, resolveSELinux, resolveSeccomp } from './profiles.js';
import { isForbiddenSysctl, resolveSysctls, sysctlNamespace } from './sysctls.js';
import { resolveUser } from './user.js';

/** What a container's security context is resolved from, besides the container itself. */
export interface ContainerSecurityInput {
  readonly container: Container;
  readonly pod: PodSecurityContext | undefined;
  /** Path of the pod's security context. */
  readonly podAt: FieldPath;
  /** What the image says of itself; undefined when nobody looked. */
  readonly image: ImageFacts | undefined;
}

/**
 * The pod's own part, because sysctls, the user namespace and fsGroup belong to no container.
 * Reports: podman/sysctl-host, podman/sysctl-forbidden, podman/id-unmapped.
 * Source: kubernetes pkg/kubelet/sysctl/allowlist.go, Admit; resolveSysctls.
 */
export function resolvePodSecurity(podSpec: PodSpec, at: FieldPath, context: ResolveContext): PodSecurity {
  const {
    fsGroup,
    fsGroupChangePolicy,
    supplementalGroups = [],
    sysctls = [],
  } = podSpec.securityContext ?? {};
  const here = at.child('securityContext');
  for (const [index, { name }] of sysctls.entries()) {
    const namespace = sysctlNamespace(name);
    const field =
      namespace === 'net' && podSpec.hostNetwork === true
        ? 'hostNetwork'
        : namespace === 'ipc' && podSpec.hostIPC === true
          ? 'hostIPC'
          : undefined;
    const place = here.child('sysctls').index(index).child('name');
    const { allowedSysctls } = context;
    if (field !== undefined) context.report('podman/sysctl-host', place, { name, field });
    else if (allowedSysctls !== undefined && isForbiddenSysctl(name, allowedSysctls))
      context.report('podman/sysctl-forbidden', place, { name });
  }
  reportUnmapped(here.child('fsGroup'), fsGroup, context);
  for (const [index, group] of supplementalGroups.entries()) {
    reportUnmapped(here.child('supplementalGroups').index(index), group, context);
  }
  const userNamespace = podSpec.hostUsers === false ? 'auto' : 'host';
  return {
    sysctls: resolveSysctls(sysctls, { hostNetwork: podSpec.hostNetwork === true, userNamespace }),
    userNamespace,
    ...(fsGroup === undefined ? {} : { fsGroup }),
    fsGroupChangePolicy: fsGroupChangePolicy === 'OnRootMismatch' ? 'OnRootMismatch' : 'Always',
    supplementalGroups,
  };
}

/** Rootless: an id beyond the user's sub-id range cannot exist in any of its containers. */
function reportUnmapped(at: FieldPath, id: number | undefined, { report, situation }: ResolveContext): void {
  const { rootless, subordinateIds } = situation.target;
  if (id === undefined || !rootless || subordinateIds === undefined || id <= subordinateIds) return;
  report('podman/id-unmapped', at, { path: at.toString(), id, available: subordinateIds });
}

/**
 * What a container may do and who it is, as the kubelet merges it: a container's value replaces the pod's as a whole.
 * Reports: podman/run-as-root, podman/image-user-unknown, podman/id-unmapped, podman/ambient-capability.
 * Sources: kubernetes pkg/securitycontext/util.go, DetermineEffectiveSecurityContext and AddNoNewPrivileges;
 * pkg/kubelet/kuberuntime/security_context_others.go, verifyRunAsNonRoot; resolveUser; resolveCapabilities.
 */
export function resolveContainerSecurity(
  input: ContainerSecurityInput,
  at: FieldPath,
  context: ResolveContext,
): ContainerSecurity {
  const {
    allowPrivilegeEscalation,
    appArmorProfile,
    capabilities,
    privileged,
    procMount,
    readOnlyRootFilesystem,
    runAsGroup, // user.ts
    runAsNonRoot, // checkNonRoot
    runAsUser, // user.ts
    seLinuxOptions,
    seccompProfile,
    windowsOptions, // ledger: no effect on Linux
    ...rest
  } = input.container.securityContext ?? {};
  rest satisfies Record<string, never>;
  const user = resolveContainerUser(input, at, context);
  const resolved = resolveCapabilities(capabilities);
  const added = user.nonRoot && privileged !== true ? capabilityFlags(resolved, true).add : [];
  if (added.length > 0) {
    const path = at.child('securityContext', 'capabilities', 'add');
    context.report('podman/ambient-capability', path, { container: input.container.name, names: added });
  }
  return {
    ...user,
    capabilities: resolved,
    privileged: privileged === true,
    readOnlyRootFilesystem: readOnlyRootFilesystem === true,
    volumePaths: volumePaths(input),
    noNewPrivileges: allowPrivilegeEscalation === false,
    ...resolveSeccomp(seccompProfile ?? input.pod?.seccompProfile),
    ...resolveAppArmor(appArmorProfile ?? input.pod?.appArmorProfile),
    selinux: resolveSELinux(seLinuxOptions ?? input.pod?.seLinuxOptions),
    unmaskedProc: procMount === 'Unmasked',
  };
}

function volumePaths({ container, image }: ContainerSecurityInput): readonly string[] {
  const mounted = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
  return [...mounted, ...(image?.volumes ?? [])].map((path) => path.replace(/(?<=.)\/+$/, ''));
}

type ContainerUser = Pick<ContainerSecurity, 'user' | 'groups' | 'nonRoot'>;

function resolveContainerUser(
  input: ContainerSecurityInput,
  at: FieldPath,
  context: ResolveContext,
): ContainerUser {
  const { container, pod, image } = input;
  const runAsUser = container.securityContext?.runAsUser ?? pod?.runAsUser;
  const runAsGroup = container.securityContext?.runAsGroup ?? pod?.runAsGroup;
  for (const [field, id] of [
    ['runAsUser', runAsUser],
    ['runAsGroup', runAsGroup],
  ] as const) {
    reportUnmapped(effectivePath(input, at, field), id, context);
  }
  checkNonRoot({ ...input, runAsUser }, at, context);
  const { unknown, ...user } = resolveUser(
    {
      ...(runAsUser === undefined ? {} : { runAsUser }),
      ...(runAsGroup === undefined ? {} : { runAsGroup }),
      policy: pod?.supplementalGroupsPolicy === 'Strict' ? 'Strict' : 'Merge',
      groups: [...(pod?.fsGroup === undefined ? [] : [pod.fsGroup]), ...(pod?.supplementalGroups ?? [])],
    },
    image,
  );
  if (unknown !== undefined) {
    const about = unknown === 'user' ? 'runAsGroup' : 'supplementalGroupsPolicy';
    reportUnknown(about, effectivePath(input, at, about), { container, context });
  }
  return user;
}

/** Where a merged value stands: in the container, or else in the pod. */
function effectivePath(
  { container, podAt }: ContainerSecurityInput,
  at: FieldPath,
  field: keyof SecurityContext | 'supplementalGroupsPolicy',
): FieldPath {
  const own: { readonly [name: string]: unknown } = { ...container.securityContext };
  return own[field] === undefined ? podAt.child(field) : at.child('securityContext', field);
}

function reportUnknown(
  about: 'runAsNonRoot' | 'runAsGroup' | 'supplementalGroupsPolicy',
  at: FieldPath,
  { container, context }: { readonly container: Container; readonly context: ResolveContext },
): void {
  const later = context.situation.output === 'run';
  const image = container.image ?? '';
  context.report('podman/image-user-unknown', at, { container: container.name, image, about, later });
}

function checkNonRoot(
  input: ContainerSecurityInput & { readonly runAsUser: number | undefined },
  at: FieldPath,
  context: ResolveContext,
): void {
  const { container, pod, image, runAsUser } = input;
  if ((container.securityContext?.runAsNonRoot ?? pod?.runAsNonRoot) !== true) return;
  const path = effectivePath(input, at, 'runAsNonRoot');
  const refuse = (why: RootReason): void =>
    context.report('podman/run-as-root', path, { container: container.name, why });
  if (runAsUser !== undefined) {
    if (runAsUser === 0) refuse({ reason: 'run-as-user' });
    return;
  }
  if (image === undefined) {
    reportUnknown('runAsNonRoot', path, { container, context });
    return;
  }
  const { uid, text } = imageUser(image);
  const name = container.image ?? '';
  if (uid === undefined) refuse({ reason: 'image-name', image: name, user: text });
  else if (uid === 0) refuse({ reason: 'image-root', image: name });
}

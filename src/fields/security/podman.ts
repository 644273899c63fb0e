import type { ContainerSpec } from '../../podman/container-spec.js';
import { supports } from '../../podman/versions.js';
import type { ContainerContribution, PlanContext, PodContribution } from '../context.js';
import { capabilityFlags } from './capabilities.js';
import { podIdMap } from './id-map.js';
import type { ContainerSecurity, PodSecurity, SELinuxLabel } from './model.js';
import { everybodyPings } from './sysctls.js';

/** Sysctls and the user namespace of the pod. Source: man podman-pod-create(1), --sysctl. */
export function planPodSecurity(security: PodSecurity, context: PlanContext): PodContribution {
  const idMap = podIdMap(security, context);
  return {
    spec: {
      ...(Object.keys(security.sysctls).length === 0
        ? {}
        : { sysctls: planSysctls(security.sysctls, context) }),
      ...(idMap === undefined ? {} : { idMap }),
    },
  };
}

/** Rootless: the kernel takes a range of groups only as far as the user has groups (ids 0 to the sub-id count). */
function planSysctls(
  sysctls: PodSecurity['sysctls'],
  { situation }: PlanContext,
): { readonly [name: string]: string } {
  const { rootless, subordinateIds = 65_536 } = situation.target;
  const name = 'net.ipv4.ping_group_range';
  return rootless && sysctls[name] === everybodyPings
    ? { ...sysctls, [name]: `0 ${subordinateIds}` }
    : sysctls;
}

/**
 * One container's user, groups, capabilities and confinement.
 * Source: man podman-create(1), --user, --group-add, --cap-add, --cap-drop, --privileged, --read-only, --security-opt.
 */
export function planContainerSecurity(
  security: ContainerSecurity,
  context: PlanContext,
): ContainerContribution {
  const { user, groups, privileged, readOnlyRootFilesystem, noNewPrivileges, seccomp, apparmor, selinux } =
    security;
  const { add, drop } = privileged
    ? { add: [], drop: [] }
    : capabilityFlags(security.capabilities, security.nonRoot);
  const labels = selinuxLabels(selinux);
  return {
    spec: {
      ...(user === undefined ? {} : { user }),
      ...(groups.length === 0 ? {} : { groupAdd: groups.map(String) }),
      ...(add.length === 0 ? {} : { capAdd: add }),
      ...(drop.length === 0 ? {} : { capDrop: drop }),
      ...(privileged ? { privileged } : {}),
      ...(readOnlyRootFilesystem ? readOnlyRoot(security.volumePaths, context) : {}),
      ...(noNewPrivileges ? { noNewPrivileges } : {}),
      ...(seccomp === undefined
        ? {}
        : { seccomp: seccomp.kind === 'Unconfined' ? 'unconfined' : seccomp.profile }),
      ...(apparmor === undefined
        ? {}
        : { apparmor: apparmor.kind === 'Unconfined' ? 'unconfined' : apparmor.profile }),
      ...(labels.length === 0 ? {} : { selinux: labels }),
      ...(security.unmaskedProc ? { unmask: ['ALL'] } : {}),
    },
  };
}

/** Where Podman puts a writable tmpfs into a read-only root, unless told not to. */
const tmpfsPaths: readonly string[] = ['/run', '/tmp', '/var/tmp'];

/**
 * A read-only root as on a node: nothing of the image can be written, /dev and /dev/shm can. Newer releases couple
 * the two, so there each of Podman's tmpfs is replaced by a read-only one with the image's content (tmpcopyup).
 * Seen on 4.3.1 and 5.4.2; man podman-create(1), --read-only-tmpfs.
 */
function readOnlyRoot(
  volumePaths: readonly string[],
  { situation }: PlanContext,
): Pick<ContainerSpec, 'readOnly' | 'readOnlyTmpfs' | 'mounts'> {
  if (!supports(situation.target.version, 'readOnlyTmpfsHasDev'))
    return { readOnly: true, readOnlyTmpfs: false };
  return {
    readOnly: true,
    readOnlyTmpfs: true,
    mounts: tmpfsPaths
      .filter((path) => !volumePaths.includes(path))
      .map((target) => ({ kind: 'tmpfs', target, readOnly: true })),
  };
}

function selinuxLabels({ user, role, type, level }: SELinuxLabel): readonly string[] {
  return Object.entries({ user, role, type, level }).flatMap(([part, value]) =>
    value === undefined ? [] : [`${part}:${value}`],
  );
}

import type {
  AppArmorProfile,
  Capabilities,
  Container,
  PodSecurityContext,
  PodSpec,
  SELinuxOptions,
  SeccompProfile,
  SecurityContext,
  Sysctl,
  WindowsSecurityContextOptions,
} from 'kubernetes-types/core/v1.js';
import {
  differsRemotely,
  exact,
  harmless,
  type Ledger,
  type LedgerPart,
  type LedgerRow,
  type Verdict,
} from '../ledger.js';
import { dottedName, safeSysctls, sysctlNamespace } from './sysctls.js';

const types = 'kubernetes staging/src/k8s.io/api/core/v1/types.go';
const merge = 'kubernetes pkg/securitycontext/util.go, DetermineEffectiveSecurityContext';
const users = 'containerd internal/cri/server/container_create_linux.go, containerSpecOpts';
const exactly: Verdict = { level: 'exact' };

const seLinuxLedger = {
  level: exact(merge, '--security-opt label=level:...'),
  role: exact(merge, '--security-opt label=role:...'),
  type: exact(merge, '--security-opt label=type:...'),
  user: exact(merge, '--security-opt label=user:...'),
} satisfies Ledger<SELinuxOptions>;

const seccompLedger = {
  type: exact(
    'kubernetes pkg/kubelet/kuberuntime/helpers.go, fieldSeccompProfile',
    "Unconfined is --security-opt seccomp=unconfined; RuntimeDefault is the runtime's own filter, here Podman's. Without a profile Podman's filter stays, as on a node whose kubelet has seccompDefault.",
  ),
  localhostProfile: {
    verdict: {
      level: 'approximate',
      why: 'the profile is read from /var/lib/kubelet/seccomp on this machine, where a node has it',
    },
    source: `${types}, SeccompProfile.LocalhostProfile`,
    how: '--security-opt seccomp=/var/lib/kubelet/seccomp/PROFILE',
  },
} satisfies Ledger<SeccompProfile>;

const apparmorLedger = {
  type: exact(
    'containerd internal/cri/sputil, GenerateApparmorSpecOpts',
    "Unconfined is --security-opt apparmor=unconfined; RuntimeDefault is Podman's own profile.",
  ),
  localhostProfile: exact(
    `${types}, AppArmorProfile.LocalhostProfile`,
    '--security-opt apparmor=NAME; the profile must be loaded on this machine.',
  ),
} satisfies Ledger<AppArmorProfile>;

const windowsLedger = {
  gmsaCredentialSpec: harmless(`${types}, WindowsSecurityContextOptions`, 'only Windows nodes read it'),
  gmsaCredentialSpecName: harmless(`${types}, WindowsSecurityContextOptions`, 'only Windows nodes read it'),
  hostProcess: harmless(`${types}, WindowsSecurityContextOptions`, 'only Windows nodes read it'),
  runAsUserName: harmless(`${types}, WindowsSecurityContextOptions`, 'only Windows nodes read it'),
} satisfies Ledger<WindowsSecurityContextOptions>;

const capabilitiesLedger = {
  add: exact(
    'containerd internal/cri/opts/spec_linux_opts.go, WithCapabilities',
    "--cap-add, from a node's default set (Podman's with AUDIT_WRITE, MKNOD and NET_RAW).",
  ),
  drop: exact('containerd internal/cri/opts/spec_linux_opts.go, WithCapabilities', '--cap-drop'),
} satisfies Ledger<Capabilities>;

const sysctlLedger = {
  name: {
    verdict: (value) => sysctlVerdict(String(value)),
    source: 'kubernetes pkg/kubelet/sysctl/allowlist.go, Admit',
    how: '--sysctl of the pod.',
  },
  value: exact(`${types}, Sysctl.Value`, '--sysctl of the pod.'),
} satisfies Ledger<Sysctl>;

function sysctlVerdict(name: string): Verdict {
  if (sysctlNamespace(name) === undefined) {
    return {
      level: 'refused',
      why: `"${name}" belongs to the whole machine, and no pod can set it for itself`,
    };
  }
  if (safeSysctls.includes(dottedName(name))) return exactly;
  return {
    level: 'approximate',
    why: `a node refuses the unsafe "${name}" unless its kubelet allows it with --allowed-unsafe-sysctls; apply has that flag, too`,
  };
}

/** Rows for every field of a container's security context. */
export const securityContextLedger = {
  allowPrivilegeEscalation: exact(
    'kubernetes pkg/securitycontext/util.go, AddNoNewPrivileges',
    'false is --security-opt no-new-privileges.',
  ),
  appArmorProfile: exact(merge, "The container's profile replaces the pod's.", { fields: apparmorLedger }),
  capabilities: exact(merge, undefined, { fields: capabilitiesLedger }),
  privileged: {
    verdict: (value, { target }) =>
      value === true && target.rootless
        ? { level: 'approximate', why: "rootless Podman gives all rights within the user's own only" }
        : exactly,
    source: 'containerd internal/cri/server/container_create.go, buildLinuxSpec',
    how: '--privileged',
  },
  procMount: exact(
    'kubernetes pkg/securitycontext/util.go, ConvertToRuntimeMaskedPaths',
    'Unmasked is unmask=ALL.',
  ),
  readOnlyRootFilesystem: exact(
    'containerd internal/cri/server/container_create.go, buildLinuxSpec',
    '--read-only, and none of the writable tmpfs that Podman would add; /dev and /dev/shm stay writable.',
  ),
  runAsGroup: exact(
    users,
    "--user USER:GID, with the user of the image when none is set, and the image's memberships.",
  ),
  runAsNonRoot: exact(
    'kubernetes pkg/kubelet/kuberuntime/security_context_others.go, verifyRunAsNonRoot',
    'A container that would be root, or whose image names its user by text, is refused.',
  ),
  runAsUser: exact(users, "--user; the group comes from the image's /etc/passwd, else it is 0."),
  seLinuxOptions: exact(merge, "The container's label replaces the pod's.", { fields: seLinuxLedger }),
  seccompProfile: exact(merge, "The container's profile replaces the pod's.", { fields: seccompLedger }),
  windowsOptions: harmless(`${types}, SecurityContext.WindowsOptions`, 'only Windows nodes read it', {
    fields: windowsLedger,
  }),
} satisfies Ledger<SecurityContext>;

const shared = securityContextLedger;

/** Rows for every field of a pod's security context. */
export const podSecurityContextLedger = {
  appArmorProfile: shared.appArmorProfile,
  fsGroup: differsRemotely(
    exact(
      'kubernetes pkg/kubelet/kuberuntime/security_context.go, determineEffectiveSecurityContext; pkg/volume/volume_linux.go',
      '--group-add for every process; the volumes are handed to the group.',
    ),
    'on another machine only empty volumes are handed to the group: files that are in a claim already keep theirs',
  ),
  fsGroupChangePolicy: exact(
    'kubernetes pkg/volume/volume_linux.go, SetVolumeOwnership',
    'As the volumes are prepared.',
  ),
  runAsGroup: shared.runAsGroup,
  runAsNonRoot: shared.runAsNonRoot,
  runAsUser: shared.runAsUser,
  seLinuxChangePolicy: harmless(
    `${types}, PodSecurityContext.SELinuxChangePolicy`,
    'it only says how volumes are labelled, which Podman does when they are mounted',
  ),
  seLinuxOptions: shared.seLinuxOptions,
  seccompProfile: shared.seccompProfile,
  supplementalGroups: exact('kubernetes pkg/kubelet/kuberuntime/security_context.go', '--group-add'),
  supplementalGroupsPolicy: exact(users, "Strict leaves the image's /etc/group out."),
  sysctls: exact('kubernetes pkg/kubelet/sysctl/allowlist.go, Admit', '--sysctl of the pod.', {
    fields: sysctlLedger,
  }),
  windowsOptions: shared.windowsOptions,
} satisfies Ledger<PodSecurityContext>;

const hostUsersRow: LedgerRow = {
  verdict: (value, { target }) => {
    if (value !== false) return exactly;
    return target.rootless
      ? {
          level: 'approximate',
          why: 'all pods of a rootless user share the user namespace that the user has anyway',
        }
      : {
          level: 'approximate',
          why: 'the pod gets 65536 ids of its own, and files of hostPath volumes and of claims that others wrote belong to nobody in it',
        };
  },
  source: 'kubernetes pkg/kubelet/userns/userns_manager.go',
  how: 'false is --uidmap and --gidmap of the pod, to a range chosen by its name; rootless pods are in a user namespace without it.',
};

/** What becomes of the pod's security fields. */
export const podSpecRows = {
  securityContext: exact(merge, undefined, { fields: podSecurityContextLedger }),
  hostUsers: hostUsersRow,
} satisfies LedgerPart<PodSpec, 'securityContext' | 'hostUsers'>;

/** What becomes of a container's security fields. */
export const containerRows = {
  securityContext: exact(merge, undefined, { fields: securityContextLedger }),
} satisfies LedgerPart<Container, 'securityContext'>;

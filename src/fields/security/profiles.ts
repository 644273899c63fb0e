import type { AppArmorProfile, SELinuxOptions, SeccompProfile } from 'kubernetes-types/core/v1.js';
import type { AppArmorChoice, SELinuxLabel, SeccompChoice } from './model.js';

/** Folder below which a node looks for seccomp profiles. Source: kubelet's --root-dir default and config.DefaultKubeletSeccompDirName. */
const seccompFolder = '/var/lib/kubelet/seccomp';

/**
 * The system call filter. Unset and RuntimeDefault leave the engine's own filter in place (see the ledger's row).
 * Source: kubernetes pkg/kubelet/kuberuntime/helpers.go, fieldSeccompProfile.
 */
export function resolveSeccomp(profile: SeccompProfile | undefined): { readonly seccomp?: SeccompChoice } {
  const { type, localhostProfile, ...rest } = profile ?? { type: 'RuntimeDefault' };
  rest satisfies Record<string, never>;
  if (type === 'Unconfined') return { seccomp: { kind: 'Unconfined' } };
  if (type !== 'Localhost' || localhostProfile === undefined) return {};
  return { seccomp: { kind: 'Localhost', profile: `${seccompFolder}/${localhostProfile}` } };
}

/**
 * The AppArmor profile by name; unset and RuntimeDefault leave the engine's own.
 * Source: kubernetes pkg/kubelet/kuberuntime/security_context_others.go; containerd internal/cri/sputil.
 */
export function resolveAppArmor(profile: AppArmorProfile | undefined): {
  readonly apparmor?: AppArmorChoice;
} {
  const { type, localhostProfile, ...rest } = profile ?? { type: 'RuntimeDefault' };
  rest satisfies Record<string, never>;
  if (type === 'Unconfined') return { apparmor: { kind: 'Unconfined' } };
  if (type !== 'Localhost' || localhostProfile === undefined) return {};
  return { apparmor: { kind: 'Localhost', profile: localhostProfile } };
}

/** The parts of the SELinux label that are set. Source: containerd internal/cri/server/helpers.go, toLabel. */
export function resolveSELinux(options: SELinuxOptions | undefined): SELinuxLabel {
  const { user, role, type, level, ...rest } = options ?? {};
  rest satisfies Record<string, never>;
  return {
    ...(user === undefined ? {} : { user }),
    ...(role === undefined ? {} : { role }),
    ...(type === undefined ? {} : { type }),
    ...(level === undefined ? {} : { level }),
  };
}

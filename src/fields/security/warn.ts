import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../check.js';

type Annotations = { readonly [key: string]: string };

/** Annotations that became fields. Source: pkg/api/pod/warnings.go, deprecatedAnnotations. */
const oldAnnotations: { readonly [key: string]: string } = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'does nothing since v1.16: use the field "priorityClassName"',
  'security.alpha.kubernetes.io/sysctls': 'does nothing since v1.11: use the field "sysctls"',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'does nothing since v1.11: use the field "sysctls"',
};

const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompPrefix = 'container.seccomp.security.alpha.kubernetes.io/';
const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

/** Source: pkg/api/pod/warnings.go, warningsForPodSpecAndMeta; pkg/registry/core/pod/strategy.go, applyAppArmorVersionSkew. */
export function warnOfAnnotations(
  annotations: Annotations,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  const tell = (key: string, why: string): void => {
    if (annotations[key] !== undefined) warn(at.entry(key), why, scope);
  };
  for (const [key, why] of Object.entries(oldAnnotations)) tell(key, why);
  const { seccompProfile, appArmorProfile } = podSpec.securityContext ?? {};
  const useSeccomp = 'does nothing since v1.27: use the field "seccompProfile"';
  const useAppArmor = 'is deprecated since v1.30: use the field "appArmorProfile"';
  if (seccompProfile === undefined) tell(seccompPod, useSeccomp);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const { name, securityContext } of podSpec[list] ?? []) {
      if (securityContext?.seccompProfile === undefined) tell(`${seccompPrefix}${name}`, useSeccomp);
      if (appArmorProfile === undefined && securityContext?.appArmorProfile === undefined)
        tell(`${appArmorPrefix}${name}`, useAppArmor);
    }
  }
}

import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkDescendingPath, forbid, invalid, type Scope } from '../check.js';

/** Profiles that pods named in annotations before they had fields for them; both, where set, must say the same. */
interface ProfileKind {
  /** The pod's own annotation; AppArmor has none. */
  readonly podKey?: string;
  readonly prefix: string;
  readonly field: 'seccompProfile' | 'appArmorProfile';
  readonly byDefault: readonly string[];
}

const kinds: readonly ProfileKind[] = [
  {
    podKey: 'seccomp.security.alpha.kubernetes.io/pod',
    prefix: 'container.seccomp.security.alpha.kubernetes.io/',
    field: 'seccompProfile',
    byDefault: ['runtime/default', 'docker/default'],
  },
  {
    prefix: 'container.apparmor.security.beta.kubernetes.io/',
    field: 'appArmorProfile',
    byDefault: ['runtime/default'],
  },
];
const [seccomp, appArmor] = kinds;
const localhost = 'localhost/';

type Annotations = { readonly [key: string]: string };

/**
 * Source: pkg/apis/core/validation/validation.go, ValidateSeccompPodAnnotations, ValidateAppArmorPodAnnotations,
 * validateSeccompAnnotationsAndFields and validateAppArmorAnnotationsAndFieldsMatchOnCreate.
 */
export function validateProfileAnnotations(
  annotations: Annotations,
  podSpec: PodSpec,
  { annotationsAt, specAt }: { readonly annotationsAt: FieldPath; readonly specAt: FieldPath },
  scope: Scope,
): void {
  const keys = Object.keys(annotations).filter((key) => key.includes('.kubernetes.io/'));
  if (keys.length === 0) return;
  for (const key of keys) {
    if (key === seccomp?.podKey || key.startsWith(seccomp?.prefix ?? '\n'))
      checkSeccomp(
        annotations[key] ?? '',
        annotationsAt.entry(key).printedAs(`${annotationsAt}.${key}`),
        scope,
      );
    else if (key.startsWith(appArmor?.prefix ?? '\n'))
      checkAppArmor(key, annotations[key] ?? '', podSpec, annotationsAt.entry(key), scope);
  }
  checkAgreement(annotations, podSpec, specAt, scope);
}

function checkSeccomp(value: string, at: FieldPath, scope: Scope): void {
  if (value.startsWith(localhost)) checkDescendingPath(value.slice(localhost.length), at, scope);
  else if (!['runtime/default', 'docker/default', 'unconfined'].includes(value))
    invalid(value, at, 'must be runtime/default, unconfined or localhost/FILE', scope);
}

function checkAppArmor(key: string, value: string, podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const name = key.slice(appArmor?.prefix.length);
  if (!containersOf(podSpec).some((one) => one.name === name))
    invalid(name, at, 'there is no container of this name', scope);
  if (!['', 'runtime/default', 'unconfined'].includes(value) && !value.startsWith(localhost))
    invalid(value, at, 'must be runtime/default, unconfined or localhost/PROFILE', scope);
}

function containersOf(podSpec: PodSpec) {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (podSpec[list] ?? []).map(({ name, securityContext }, index) => ({ name, securityContext, list, index })),
  );
}

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

function checkAgreement(annotations: Annotations, podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  for (const kind of kinds) {
    const { podKey, prefix, field } = kind;
    const ofPod = podSpec.securityContext?.[field];
    if (podKey !== undefined)
      compare(kind, annotations[podKey], ofPod, at.child('securityContext', field), scope);
    if (field === 'appArmorProfile' && podSpec.os?.name === 'windows') continue;
    for (const { name, securityContext, list, index } of containersOf(podSpec)) {
      const inherited = field === 'appArmorProfile' ? ofPod : undefined;
      const place = at.child(list).index(index).child('securityContext', field);
      compare(kind, annotations[`${prefix}${name}`], securityContext?.[field] ?? inherited, place, scope);
    }
  }
}

function compare(
  { byDefault }: ProfileKind,
  annotation: string | undefined,
  profile: Profile | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  if (annotation === undefined || profile === undefined) return;
  const { type, localhostProfile } = profile;
  const why = 'the annotation says something else';
  const differs =
    (type === 'Unconfined' && annotation !== 'unconfined') ||
    (type === 'RuntimeDefault' && !byDefault.includes(annotation)) ||
    (type === 'Localhost' && !annotation.startsWith(localhost));
  if (differs) forbid(at.child('type'), why, scope);
  else if (type === 'Localhost' && annotation !== `${localhost}${localhostProfile}`)
    forbid(at.child('localhostProfile'), why, scope);
}

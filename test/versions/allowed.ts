import type { FormName } from './forms.js';
import type { NormalContainer } from './normal-form.js';

/** A difference from what `apply` makes that is known and reported by `convert`, and why it is there. */
export interface AllowedDifference {
  readonly form: FormName;
  /** Releases of Podman; all when it is not given. */
  readonly podman?: RegExp;
  readonly field: keyof NormalContainer;
  readonly why: string;
}

export const allowed: readonly AllowedDifference[] = [
  ...(['script', 'kube', 'quadlet'] as const).map((form) => ({
    form,
    field: 'health' as const,
    why: 'apply without the supervisor runs no probes; what people keep hands them to Podman',
  })),
  { form: 'kube', podman: /^4\.[0-6]\./, field: 'graceSeconds', why: 'ignored before Podman 4.7' },
  {
    form: 'kube',
    podman: /^4\.[0-7]\./,
    field: 'files',
    why: 'defaultMode is ignored before Podman 4.8',
  },
];

/** The container without the fields that this form may make otherwise. */
export function comparable(
  container: NormalContainer,
  form: FormName,
  podman: string,
): { readonly [field: string]: unknown } {
  const skipped = allowed
    .filter((row) => row.form === form && (row.podman === undefined || row.podman.test(podman)))
    .map(({ field }) => String(field));
  return Object.fromEntries(Object.entries(container).filter(([field]) => !skipped.includes(field)));
}

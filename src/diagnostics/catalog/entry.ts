/**
 * `error`: no output for this object. `warning`: it will behave differently from a cluster.
 * `note`: no difference on one machine.
 */
export type Severity = 'error' | 'warning' | 'note';

/**
 * Whose verdict it is. `kubernetes`: the API server (or reading the file) refuses or warns. `podman`: Podman
 * cannot honour it exactly. `reference`: it points nowhere. `advice`: the rest.
 */
export type Group = 'kubernetes' | 'podman' | 'reference' | 'advice';

/**
 * How the text of one key or scalar is put right. `rename`: other words, quoted as before. `quote`: the same words as a
 * text. `plain`: these words, without quotes.
 */
export type Fix =
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'quote' }
  | { readonly kind: 'plain'; readonly to: string };

/** The shape of one catalogue entry. `P` is what the call site must supply. */
export interface CatalogEntry<P> {
  readonly severity: Severity | ((params: P) => Severity);
  readonly group: Group;
  readonly message: (params: P) => string;
  /** Whether what is missed may stand in a file that was not given (`check --partial`). */
  readonly mayBeElsewhere?: true;
  /** What to write instead, fixed or made from the parameters. */
  readonly hint?: string | ((params: P) => string | undefined);
  /** What to write instead, when nothing else can have been meant. */
  readonly fix?: (params: P) => Fix | undefined;
  /** For `kube2pod explain CODE`: when it is reported and why, in a few sentences. */
  readonly explain: string;
  /** A smallest manifest (or part of one) that has the fault, and the same one put right. */
  readonly bad?: string;
  readonly good?: string;
}

/** Types one catalogue entry by its message's parameter, so that `catalog` keeps each code's own type. */
export function entry<P>(definition: CatalogEntry<P>): CatalogEntry<P> {
  return definition;
}

import type { CatalogCode, CatalogParams } from './catalog.js';
import type { FieldPath } from './field-path.js';

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

/** One finding, as data: rendered by `diagnostics/render`, never printed where it is found. */
export interface Diagnostic {
  readonly code: CatalogCode;
  readonly severity: Severity;
  readonly group: Group;
  /** What is wrong, with the value in quotes and the field by its full path. */
  readonly message: string;
  /** What to write instead: one sentence. */
  readonly hint?: string;
  readonly at: FieldPath;
  readonly related?: readonly Related[];
  /** The one right answer, where there is one: what `check --fix` writes in place of the text at `at`. */
  readonly fix?: Fix;
}

/**
 * How the text of one key or scalar is put right. `rename`: other words, quoted as before. `quote`: the same words as a
 * text. `plain`: these words, without quotes.
 */
export type Fix =
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'quote' }
  | { readonly kind: 'plain'; readonly to: string };

/** A second place that belongs to a finding, such as the first of two duplicates. */
export interface Related {
  readonly at: FieldPath;
  readonly message: string;
}

/**
 * How phases, fields and kinds report: a catalogue code, the place, the message's parameters.
 * A wrong code or parameter does not compile.
 */
export type Report = <C extends CatalogCode>(
  code: C,
  at: FieldPath,
  params: CatalogParams<C>,
  related?: readonly Related[],
) => void;

/** The shape of one catalogue entry. `P` is what the call site must supply. */
export interface CatalogEntry<P> {
  readonly severity: Severity | ((params: P) => Severity);
  readonly group: Group;
  readonly message: (params: P) => string;
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

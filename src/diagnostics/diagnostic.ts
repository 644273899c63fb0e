import type { Fix, Group, Severity } from './catalog/entry.js';
import type { CatalogCode, CatalogParams } from './catalog.js';
import type { FieldPath } from './field-path.js';

export type { Fix, Group, Severity } from './catalog/entry.js';

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

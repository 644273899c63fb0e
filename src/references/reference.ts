import type { FieldPath } from '../diagnostics/field-path.js';

/** A field that names another object. */
export interface Reference {
  readonly kind: string;
  /** Empty for kinds of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  readonly at: FieldPath;
}

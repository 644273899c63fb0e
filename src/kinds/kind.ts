import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { LedgerRows } from '../fields/ledger.js';
import type { ServedKind } from './served.js';

/**
 * The API server's validation of one kind. The value has the types of its schema and no nulls; which fields are
 * there is not known, since "required" is part of validation.
 */
export type KindValidator = (manifest: unknown, at: FieldPath, report: Report) => void;

/** All that phase 2 needs to know of a kind. */
export interface KindEntry extends ServedKind {
  /** Absent: only what holds for every object is checked. */
  readonly validate?: KindValidator;
  /** What the API server warns of when it has accepted the object. Absent: nothing. */
  readonly warn?: KindValidator;
  /** What becomes of each field of the whole object. Absent: kube2pod does nothing with the kind yet. */
  readonly ledger?: LedgerRows;
}

/** Gives the validator of a Kubernetes type the form of the table: one cast, after the schema was checked. */
export function forType<T>(validate: (manifest: T, at: FieldPath, report: Report) => void): KindValidator {
  return (manifest, at, report) => validate(manifest as T, at, report);
}

import type { Situation } from '../podman/target.js';

/**
 * What becomes of a field. `exact`: as in a cluster. `approximate`: acted on, differs as `why` says.
 * `ignored`: the object runs without it. `refused`: no output is made for the object.
 */
export type Level = 'exact' | 'approximate' | 'ignored' | 'refused';

/** A level with its reason, for one value in one situation. */
export interface Verdict {
  readonly level: Level;
  /** What differs, in words that follow "...: " in a message. Required for every level but `exact`. */
  readonly why?: string;
  /** An ignored field that makes no difference on one machine: a note, not a warning. */
  readonly harmless?: boolean;
}

/** The object that has the field, as in the manifest; empty where a field is spoken of in general. */
export type FieldsBeside = { readonly [field: string]: unknown };

/** One row of the ledger: one field of one Kubernetes type. */
export interface LedgerRow {
  /** The verdict, or a pure function of the value (as in the manifest), the situation and the fields beside it. */
  readonly verdict: Verdict | ((value: unknown, situation: Situation, beside: FieldsBeside) => Verdict);
  /** Where Kubernetes' behaviour is written: upstream path and symbol. */
  readonly source: string;
  /** How kube2pod does it, in one sentence, for `explain` and the README table. */
  readonly how?: string;
  /** First Podman release that can, when it is later than the oldest supported one. */
  readonly since?: string;
  /** The ledger of the field's own type; lists and maps of objects use it for each item. Absent: the row speaks for all below. */
  readonly fields?: LedgerRows;
}

export type LedgerRows = { readonly [field: string]: LedgerRow };

/** A row for every field of a Kubernetes type: a missing or misspelt key does not compile. */
export type Ledger<T> = { readonly [K in keyof T]-?: LedgerRow };

/** The fields of a type that one field group answers for. */
export type LedgerPart<T, K extends keyof T> = { readonly [P in K]-?: LedgerRow };

/** An exact row. */
export function exact(source: string, how?: string, more?: Pick<LedgerRow, 'since' | 'fields'>): LedgerRow {
  return { verdict: { level: 'exact' }, source, ...(how === undefined ? {} : { how }), ...more };
}

/** A row that always differs in the way stated. */
export function approximate(
  source: string,
  why: string,
  more?: Pick<LedgerRow, 'how' | 'since' | 'fields'>,
): LedgerRow {
  return { verdict: { level: 'approximate', why }, source, ...more };
}

/** A row for a field without which the object still runs, but differently. */
export function ignored(source: string, why: string, more?: Pick<LedgerRow, 'how' | 'fields'>): LedgerRow {
  return { verdict: { level: 'ignored', why }, source, ...more };
}

/** A row for a field that has no meaning on one machine. */
export function harmless(source: string, why: string, more?: Pick<LedgerRow, 'how' | 'fields'>): LedgerRow {
  return { verdict: { level: 'ignored', why, harmless: true }, source, ...more };
}

/** A row for a field without which running the object would be wrong. */
export function refused(source: string, why: string, more?: Pick<LedgerRow, 'how' | 'fields'>): LedgerRow {
  return { verdict: { level: 'refused', why }, source, ...more };
}

/** A row that the supervisor honours exactly in what `apply` runs; elsewhere `otherwise` says what is lost. */
export function supervised(
  source: string,
  otherwise: Verdict | ((value: unknown, situation: Situation) => Verdict),
  more?: Pick<LedgerRow, 'how' | 'fields'>,
): LedgerRow {
  const verdict = (value: unknown, situation: Situation): Verdict => {
    if (situation.supervised) return { level: 'exact' };
    return typeof otherwise === 'function' ? otherwise(value, situation) : otherwise;
  };
  return { verdict, source, ...more };
}

/** A row that differs where Podman is on another machine, whose files cannot be changed in place; elsewhere as it is. */
export function differsRemotely(row: LedgerRow, why: string): LedgerRow {
  const verdict = (value: unknown, situation: Situation, beside: FieldsBeside): Verdict =>
    situation.target.remote && situation.output === 'run'
      ? { level: 'approximate', why }
      : verdictOf(row, value, situation, beside);
  return { ...row, verdict };
}

/** The verdict of a row for a value in a situation. */
export function verdictOf(
  row: LedgerRow,
  value: unknown,
  situation: Situation,
  beside: FieldsBeside = {},
): Verdict {
  return typeof row.verdict === 'function' ? row.verdict(value, situation, beside) : row.verdict;
}

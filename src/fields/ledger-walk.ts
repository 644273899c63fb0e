import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { Situation } from '../podman/target.js';
import { type FieldsBeside, type LedgerRow, type LedgerRows, type Verdict, verdictOf } from './ledger.js';

/** What the walk needs to know besides the ledger. */
export interface WalkOptions {
  readonly situation: Situation;
  /** Paths (printed) that the schema does not know: reported already. */
  readonly unknown: ReadonlySet<string>;
}

/**
 * Looks up every field that a manifest sets, so that nothing can be dropped silently even if a resolver forgets it.
 * Reports: field/approximate, field/ignored, field/no-difference, field/refused, field/unreviewed.
 */
export function walkLedger(
  value: { readonly [key: string]: unknown },
  rows: LedgerRows,
  at: FieldPath,
  options: WalkOptions,
  report: Report,
): void {
  const { situation, unknown } = options;
  visitFields(value, rows, at, (row, child, place, beside) => {
    const path = place.toString();
    if (row === undefined) {
      if (!unknown.has(path)) report('field/unreviewed', place.atKey(), { path });
      return 'leave';
    }
    const verdict = verdictOf(row, child, situation, beside);
    reportVerdict(verdict, place, report);
    return below(verdict);
  });
}

/** The fields of a manifest that do exactly what they do in a cluster, down to those that speak for all below them. */
export function exactFields(
  value: { readonly [key: string]: unknown },
  rows: LedgerRows,
  at: FieldPath,
  situation: Situation,
): readonly FieldPath[] {
  const found: FieldPath[] = [];
  visitFields(value, rows, at, (row, child, place, beside) => {
    if (row === undefined) return 'leave';
    const verdict = verdictOf(row, child, situation, beside);
    if (row.fields === undefined && verdict.level === 'exact') found.push(place);
    return below(verdict);
  });
  return found;
}

/** What is ignored or refused as a whole needs no word about its parts. */
function below({ level }: Verdict): 'enter' | 'leave' {
  return level === 'ignored' || level === 'refused' ? 'leave' : 'enter';
}

/** `beside`: the object that has the field. The answer: whether the fields below it are visited. */
type Visit = (
  row: LedgerRow | undefined,
  value: unknown,
  at: FieldPath,
  beside: FieldsBeside,
) => 'enter' | 'leave';

function visitFields(
  value: { readonly [key: string]: unknown },
  rows: LedgerRows,
  at: FieldPath,
  visit: Visit,
): void {
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined || child === null) continue;
    const place = at.child(key);
    const row = rows[key];
    const way = visit(row, child, place, value);
    if (way === 'enter' && row?.fields !== undefined) visitValue(child, row.fields, place, visit);
  }
}

/** Lists and maps of objects use the ledger of their items. */
function visitValue(value: unknown, rows: LedgerRows, at: FieldPath, visit: Visit): void {
  if (Array.isArray(value)) {
    for (const [position, item] of value.entries()) visitValue(item, rows, at.index(position), visit);
  } else if (typeof value === 'object' && value !== null) {
    visitFields(value as { readonly [key: string]: unknown }, rows, at, visit);
  }
}

function reportVerdict({ level, why = '', harmless }: Verdict, at: FieldPath, report: Report): void {
  const path = at.toString();
  const place = at.atKey();
  switch (level) {
    case 'exact':
      break;
    case 'approximate':
      report('field/approximate', place, { path, why });
      break;
    case 'ignored':
      report(harmless === true ? 'field/no-difference' : 'field/ignored', place, { path, why });
      break;
    case 'refused':
      report('field/refused', place, { path, why });
      break;
    default:
      level satisfies never;
  }
}

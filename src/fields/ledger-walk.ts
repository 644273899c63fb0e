import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { Situation } from '../podman/target.js';
import { type LedgerRow, type LedgerRows, type Verdict, verdictOf } from './ledger.js';

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
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined || child === null) continue;
    const place = at.child(key);
    const row = rows[key];
    if (row === undefined) {
      const path = place.toString();
      if (!options.unknown.has(path)) report('field/unreviewed', place.atKey(), { path });
      continue;
    }
    walkRow(child, row, place, options, report);
  }
}

function walkRow(value: unknown, row: LedgerRow, at: FieldPath, options: WalkOptions, report: Report): void {
  reportVerdict(verdictOf(row, value, options.situation), at, report);
  if (row.fields !== undefined) walkValue(value, row.fields, at, options, report);
}

/** Lists and maps of objects use the ledger of their items. */
function walkValue(
  value: unknown,
  rows: LedgerRows,
  at: FieldPath,
  options: WalkOptions,
  report: Report,
): void {
  if (Array.isArray(value)) {
    for (const [position, item] of value.entries())
      walkValue(item, rows, at.index(position), options, report);
  } else if (typeof value === 'object' && value !== null) {
    walkLedger(value as { readonly [key: string]: unknown }, rows, at, options, report);
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

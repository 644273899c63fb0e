import type { Report } from '../../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../../diagnostics/field-path.js';
import { InternalError } from '../../../diagnostics/internal-error.js';
import { normalText, type Text } from '../../../model/text.js';
import type { SpecRow, Word } from '../../../podman/spec-row.js';
import type { PodmanVersion } from '../../../podman/target.js';
import type { UnitRow, UnitValue } from '../../../podman/unit-keys.js';
import { compareVersions, parseVersion } from '../../../podman/versions.js';
import { plainPieces, quoteAssignmentPieces, quoteExecPieces, type UnitPiece } from '../quote-systemd.js';
import { variableName } from '../shell-words.js';
import type { UnitLine } from './unit-file.js';

/** What printing a spec needs besides the spec. */
export interface UnitContext {
  readonly version: PodmanVersion;
  readonly origin: FieldPath;
  readonly report: Report;
}

/** Text as a unit says it: what only the running service knows is a variable of the service. */
export function unitPieces(text: Text): readonly UnitPiece[] {
  return normalText(text).map((part): UnitPiece => {
    if (typeof part === 'string') return part;
    if (part.kind === 'secret') throw new InternalError('a secret value was about to be printed in a unit');
    return { variable: variableName(part.late) };
  });
}

/**
 * A spec as lines of a unit, in the order of its table: keys where Quadlet has them, and one `PodmanArgs=` with the
 * flags of the rest. Reports: podman/unit-text.
 */
export function specLines<T extends object>(
  spec: T,
  rows: { readonly [K in keyof T]-?: UnitRow<NonNullable<T[K]>> },
  flags: { readonly [K in keyof T]-?: SpecRow<NonNullable<T[K]>> },
  context: UnitContext,
): readonly UnitLine[] {
  const lines: UnitLine[] = [];
  const args: Word[] = [];
  for (const key of Object.keys(rows) as (keyof T)[]) {
    const value = spec[key];
    if (value === undefined) continue;
    // Both tables are keyed by the spec's own fields; TypeScript cannot correlate a row with its field's type.
    const row = rows[key] as UnitRow<unknown>;
    if (row === 'elsewhere') continue;
    const said = row === 'args' ? undefined : keyLines(row, value, context.version);
    if (said === undefined) args.push(...(flags[key] as SpecRow<unknown>).argv(value));
    else lines.push(...said);
  }
  return [...lines, ...argsLine(args, context)];
}

/** One `PodmanArgs=` line. Reports: podman/unit-text. */
export function argsLine(args: readonly Word[], { origin, report }: UnitContext): readonly UnitLine[] {
  if (args.length === 0) return [];
  const text = quoteExecPieces(args.map(unitPieces));
  if (text !== undefined) return [['PodmanArgs', text]];
  report('podman/unit-text', origin, { path: origin.toString() });
  return [];
}

/** Undefined: the key cannot say it, or this Quadlet does not know the key. */
function keyLines(
  row: Exclude<UnitRow<unknown>, string>,
  value: unknown,
  version: PodmanVersion,
): readonly UnitLine[] | undefined {
  if ('unless' in row) return row.unless(value) ? [] : undefined;
  const since = row.since === undefined ? undefined : parseVersion(row.since);
  if (since !== undefined && compareVersions(version, since) < 0) return undefined;
  const values: readonly UnitValue[] | undefined =
    row.values === undefined ? [{ as: 'plain', text: [String(value)] }] : row.values(value);
  if (values === undefined) return undefined;
  const lines = values.map((item): UnitLine | undefined => {
    const text = valueText(item);
    if (text === undefined) return undefined;
    return [item.as === 'plain' ? (item.key ?? row.key) : row.key, text];
  });
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

function valueText(value: UnitValue): string | undefined {
  switch (value.as) {
    case 'plain':
      return plainPieces(unitPieces(value.text));
    case 'words':
      return quoteExecPieces(value.words.map(unitPieces));
    case 'assignment':
      return quoteAssignmentPieces(value.name, unitPieces(value.text));
    default:
      return value satisfies never;
  }
}

import { type LedgerRow, type LedgerRows, verdictOf } from '../fields/ledger.js';
import type { Situation } from '../podman/target.js';
import { kindLedgers } from './ledgers/index.js';

/** A field that the ledger knows, with the rows below it. */
export interface ExplainedField {
  readonly kind: string;
  readonly path: string;
  readonly row: LedgerRow;
}

/** Why a path leads nowhere: the last part that was understood, and the names that could follow. */
export interface UnknownField {
  readonly understood: string;
  readonly known: readonly string[];
}

/**
 * Finds a field by a path as people write it: `pod.spec.containers.env`, `spec.containers[0].env` (a Pod is meant),
 * `deployment.spec.replicas`. Indexes and map keys are left out.
 */
export function findField(text: string): ExplainedField | UnknownField {
  const steps = text
    .replaceAll(/\[[^\]]*\]/g, '')
    .split('.')
    .filter((step) => step !== '');
  const [first = '', ...rest] = steps;
  const named = Object.keys(kindLedgers).find((key) => kindName(key).toLowerCase() === first.toLowerCase());
  const key = named ?? 'v1 Pod';
  const kind = kindName(key);
  let rows: LedgerRows | undefined = kindLedgers[key];
  let row: LedgerRow | undefined;
  const done: string[] = [];
  for (const step of named === undefined ? steps : rest) {
    const next: LedgerRow | undefined = rows?.[step];
    if (next === undefined) {
      // A row without rows of its own speaks for everything below it.
      if (row !== undefined && rows === undefined) break;
      return { understood: [kind, ...done].join('.'), known: Object.keys(rows ?? {}).sort() };
    }
    row = next;
    rows = next.fields;
    done.push(step);
  }
  if (row === undefined) return { understood: kind, known: Object.keys(rows ?? {}).sort() };
  return { kind, path: done.join('.'), row };
}

function kindName(key: string): string {
  return key.split(' ')[1] ?? key;
}

/** A field's row for people: what becomes of it, how, and where Kubernetes' behaviour is written. */
export function explainField({ kind, path, row }: ExplainedField, situations: readonly Situation[]): string {
  const lines = situations.map((situation) => {
    const { level, why, harmless } = verdictOf(row, undefined, situation);
    const word = harmless === true ? 'no difference' : level;
    return `  ${formName(situation).padEnd(10)} ${word}${why === undefined ? '' : `: ${why}`}`;
  });
  const below = Object.keys(row.fields ?? {}).sort();
  return [
    `${kind}.${path}`,
    ...(typeof row.verdict === 'function'
      ? ['What becomes of it depends on the value and on Podman; for a value of no special kind:']
      : []),
    ...lines,
    ...(row.how === undefined ? [] : [`How: ${row.how}.`]),
    ...(row.since === undefined ? [] : [`Since: Podman ${row.since}.`]),
    `Source: ${row.source}.`,
    ...(below.length === 0 ? [] : [`Fields: ${below.join(', ')}.`]),
  ].join('\n');
}

function formName({ output }: Situation): string {
  return output === 'run' ? 'apply' : output;
}

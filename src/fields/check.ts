import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { nearestName } from '../diagnostics/spelling.js';
import { ipProblem } from '../model/ip-address.js';
import { byteLength, type NameRule } from './names.js';

/** What validators of pods and their parts are told besides the value. */
export interface Scope {
  readonly report: Report;
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, bigints) ?? '');

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Reports a field that is missing (or an empty text); true when it is there. */
export function required(value: unknown, at: FieldPath, { report }: Scope, why?: string): boolean {
  if (value !== undefined && value !== '') return true;
  report('api/required', at, { path: at.toString(), ...(why === undefined ? {} : { why }) });
  return false;
}

/** Reports a text that breaks the rule of its kind of names. */
export function checkName(value: string | undefined, rule: NameRule, at: FieldPath, { report }: Scope): void {
  if (value === undefined) return;
  const broken = rule(value);
  if (broken !== undefined) report('api/invalid-name', at, { path: at.toString(), value, rule: broken });
}

/** Reports a word that is none of those allowed. */
export function checkWord(
  value: string | undefined,
  allowed: readonly string[],
  at: FieldPath,
  { report }: Scope,
): void {
  if (value === undefined || allowed.includes(value)) return;
  report('api/not-supported', at, { path: at.toString(), value, allowed });
}

/** The same where an empty text counts as unset and takes the default. */
export function checkWordOrEmpty(
  value: string | undefined,
  allowed: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  if (value !== '') checkWord(value, allowed, at, scope);
}

/** Reports a number outside its range. */
export function checkRange(
  value: number | bigint | undefined,
  [least, most]: readonly [number, number],
  at: FieldPath,
  { report }: Scope,
): void {
  if (value === undefined || (value >= least && value <= most)) return;
  const rule =
    most === Number.POSITIVE_INFINITY
      ? least === 0
        ? 'zero or more'
        : `${least} or more`
      : `between ${least} and ${most}`;
  report('api/out-of-range', at, { path: at.toString(), value: String(value), rule });
}

export const nonNegative = [0, Number.POSITIVE_INFINITY] as const;
export const positive = [1, Number.POSITIVE_INFINITY] as const;
export const portRange = [1, 65535] as const;

export function forbid(at: FieldPath, why: string, { report }: Scope): void {
  report('api/forbidden', at, { path: at.toString(), why });
}

export function invalid(value: unknown, at: FieldPath, why: string, { report }: Scope): void {
  report('api/invalid', at, { path: at.toString(), value: value === undefined ? '' : shown(value), why });
}

/** What the API server accepts and warns of. */
export function warn(at: FieldPath, why: string, { report }: Scope): void {
  report('api/warning', at, { path: at.toString(), why });
}

/** Reports an address that is none, or not written as new objects must. */
export function checkIp(text: string, at: FieldPath, scope: Scope): void {
  const problem = ipProblem(text);
  if (problem !== undefined) invalid(text, at, problem, scope);
}

/** Reports a list with more than its limit. */
export function checkCount(list: readonly unknown[], limit: number, at: FieldPath, scope: Scope): void {
  if (list.length > limit) invalid(`${list.length} entries`, at, `at most ${limit} are taken`, scope);
}

/** Reports a text with more bytes than its limit. */
export function checkLength(text: string, limit: number, at: FieldPath, { report }: Scope): void {
  const size = byteLength(text);
  if (size > limit) report('api/too-long', at, { path: at.toString(), size, limit });
}

/** Reports a name behind which there is nothing; `known`: those that can have been meant. */
export function notFound(
  value: string,
  { what, known = [] }: { readonly what: string; readonly known?: readonly string[] },
  at: FieldPath,
  { report }: Scope,
): void {
  const nearest = nearestName(value, known);
  report('api/not-found', at, {
    ...{ path: at.toString(), value, what },
    ...(nearest === undefined ? {} : { nearest }),
  });
}

/** Reports every key that stands in a list a second time. `place` is where the duplicate is reported. */
export function checkUnique<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  place: (index: number) => FieldPath,
  { report }: Scope,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (key === undefined || key === '') continue;
    const at = place(index);
    if (seen.has(key)) report('api/duplicate', at, { path: at.toString(), value: key });
    seen.add(key);
  }
}

/** Reports ".." as a step of a path. Source: pkg/apis/core/validation/validation.go, validatePathNoBacksteps. */
export function checkNoBacksteps(path: string, at: FieldPath, scope: Scope): void {
  if (path.split('/').includes('..')) invalid(path, at, 'must not contain ".."', scope);
}

/** A relative path without "..". Source: the same, validateLocalDescendingPath. */
export function checkDescendingPath(path: string, at: FieldPath, scope: Scope): void {
  if (path.startsWith('/')) invalid(path, at, 'must be a relative path', scope);
  checkNoBacksteps(path, at, scope);
}

/** The same for files in volumes, which keep names that begin with ".." to themselves. Source: ValidateLocalNonReservedPath. */
export function checkLocalPath(path: string, at: FieldPath, scope: Scope): void {
  checkDescendingPath(path, at, scope);
  if (path.startsWith('..') && !path.startsWith('../')) invalid(path, at, 'must not begin with ".."', scope);
}

/** A number that a field must be greater than zero by. */
export function checkPositive(value: number | bigint | undefined, at: FieldPath, scope: Scope): void {
  if (value !== undefined && value <= 0) invalid(String(value), at, 'must be greater than 0', scope);
}

/** Permission bits. */
export function checkMode(mode: number | undefined, at: FieldPath, { report }: Scope): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  report('api/out-of-range', at, {
    path: at.toString(),
    value: String(mode),
    rule: `between 0 and 0777 (octal), which is 511; ${mode} is 0${Math.max(0, mode).toString(8)} in octal`,
  });
}

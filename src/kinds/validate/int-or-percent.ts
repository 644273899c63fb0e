import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkRange, invalid, nonNegative, type Scope } from '../../fields/check.js';

/** A share is at most the whole; other percentages may be more. */
export type Percentage = 'share' | 'any';

/**
 * A count, or a percentage.
 * Source: pkg/apis/apps/validation/validation.go, ValidatePositiveIntOrPercent and IsNotMoreThan100Percent.
 */
export function checkIntOrPercent(
  value: number | string | undefined,
  percentage: Percentage,
  at: FieldPath,
  scope: Scope,
): void {
  if (typeof value === 'number') checkRange(value, nonNegative, at, scope);
  else if (value !== undefined && !/^\d+%$/.test(value))
    invalid(value, at, 'must be a whole number or a percentage such as 25%', scope);
  else if (percentage === 'share' && value !== undefined && Number(value.slice(0, -1)) > 100)
    invalid(value, at, 'must be at most 100%', scope);
}

/** Texts that are no percentage count as the number they hold, or 0. Source: getIntOrPercentValue. */
export function isZero(value: number | string): boolean {
  if (typeof value === 'number') return value === 0;
  const number = /^[+-]?\d+%?$/.test(value) ? Number.parseInt(value, 10) : 0;
  return number === 0;
}

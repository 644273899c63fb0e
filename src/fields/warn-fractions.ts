import type { ResourceRequirements } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { type Scope, warn } from './check.js';
import { parseQuantity } from './resources/parse-quantity.js';

type Amounts = NonNullable<ResourceRequirements['limits']>;

const ofPods = ['memory', 'ephemeral-storage'];
export const ofClaims = ['storage'];

/** Parts of bytes. Source: pkg/api/pod/warnings.go ("fractional memory/ephemeral-storage requests/limits"). */
export function warnOfFractions(
  amounts: Amounts | undefined,
  at: FieldPath,
  scope: Scope,
  names: readonly string[] = ofPods,
): void {
  for (const name of names) {
    const amount = amounts?.[name];
    if (amount !== undefined && (parseQuantity(amount) ?? 0n) % 1000n !== 0n)
      warn(at.entry(name), `${amount} is not a whole number of bytes`, scope);
  }
}

/** The same of what a container or claim asks for. */
export function warnOfRequirements(
  { limits, requests }: ResourceRequirements,
  at: FieldPath,
  scope: Scope,
  names: readonly string[] = ofPods,
): void {
  warnOfFractions(limits, at.child('limits'), scope, names);
  warnOfFractions(requests, at.child('requests'), scope, names);
}

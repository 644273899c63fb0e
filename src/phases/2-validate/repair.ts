import type { SchemaError } from '../../generated/validators.js';
import type { ManifestValue } from '../documents.js';
import { zeroOf } from './nulls.js';
import type { Place } from './place.js';
import type { Shapes } from './shape.js';

/** An error with the place that it is about. */
export interface Fault {
  readonly error: SchemaError;
  readonly place: Place;
}

/** What is to be done at a place: put `by` there, take it out (`by` is undefined), or look further below. */
interface Change {
  by?: ManifestValue | undefined;
  isLast: boolean;
  readonly below: Map<string, Change>;
}

type ManifestMap = { readonly [key: string]: ManifestValue };

/**
 * The value without what its errors are about, made in one pass: what is left has the types of its schema. Lists keep
 * their length (a zero value stands for what was wrong), so that positions stay true.
 */
export function repair(value: ManifestValue, faults: readonly Fault[], shapes: Shapes): ManifestValue {
  const root: Change = { isLast: false, below: new Map() };
  for (const fault of faults) addChange(root, fault, shapes);
  return changed(value, root) ?? {};
}

function addChange(root: Change, { error, place }: Fault, shapes: Shapes): void {
  const isUnknown = error.keyword === 'additionalProperties';
  const path = isUnknown ? [...place.segments, String(error.params.additionalProperty)] : place.segments;
  let change = root;
  for (const step of path) {
    const next = change.below.get(String(step)) ?? { isLast: false, below: new Map() };
    change.below.set(String(step), next);
    change = next;
  }
  change.isLast = true;
  change.by = place.inList && !isUnknown ? zeroOf(place.type, shapes) : undefined;
}

function changed(value: ManifestValue, change: Change): ManifestValue | undefined {
  if (change.isLast) return change.by;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: readonly ManifestValue[] = value;
    return items.map((item, index) => {
      const below = change.below.get(String(index));
      return below === undefined ? item : (changed(item, below) ?? item);
    });
  }
  const entries = Object.entries(value as ManifestMap).flatMap(([key, item]) => {
    const below = change.below.get(key);
    const kept = below === undefined ? item : changed(item, below);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
}

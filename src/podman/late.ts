import type { LateValue } from '../model/text.js';
import type { Operation } from './operations.js';

/** Every value in an operation that is decided at run time, in the order of its data. */
export function lateValuesOf(operation: Operation): readonly LateValue[] {
  const found: LateValue[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if ('kind' in value && value.kind === 'late' && 'late' in value) found.push(value.late as LateValue);
    else for (const child of Object.values(value)) walk(child);
  };
  const { origin: _origin, ...data } = operation;
  walk(data);
  return found;
}

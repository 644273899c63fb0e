import type { ManifestValue } from '../documents.js';

/** The words for types in messages: those of Kubernetes' own documentation. */
export type TypeName =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'list'
  | 'map'
  | 'null'
  | 'quantity'
  | 'integer or string';

/** What Kubernetes reads a value as. */
export function typeOf(value: ManifestValue | undefined): TypeName {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'map';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

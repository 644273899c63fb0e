import type { ManifestValue } from '../documents.js';
import { fieldType, type Shapes, shapeOf } from './shape.js';

/**
 * Takes nulls out as Go's decoder reads them: a field that is null is absent, a null in a list or a map is the zero
 * value of its type (`args: [a, null]` has an empty argument). A field that the type does not have keeps its null: it
 * is an unknown field all the same. Source: sigs.k8s.io/json internal/golang/encoding/json decode.go, literalStore.
 */
export function withoutNulls(value: ManifestValue, type: string, shapes: Shapes): ManifestValue {
  if (typeof value !== 'object' || value === null) return value;
  const shape = shapeOf(type, shapes);
  switch (shape.form) {
    case 'scalar':
      return value;
    case 'list':
      return isList(value) ? value.map((item) => elementOf(item, shape.of, shapes)) : value;
    case 'map':
      if (isList(value)) return value;
      return mapEntries(value, (item) => elementOf(item, shape.of, shapes));
    case 'struct':
      if (isList(value)) return value;
      return mapEntries(value, (item, key) => {
        const of = fieldType(shape.fields, key);
        if (of === undefined) return item;
        return item === null && of !== 'any' ? undefined : withoutNulls(item, of, shapes);
      });
    default:
      return shape satisfies never;
  }
}

/** The zero value of a type, for a null (or a value that is no good) in a list or a map. */
export function zeroOf(type: string, shapes: Shapes): ManifestValue {
  const shape = shapeOf(type, shapes);
  if (shape.form === 'list') return [];
  if (shape.form !== 'scalar') return {};
  if (type === 'boolean') return false;
  if (type === 'any') return null;
  return ['Int32', 'Int64', 'number', 'Quantity', 'IntOrString'].includes(type) ? 0 : '';
}

function elementOf(item: ManifestValue, type: string, shapes: Shapes): ManifestValue {
  return item === null ? zeroOf(type, shapes) : withoutNulls(item, type, shapes);
}

function isList(value: ManifestValue): value is readonly ManifestValue[] {
  return Array.isArray(value);
}

type ManifestMap = { readonly [key: string]: ManifestValue };

function mapEntries(
  value: ManifestMap | readonly ManifestValue[],
  change: (item: ManifestValue, key: string) => ManifestValue | undefined,
): ManifestMap {
  const entries = Object.entries(value as ManifestMap).flatMap(([key, item]) => {
    const changed = change(item, key);
    return changed === undefined ? [] : [[key, changed] as const];
  });
  return Object.fromEntries(entries);
}

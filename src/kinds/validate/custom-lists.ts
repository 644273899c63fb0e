import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkWord, forbid, invalid, required, type Scope } from '../../fields/check.js';
import { type CustomSchema, schemaOf } from './custom-schema.js';

const listKey = 'x-kubernetes-list-type';
const keysKey = 'x-kubernetes-list-map-keys';
const mapKey = 'x-kubernetes-map-type';

/**
 * How lists and maps are merged.
 * Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go, ValidateCustomResourceDefinitionOpenAPISchema.
 */
export function validateLists(schema: CustomSchema, at: FieldPath, scope: Scope): void {
  const { [listKey]: listType, [mapKey]: mapType, [keysKey]: keys = [] } = schema;
  if (mapType !== undefined) needType(schema, 'object', at, scope);
  checkWord(mapType, ['atomic', 'granular'], at.child(mapKey), scope);
  if (listType !== undefined) needType(schema, 'array', at, scope);
  checkWord(listType, ['atomic', 'map', 'set'], at.child(listKey), scope);
  const place = at.child(listKey);
  if (keys.length > 0 && listType === undefined) required(undefined, place, scope, 'keys are of type map');
  else if (keys.length > 0 && listType !== 'map') invalid(listType, place, 'must be map: it has keys', scope);
  if (listType === 'set') validateSet(schema, at, scope);
  if (listType === 'map') validateMap(schema, keys, at, scope);
}

function needType({ type = '' }: CustomSchema, wanted: string, at: FieldPath, scope: Scope): void {
  const place = at.child('type');
  if (required(type, place, scope, wanted) && type !== wanted)
    invalid(type, place, `must be ${wanted}`, scope);
}

/** Items of a set are compared as a whole. */
function validateSet(schema: CustomSchema, at: FieldPath, scope: Scope): void {
  const items = schemaOf(schema.items);
  if (items === undefined || schema.type !== 'array') return;
  const place = at.child('items');
  if (items.type === 'array' && (items[listKey] ?? 'atomic') !== 'atomic')
    invalid(items[listKey], place.child(listKey), 'must be atomic in a set', scope);
  if (items.type === 'object' && items[mapKey] !== 'atomic')
    invalid(items[mapKey], place.child(mapKey), 'must be atomic in a set', scope);
  if (items.nullable === true) forbid(place.child('nullable'), 'items of a set are never null', scope);
}

/** Items of a map are found by their keys. Source: the same, and validateMapListKeysMapSet. */
function validateMap(schema: CustomSchema, keys: readonly string[], at: FieldPath, scope: Scope): void {
  const place = at.child('items');
  if (keys.length === 0) required(undefined, at.child(keysKey), scope, 'items are found by keys');
  if (schema.items === undefined) required(undefined, place, scope, 'items are found by keys');
  const items = schemaOf(schema.items);
  if (items === undefined) return;
  if (items.nullable === true) forbid(place.child('nullable'), 'items of a map are never null', scope);
  if (items.type !== 'object') {
    invalid(items.type ?? '', place.child('type'), 'must be object', scope);
    return;
  }
  if (new Set(keys).size < keys.length) invalid(keys.join(), at.child(keysKey), 'has one twice', scope);
  for (const key of keys) {
    const property = items.properties?.[key];
    const where = place.child('properties').entry(key);
    if (property === undefined) {
      invalid(key, at.child(keysKey), 'must be properties of the items', scope);
      continue;
    }
    if (property.type === 'array' || property.type === 'object')
      invalid(property.type, where.child('type'), 'must be a single value: it is a key', scope);
    if (items.required?.includes(key) !== true && property.default === undefined)
      required(undefined, where.child('default'), scope, 'a key is required or has a default');
    if (property.nullable === true) forbid(where.child('nullable'), 'a key is never null', scope);
  }
}

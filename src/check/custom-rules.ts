import type { FieldPath } from '../diagnostics/field-path.js';
import type { ManifestValue } from '../phases/documents.js';

type SchemaMap = { readonly [key: string]: ManifestValue };

/** A rule in CEL, and the first value to which it speaks. */
export interface AppliedRule {
  readonly rule: string;
  /** Where the schema has it. */
  readonly definedAt: FieldPath;
  readonly at: FieldPath;
}

interface Place {
  readonly value: ManifestValue | undefined;
  readonly at: FieldPath;
}

/**
 * The rules that an API server would ask of an object that is made: those of the values it has. A rule about the old value
 * is asked of changes only, unless it says that there need be none.
 * Source: k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/validation.go, Validator.validate.
 */
export function appliedRules(
  schema: ManifestValue | undefined,
  definedAt: FieldPath,
  place: Place,
): readonly AppliedRule[] {
  const { value, at } = place;
  if (!isMap(schema) || value === undefined || value === null) return [];
  const own = rulesOf(schema).flatMap(({ rule, optionalOldSelf }, index): readonly AppliedRule[] => {
    if (typeof rule !== 'string' || (/\boldSelf\b/.test(rule) && optionalOldSelf !== true)) return [];
    return [{ rule, definedAt: definedAt.child('x-kubernetes-validations').index(index).child('rule'), at }];
  });
  return [...own, ...partsOf(schema, definedAt, place)];
}

function partsOf(schema: SchemaMap, definedAt: FieldPath, { value, at }: Place): readonly AppliedRule[] {
  if (Array.isArray(value)) {
    const places = (value as readonly ManifestValue[]).map((one, index) => ({
      value: one,
      at: at.index(index),
    }));
    return ofFirst(schema.items, definedAt.child('items'), places);
  }
  if (!isMap(value)) return [];
  const { properties = {}, additionalProperties } = schema;
  const fields = isMap(properties) ? properties : {};
  const named = Object.entries(fields).flatMap(([name, part]) =>
    appliedRules(part, definedAt.child('properties').entry(name), { value: value[name], at: at.child(name) }),
  );
  const others = Object.entries(value).filter(([name]) => !Object.hasOwn(fields, name));
  const places = others.map(([name, one]) => ({ value: one, at: at.entry(name) }));
  return [...named, ...ofFirst(additionalProperties, definedAt.child('additionalProperties'), places)];
}

/** Of a rule for all items one place is enough. */
function ofFirst(
  schema: ManifestValue | undefined,
  definedAt: FieldPath,
  places: readonly Place[],
): readonly AppliedRule[] {
  const found = new Map<string, AppliedRule>();
  for (const place of places) {
    for (const one of appliedRules(schema, definedAt, place)) {
      const key = one.definedAt.toString();
      if (!found.has(key)) found.set(key, one);
    }
  }
  return [...found.values()];
}

function rulesOf(schema: SchemaMap): readonly SchemaMap[] {
  const rules = schema['x-kubernetes-validations'];
  return Array.isArray(rules) ? (rules as readonly ManifestValue[]).filter(isMap) : [];
}

function isMap(value: ManifestValue | undefined): value is SchemaMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

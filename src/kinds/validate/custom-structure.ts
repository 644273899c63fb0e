import type { FieldPath } from '../../diagnostics/field-path.js';
import { forbid, invalid, required, type Scope } from '../../fields/check.js';
import { type CustomSchema, schemaOf } from './custom-schema.js';

/** Where a schema stands. */
type Level = 'root' | 'item' | 'field';

const preserve = 'x-kubernetes-preserve-unknown-fields';
const embedded = 'x-kubernetes-embedded-resource';
const intOrString = 'x-kubernetes-int-or-string';

/**
 * Schemas are structural: each field has a type of its own, and what stands below allOf, anyOf, oneOf and not only adds rules.
 * Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go, ValidateStructural; complete.go.
 */
export function validateStructure(schema: CustomSchema, at: FieldPath, scope: Scope): void {
  validateInvariants(schema, 'root', at, scope);
}

/** Source: validateStructuralInvariants. */
function validateInvariants(schema: CustomSchema, level: Level, at: FieldPath, scope: Scope): void {
  const { type = '', properties = {}, additionalProperties } = schema;
  const items = schemaOf(schema.items);
  if (type === 'array' && schema.items === undefined) required(undefined, at.child('items'), scope);
  if (items !== undefined) validateInvariants(items, 'item', at.child('items'), scope);
  for (const [name, property] of Object.entries(properties))
    validateInvariants(property, 'field', at.child('properties').entry(name), scope);
  const values = schemaOf(additionalProperties);
  if (values !== undefined) validateInvariants(values, 'field', at.child('additionalProperties'), scope);
  const closed =
    level === 'root' ? 'the root' : schema[embedded] === true ? 'an embedded resource' : undefined;
  if (additionalProperties !== undefined && closed !== undefined)
    forbid(at.child('additionalProperties'), `${closed} has none`, scope);
  checkExtensions(schema, at, scope);
  validateRules(schema, schema, at, at, scope);
  checkType(schema, level, at, scope);
  if (level === 'root' || schema[embedded] === true) checkMeta(schema, level, at, scope);
}

function checkExtensions(schema: CustomSchema, at: FieldPath, scope: Scope): void {
  for (const field of [preserve, embedded] as const)
    if (schema[intOrString] === true && schema[field] === true)
      invalid(true, at.child(field), `cannot stand beside ${intOrString}`, scope);
  if (
    schema[embedded] === true &&
    schema[preserve] !== true &&
    Object.keys(schema.properties ?? {}).length === 0
  )
    required(undefined, at.child('properties'), scope, 'an embedded resource has some');
}

function checkType(schema: CustomSchema, level: Level, at: FieldPath, scope: Scope): void {
  const { type = '' } = schema;
  const place = at.child('type');
  const isFree = schema[intOrString] === true || schema[preserve] === true;
  if (schema[embedded] === true) {
    if (required(type, place, scope, 'object') && type !== 'object')
      invalid(type, place, 'must be object: a resource is embedded', scope);
  } else if (type === '' && !isFree) required(undefined, place, scope, 'each field has a type');
  if (level === 'root' && type !== '' && type !== 'object') invalid(type, place, 'must be object', scope);
}

/** What every object has is not said anew. Source: the same, validateStructuralMetadataInvariants. */
function checkMeta({ properties = {} }: CustomSchema, level: Level, at: FieldPath, scope: Scope): void {
  const place = at.child('properties');
  for (const [name, wanted] of Object.entries({ kind: 'string', apiVersion: 'string', metadata: 'object' })) {
    const property = properties[name];
    if (property !== undefined && property.type !== wanted)
      invalid(property.type ?? '', place.entry(name).child('type'), `must be ${wanted}`, scope);
  }
  const { metadata } = properties;
  if (metadata === undefined || level !== 'root') return;
  const { type, properties: named = {}, default: _default, ...others } = metadata;
  const isPlain = Object.keys(named).every((name) => name === 'name' || name === 'generateName');
  if (!isPlain || Object.keys(others).length > 0)
    forbid(place.entry('metadata'), 'only name and generateName can be restricted', scope);
}

/** The pair of types that stands for numbers or names, written out. Source: isIntOrStringAnyOfPattern. */
function isPair(anyOf: readonly CustomSchema[] | undefined): boolean {
  return JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';
}

type RuleField = 'allOf' | 'anyOf' | 'oneOf';

/** `own` is the schema that must have what the rules speak of. Source: validateValueValidation; validateValueValidationCompleteness. */
function validateRules(
  rules: CustomSchema,
  own: CustomSchema,
  at: FieldPath,
  ownAt: FieldPath,
  scope: Scope,
): void {
  for (const field of ['allOf', 'anyOf', 'oneOf'] as const satisfies readonly RuleField[]) {
    if (field === 'anyOf' && isPair(rules.anyOf)) continue;
    for (const [index, nested] of (rules[field] ?? []).entries()) {
      const { anyOf, ...rest } = nested;
      const isPairToo = field === 'allOf' && index === 0 && isPair(anyOf);
      validateNested(isPairToo ? rest : nested, own, at.child(field).index(index), ownAt, scope);
    }
  }
  if (rules.not !== undefined) validateNested(rules.not, own, at.child('not'), ownAt, scope);
  if (rules.pattern !== undefined) checkPattern(rules.pattern, at.child('pattern'), scope);
}

/** Fields that belong to the schema itself. */
const structural = [
  ...['type', 'additionalProperties', 'default', 'title', 'description', 'nullable', 'externalDocs'],
  ...[preserve, embedded, intOrString, 'x-kubernetes-list-map-keys', 'x-kubernetes-list-type'],
  ...['x-kubernetes-map-type', 'x-kubernetes-validations'],
];

/** Source: validateNestedValueValidation, validateNestedValueValidationCompleteness. */
function validateNested(
  nested: CustomSchema,
  own: CustomSchema,
  at: FieldPath,
  ownAt: FieldPath,
  scope: Scope,
): void {
  validateRules(nested, own, at, ownAt, scope);
  const fields = nested as { readonly [field: string]: unknown };
  for (const field of structural)
    if (fields[field] !== undefined && fields[field] !== false && fields[field] !== '')
      forbid(at.child(field), 'belongs outside of allOf, anyOf, oneOf and not', scope);
  const [items, ownItems] = [schemaOf(nested.items), schemaOf(own.items)];
  const itemsAt = ownAt.child('items');
  if (items !== undefined && ownItems === undefined) required(undefined, itemsAt, scope, `${at} has them`);
  if (items !== undefined && ownItems !== undefined)
    validateNested(items, ownItems, at.child('items'), itemsAt, scope);
  for (const [name, property] of Object.entries(nested.properties ?? {})) {
    const place = at.child('properties').entry(name);
    if (name === 'metadata') forbid(place, 'is not restricted here', scope);
    const [ownProperty, propertyAt] = [own.properties?.[name], ownAt.child('properties').entry(name)];
    if (ownProperty === undefined) required(undefined, propertyAt, scope, `${at} has it`);
    else validateNested(property, ownProperty, place, propertyAt, scope);
  }
}

/** Go's expressions cannot look around or back; what JavaScript alone does not know is passed over. */
function checkPattern(pattern: string, at: FieldPath, scope: Scope): void {
  const looksAround = /\(\?<?[=!]/.test(pattern.replaceAll(/\\./g, ''));
  const hasOwnForms = /\(\?[a-zA-Z]|\[\[:|\\[pPQAz]|\(\?P</.test(pattern);
  let isBroken = false;
  try {
    new RegExp(pattern);
  } catch {
    isBroken = !hasOwnForms;
  }
  if (looksAround || isBroken) invalid(pattern, at, 'must be a regular expression of Go', scope);
}

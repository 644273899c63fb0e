import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkWord, forbid, invalid, required, type Scope } from '../../fields/check.js';
import { validateLists } from './custom-lists.js';
import { type CustomSchema, schemaOf } from './custom-schema.js';
import { validateStructure } from './custom-structure.js';

/** Allowed where the status is a resource of its own. Source: allowedFieldsAtRootSchema. */
const rootFields = new Set([
  ...['description', 'type', 'format', 'title', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'multipleOf', 'required'],
  ...['items', 'properties', 'externalDocs', 'example', 'x-kubernetes-preserve-unknown-fields'],
  'x-kubernetes-validations',
]);

const isZero = (value: unknown): boolean => value === false || value === '' || value === 0;

/** Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go, validateCustomResourceDefinitionValidation. */
export function validateRootSchema(
  schema: CustomSchema,
  hasStatus: 'status' | 'no status',
  at: FieldPath,
  scope: Scope,
): void {
  if (hasStatus === 'status') {
    const others = Object.entries(schema).filter(
      ([field, value]) => !rootFields.has(field) && !isZero(value),
    );
    if (others.length > 0) invalid('', at, 'may have only simple rules beside a status subresource', scope);
  }
  if (schema.nullable === true) forbid(at.child('nullable'), 'an object is never null', scope);
  validateStructure(schema, at, scope);
  validateSchema(schema, at, scope);
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : value !== undefined && value !== '';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const unsupported = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];

/** Source: ValidateCustomResourceDefinitionOpenAPISchema, specStandardValidatorV3.validate. */
function validateSchema(schema: CustomSchema, at: FieldPath, scope: Scope): void {
  const { type = '', uniqueItems, properties = {}, additionalProperties } = schema;
  if (type === 'null') forbid(at.child('type'), 'write nullable: true', scope);
  else if (type !== '') checkWord(type, types, at.child('type'), scope);
  const fields = schema as { readonly [field: string]: unknown };
  for (const field of unsupported)
    if (isFilled(fields[field])) forbid(at.child(field), 'is not supported', scope);
  if (uniqueItems === true) forbid(at.child('uniqueItems'), 'would take too long to check', scope);
  const hasFields = Object.keys(properties).length > 0;
  if (hasFields && additionalProperties !== undefined && additionalProperties !== true)
    forbid(at.child('additionalProperties'), 'cannot stand beside properties', scope);
  if (Array.isArray(schema.items)) forbid(at.child('items'), 'must be one schema', scope);
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    invalid(false, at.child('x-kubernetes-preserve-unknown-fields'), 'must be true, or not be there', scope);
  validateLists(schema, at, scope);
  validateExpressions(schema, at.child('x-kubernetes-validations'), scope);
  for (const [part, place] of partsOf(schema, at)) validateSchema(part, place, scope);
}

/** The schemas that stand in a schema, with their places. */
function partsOf(schema: CustomSchema, at: FieldPath): readonly (readonly [CustomSchema, FieldPath])[] {
  const single = (['items', 'additionalProperties', 'not'] as const).flatMap((field) => {
    const part = schemaOf(schema[field]);
    return part === undefined ? [] : [[part, at.child(field)] as const];
  });
  const several = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((field) =>
    (schema[field] ?? []).map((part, index) => [part, at.child(field).index(index)] as const),
  );
  const fields = Object.entries(schema.properties ?? {});
  return [
    ...single,
    ...several,
    ...fields.map(([name, part]) => [part, at.child('properties').entry(name)] as const),
  ];
}

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** The expressions themselves are not compiled. */
function validateExpressions(schema: CustomSchema, at: FieldPath, scope: Scope): void {
  for (const [index, one] of (schema['x-kubernetes-validations'] ?? []).entries()) {
    const { rule = '', message = '', messageExpression = '', reason } = one;
    const place = at.index(index);
    if (rule.trim() === '') required(undefined, place.child('rule'), scope);
    else if (message !== '' && message.trim() === '')
      invalid(message, place.child('message'), 'must not be blank', scope);
    else if (/[\n\r]/.test(message.trim()))
      invalid(message, place.child('message'), 'must be one line', scope);
    else if (/[\n\r]/.test(rule.trim()) && message === '')
      required(undefined, place.child('message'), scope, 'the rule has several lines');
    if (messageExpression !== '' && messageExpression.trim() === '')
      required(undefined, place.child('messageExpression'), scope);
    checkWord(reason, reasons, place.child('reason'), scope);
  }
}

import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';

/** Fields that hold an expression, in admission policies and webhooks. */
const expressionFields = new Set(['expression', 'valueExpression', 'messageExpression']);
const rulesField = 'x-kubernetes-validations';

interface Parent {
  readonly [field: string]: unknown;
}

/**
 * The API server compiles expressions in CEL when they are written; here nobody does, which is said of each.
 * Reports: schema/expression.
 */
export function noteExpressions(manifest: Parent, at: FieldPath, report: Report): void {
  visit(manifest, at, (field, value, place) => {
    if (expressionFields.has(field) && typeof value === 'string') noteExpression(value, place, report);
  });
}

/** The same of the rules of a custom resource's schema. Reports: schema/expression. */
export function noteRules(manifest: Parent, at: FieldPath, report: Report): void {
  visit(manifest, at, (field, value, place) => {
    if (field !== rulesField || !Array.isArray(value)) return;
    for (const [index, { rule }] of (value as readonly { readonly rule?: string }[]).entries())
      noteExpression(rule ?? '', place.index(index).child('rule'), report);
  });
}

function noteExpression(expression: string, at: FieldPath, report: Report): void {
  if (expression.trim() !== '') report('schema/expression', at, { path: at.toString(), expression });
}

/** Goes over every field; those of `properties` have names of their own, which print in brackets. */
function visit(
  value: unknown,
  at: FieldPath,
  look: (field: string, value: unknown, at: FieldPath) => void,
): void {
  if (Array.isArray(value)) for (const [index, one] of value.entries()) visit(one, at.index(index), look);
  else if (typeof value === 'object' && value !== null) {
    const isMap = at.segment === 'properties' && at.style === 'field';
    for (const [field, one] of Object.entries(value)) {
      const place = isMap ? at.entry(field) : at.child(field);
      if (!isMap) look(field, one, place);
      visit(one, place, look);
    }
  }
}

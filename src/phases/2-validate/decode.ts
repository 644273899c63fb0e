import { InternalError } from '../../diagnostics/internal-error.js';
import { type SchemaError, validators } from '../../generated/validators.js';
import type { ManifestValue } from '../documents.js';
import type { DecodeContext } from './decode-context.js';
import { withoutNulls } from './nulls.js';
import { type Place, pointerSegments, walkTo } from './place.js';
import { repair } from './repair.js';
import { reportFault } from './report-fault.js';

/** More faults than this in one object are counted only: a template gone wrong has thousands, all alike. */
const faultLimit = 100;

export interface Decoded {
  /** Nulls, unknown fields and values of a wrong type taken out: it has the types of its schema. */
  readonly value: ManifestValue;
  /** Whether all values could be read. Unknown fields do not count: they stop nothing. */
  readonly isSound: boolean;
}

/**
 * Reads a value as the API server decodes an object of a type. Costs nothing but ajv's compiled function when all is
 * well. Source: k8s.io/apimachinery pkg/runtime/serializer/json/json.go (strict decoding reports unknown fields at a
 * stage of its own, after a decoding that succeeded) and sigs.k8s.io/json.
 * Reports: schema/unknown-field, schema/wrong-type, schema/out-of-range, schema/quantity, schema/time, schema/base64,
 * schema/more-errors.
 */
export function decode(value: ManifestValue, type: string, context: DecodeContext): Decoded {
  if (schemaErrors(value, type) === undefined) return { value, isSound: true };
  const shapes = context.shapes();
  const clean = withoutNulls(value, type, shapes);
  const errors = (schemaErrors(clean, type) ?? []).map((error) => ({
    error,
    place: walkTo(clean, type, pointerSegments(error.instancePath), context.at, shapes),
  }));
  const faults = errors.filter(({ error, place }) => !isBigNumber(error, place));
  for (const { error, place } of faults.slice(0, faultLimit)) reportFault(error, place, context);
  if (faults.length > faultLimit)
    context.report('schema/more-errors', context.at, { count: faults.length - faultLimit });
  return {
    value: faults.length === 0 ? clean : repair(clean, faults, shapes),
    isSound: faults.every(({ error }) => error.keyword === 'additionalProperties'),
  };
}

function schemaErrors(value: ManifestValue, type: string): readonly SchemaError[] | undefined {
  const validator = validators[type];
  if (validator === undefined) throw new InternalError(`no compiled schema for ${type}`);
  return validator(value) ? undefined : (validator.errors ?? []);
}

/** Numbers beyond 2^53 are BigInt here, which ajv does not take for numbers. */
function isBigNumber({ keyword }: SchemaError, { value, type }: Place): boolean {
  if (keyword !== 'type' || typeof value !== 'bigint') return false;
  return type === 'Quantity' || type === 'number' || (type === 'Int64' && BigInt.asIntN(64, value) === value);
}

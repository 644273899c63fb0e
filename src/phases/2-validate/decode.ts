import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { InternalError } from '../../diagnostics/internal-error.js';
import { type SchemaError, validators } from '../../generated/validators.js';
import type { ManifestValue } from '../documents.js';
import { withoutNulls, zeroOf } from './nulls.js';
import { type Place, pointerSegments, walkTo } from './place.js';
import { reportFault } from './report-fault.js';
import type { Shapes } from './shape.js';

/** What decoding needs besides the value. */
export interface DecodeContext {
  readonly at: FieldPath;
  readonly report: Report;
  /** Parsed when first asked for: only documents with errors need them. */
  readonly shapes: () => Shapes;
  /** The text of a value as it stands in the file; undefined where it may not be shown. */
  readonly written: (at: FieldPath) => string | undefined;
}

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
 * Reports: schema/unknown-field, schema/wrong-type, schema/out-of-range, schema/quantity, schema/time, schema/base64.
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
  for (const { error, place } of faults) reportFault(error, place, context);
  return {
    value: faults.reduce((sound, { error, place }) => repaired(sound, error, place, shapes), clean),
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

/** The value without what an error is about; lists keep their length, so that positions stay true. */
function repaired(root: ManifestValue, error: SchemaError, place: Place, shapes: Shapes): ManifestValue {
  const isUnknown = error.keyword === 'additionalProperties';
  const path = isUnknown ? [...place.segments, String(error.params.additionalProperty)] : place.segments;
  return replaceAt(root, path, place.inList && !isUnknown ? zeroOf(place.type, shapes) : undefined);
}

function replaceAt(
  value: ManifestValue,
  path: readonly (string | number)[],
  by: ManifestValue | undefined,
): ManifestValue {
  const [step, ...rest] = path;
  if (step === undefined) return by ?? {};
  if (Array.isArray(value)) {
    const items: readonly ManifestValue[] = value;
    return items.map((item, index) => (index === step ? replaceAt(item, rest, by) : item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as { readonly [key: string]: ManifestValue });
  return Object.fromEntries(
    entries.flatMap(([key, item]) => {
      if (key !== step) return [[key, item]];
      return rest.length === 0 && by === undefined ? [] : [[key, replaceAt(item, rest, by)]];
    }),
  );
}

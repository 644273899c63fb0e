import type { SchemaError } from '../../generated/validators.js';
import type { DecodeContext } from './decode-context.js';
import type { Place } from './place.js';
import { type TypeName, typeOf } from './type-name.js';
import { unknownField } from './unknown-field.js';

/** The words for the types of the schemas; lists, maps and structs are recognised by their form. */
const wanted: { readonly [type: string]: TypeName } = {
  string: 'string',
  Time: 'string',
  MicroTime: 'string',
  Bytes: 'string',
  boolean: 'boolean',
  Int32: 'integer',
  Int64: 'integer',
  number: 'number',
  Quantity: 'quantity',
  IntOrString: 'integer or string',
};

/**
 * Turns one error of the compiled schema into a finding.
 * Reports: schema/unknown-field, schema/wrong-type, schema/out-of-range, schema/quantity, schema/time, schema/base64.
 */
export function reportFault(error: SchemaError, place: Place, context: DecodeContext): void {
  if (error.keyword === 'additionalProperties')
    reportUnknown(String(error.params.additionalProperty), place, context);
  else if (error.keyword === 'type' && !isOverlong(place)) reportType(place, context);
  else reportValue(place, context);
}

/** An integer beyond 64 bits: too large, not of a wrong type. */
function isOverlong({ value, type }: Place): boolean {
  return typeof value === 'bigint' && (type === 'Int32' || type === 'Int64' || type === 'IntOrString');
}

function reportUnknown(name: string, parent: Place, { report, shapes }: DecodeContext): void {
  const { at, spelling, belongs } = unknownField(name, parent, shapes());
  report('schema/unknown-field', at.atKey(), {
    path: at.toString(),
    name,
    ...(spelling === undefined ? {} : { spelling }),
    ...(belongs === undefined ? {} : { belongs }),
    ...(isThere(spelling, parent) ? { taken: true } : {}),
  });
}

function isThere(name: string | undefined, { value }: Place): boolean {
  return name !== undefined && typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

function reportType({ at, value, type }: Place, { report, written }: DecodeContext): void {
  const want = wanted[type] ?? (type.startsWith('[]') ? 'list' : 'map');
  const text = written(at);
  report('schema/wrong-type', at, {
    path: at.toString(),
    want,
    got: typeOf(value),
    ...(text === undefined ? {} : { written: text }),
  });
}

function reportValue({ at, type }: Place, { report, written }: DecodeContext): void {
  const text = written(at);
  const params = { path: at.toString(), ...(text === undefined ? {} : { written: text }) };
  if (type === 'Quantity') report('schema/quantity', at, params);
  else if (type === 'Time' || type === 'MicroTime') report('schema/time', at, params);
  else if (type === 'Bytes') report('schema/base64', at, params);
  else report('schema/out-of-range', at, { ...params, bits: type === 'Int64' ? 64 : 32 });
}

import { shapesText } from '../../generated/shapes.js';

/** Fields of each type, and the type of each field: `string`, `Int32`, `Quantity`, `V1Pod`, `[]V1Pod`, `{}string`. */
export type Shapes = { readonly [type: string]: { readonly [field: string]: string } };

/** Field names and types of all kinds. Only documents with errors need them: parsed then, once per run. */
export function readShapes(): Shapes {
  // The text is made from the same definitions by test/tools/compile-validators.mjs.
  return JSON.parse(shapesText) as Shapes;
}

/** What a type is made of. */
export type Shape =
  | { readonly form: 'list' | 'map'; readonly of: string }
  | { readonly form: 'struct'; readonly fields: { readonly [field: string]: string } }
  | { readonly form: 'scalar' };

/** Takes the short form of a type apart. */
export function shapeOf(type: string, shapes: Shapes): Shape {
  if (type.startsWith('[]')) return { form: 'list', of: type.slice(2) };
  if (type.startsWith('{}')) return { form: 'map', of: type.slice(2) };
  const fields = fieldsOf(type, shapes);
  return fields === undefined ? { form: 'scalar' } : { form: 'struct', fields };
}

/** The fields of a struct type; undefined for every other type. */
export function fieldsOf(type: string, shapes: Shapes): { readonly [field: string]: string } | undefined {
  return Object.hasOwn(shapes, type) ? shapes[type] : undefined;
}

/** The type of a struct's field; undefined when it has none of that name. */
export function fieldType(fields: { readonly [field: string]: string }, name: string): string | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

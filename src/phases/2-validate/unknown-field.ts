import type { FieldPath } from '../../diagnostics/field-path.js';
import { nearestName } from '../../diagnostics/spelling.js';
import type { Place } from './place.js';
import { fieldsOf, fieldType, type Shapes } from './shape.js';

/** A field that its type does not have, and what was probably meant. */
export interface UnknownField {
  readonly at: FieldPath;
  readonly name: string;
  /** A field of the same type with nearly that name. */
  readonly spelling?: string;
  /** The path of the place where a field of exactly that name belongs; empty: the top of the document. */
  readonly belongs?: string;
}

/** How far below a place a field of the name is looked for: Deployment.spec to template.spec.containers. */
const depthLimit = 3;

/** Describes an unknown field: by the nearest spelling, else by the nearest place that has a field of that name. */
export function unknownField(name: string, parent: Place, shapes: Shapes): UnknownField {
  const at = parent.at.child(name);
  const fields = fieldsOf(parent.type, shapes) ?? {};
  const spelling = nearestName(name, Object.keys(fields));
  if (spelling !== undefined) return { at, name, spelling };
  const belongs = placeAbove(name, parent, shapes) ?? placeBelow(name, parent, shapes);
  return belongs === undefined ? { at, name } : { at, name, belongs };
}

/** An enclosing object that has the field, or a direct part of one: `metadata.restartPolicy` belongs under `spec`. */
function placeAbove(name: string, from: Place, shapes: Shapes): string | undefined {
  for (let place = from.parent; place !== undefined; place = place.parent) {
    const fields = fieldsOf(place.type, shapes);
    if (fields === undefined) continue;
    if (Object.hasOwn(fields, name)) return place.at.toString();
    for (const [field, type] of Object.entries(fields)) {
      if (field === 'status' || type === from.type) continue;
      if (Object.hasOwn(fieldsOf(type, shapes) ?? {}, name)) return place.at.child(field).toString();
    }
  }
  return undefined;
}

interface Below {
  readonly path: string;
  readonly type: string;
}

/** The nearest part of the object itself that has the field. */
function placeBelow(name: string, from: Place, shapes: Shapes): string | undefined {
  let level: readonly Below[] = [{ path: from.at.toString(), type: from.type }];
  for (let depth = 0; depth < depthLimit; depth += 1) {
    level = level.flatMap((one) => partsOf(one, shapes));
    const found = level.find(({ type }) => fieldType(fieldsOf(type, shapes) ?? {}, name) !== undefined);
    if (found !== undefined) return found.path;
  }
  return undefined;
}

function partsOf({ path, type }: Below, shapes: Shapes): readonly Below[] {
  const fields = Object.entries(fieldsOf(type, shapes) ?? {});
  return fields.flatMap(([field, of]) => {
    if (field === 'status' || field === 'managedFields') return [];
    const prefix = path === '' ? field : `${path}.${field}`;
    if (of.startsWith('[]')) return [{ path: `${prefix}[]`, type: of.slice(2) }];
    return fieldsOf(of, shapes) === undefined ? [] : [{ path: prefix, type: of }];
  });
}

import type { FieldPath, Segment } from '../../diagnostics/field-path.js';
import type { ManifestValue } from '../documents.js';
import { fieldType, type Shapes, shapeOf } from './shape.js';

/** A place in a document that an error is about, with the type that its schema gives it. */
export interface Place {
  readonly at: FieldPath;
  readonly segments: readonly Segment[];
  readonly value: ManifestValue | undefined;
  readonly type: string;
  readonly inList: boolean;
  /** Where its parent is; absent at the root. */
  readonly parent?: Place;
}

/** The steps of a JSON pointer (RFC 6901). */
export function pointerSegments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Follows steps into a value and its type together, so that paths print as the API server's do. */
export function walkTo(
  root: ManifestValue,
  type: string,
  steps: readonly string[],
  at: FieldPath,
  shapes: Shapes,
): Place {
  const start: Place = { at, segments: [], value: root, type, inList: false };
  return steps.reduce((place, step) => placeBelow(place, step, shapes), start);
}

/** The place one step below. */
export function placeBelow(parent: Place, step: string, shapes: Shapes): Place {
  const shape = shapeOf(parent.type, shapes);
  const inList = shape.form === 'list';
  const segment = inList ? Number(step) : step;
  return {
    at: inList
      ? parent.at.index(Number(step))
      : shape.form === 'map'
        ? parent.at.entry(step)
        : parent.at.child(step),
    segments: [...parent.segments, segment],
    value: childOf(parent.value, segment),
    type:
      shape.form === 'struct'
        ? (fieldType(shape.fields, step) ?? 'any')
        : shape.form === 'scalar'
          ? 'any'
          : shape.of,
    inList,
    parent,
  };
}

function childOf(value: ManifestValue | undefined, step: Segment): ManifestValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as { readonly [key: string | number]: ManifestValue })[step];
}

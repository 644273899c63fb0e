import type { FieldPath } from '../diagnostics/field-path.js';
import type { ManifestDocument, ManifestValue } from '../phases/documents.js';

/** The field that a line of a file sets: the innermost one whose key (or list item) begins there or last before it. */
export interface FieldAtLine {
  readonly document: ManifestDocument;
  readonly at: FieldPath;
}

/** Finds the field behind `FILE:LINE`; undefined where the line is in no object. */
export function fieldAtLine(
  documents: readonly ManifestDocument[],
  file: string,
  line: number,
): FieldAtLine | undefined {
  let best: FieldAtLine | undefined;
  let bestLine = 0;
  for (const document of documents.filter(({ source }) => source.name === file)) {
    for (const at of placesIn(document.value, document.at)) {
      const start = at.atKey().range().line;
      // Of several on one line the outermost: `{name: a, image: b}` is the container.
      if (start > line || start < bestLine || (start === bestLine && best !== undefined)) continue;
      best = { document, at };
      bestLine = start;
    }
  }
  return best;
}

function* placesIn(value: ManifestValue, at: FieldPath): Generator<FieldPath> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield at.index(index);
      yield* placesIn(item as ManifestValue, at.index(index));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield at.child(key);
      yield* placesIn(item, at.child(key));
    }
  }
}

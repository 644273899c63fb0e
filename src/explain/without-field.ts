import type { Segment } from '../diagnostics/field-path.js';
import type { ManifestDocument, ManifestValue, Source } from '../phases/documents.js';

/** Every document as a text of its own, one of them without a field: what differs between the two outputs is the field's. */
export function sourcesWithout(
  documents: readonly ManifestDocument[],
  document: ManifestDocument,
  field: readonly Segment[],
): readonly Source[] {
  return documents.map((one, index) => ({
    name: `${index}.json`,
    text: JSON.stringify(one === document ? without(one.value, field) : one.value, exact),
  }));
}

/** The same documents as they are. */
export function sourcesOf(documents: readonly ManifestDocument[]): readonly Source[] {
  return documents.map(({ value }, index) => ({ name: `${index}.json`, text: JSON.stringify(value, exact) }));
}

/** JSON has no BigInt; such numbers are in no field whose output could be compared. */
function exact(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function without(value: ManifestValue, [first, ...rest]: readonly Segment[]): ManifestValue {
  if (first === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value as readonly ManifestValue[];
    return rest.length === 0
      ? items.filter((_, index) => index !== first)
      : items.map((item, index) => (index === first ? without(item, rest) : item));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key !== String(first)) return [[key, item]];
      return rest.length === 0 ? [] : [[key, without(item, rest)]];
    }),
  );
}

/** Lines of a text that another one lacks, in order, without comments; each as often as it is missing. */
export function linesOnlyIn(text: string, other: string): readonly string[] {
  const left = new Map<string, number>();
  for (const line of linesOf(other)) left.set(line, (left.get(line) ?? 0) + 1);
  return linesOf(text).filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/ \\$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

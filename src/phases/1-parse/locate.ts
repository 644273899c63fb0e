import { type Alias, type Document, isAlias, isMap, isSeq, type Node, type Range } from 'yaml';
import type { Segment, TextRange } from '../../diagnostics/field-path.js';
import { findPair } from './value.js';

/** Offsets of a text's lines, made when the first position is asked for. */
export interface LineIndex {
  readonly rangeOf: (start: number, end: number) => TextRange;
}

/** Finds line and column of offsets into a text. `\r\n`, `\n` and a lone `\r` end lines. */
export function lineIndex(text: string): LineIndex {
  let starts: readonly number[] | undefined;
  const position = (offset: number): { readonly line: number; readonly column: number } => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return {
    rangeOf: (start, end) => {
      const from = position(start);
      const to = position(Math.max(start, end));
      return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/**
 * The offsets of a key or value in a parsed document. A path that does not exist gives its nearest existing ancestor:
 * the key that holds it, so that the place is one line and not a whole block.
 */
export function findRange(
  document: Document.Parsed,
  segments: readonly Segment[],
  part: 'key' | 'value',
): readonly [number, number] {
  const targetOf = (alias: Alias): Node | undefined => alias.resolve(document);
  let node: Node | null | undefined = document.contents;
  let key: Node | null = null;
  for (const segment of segments) {
    const target: Node | null | undefined = isAlias(node) ? targetOf(node) : node;
    if (isMap(target)) {
      const pair = findPair(target, String(segment), targetOf);
      if (pair === undefined) return rangeOfNode(key ?? firstKey(node));
      ({ key } = pair);
      node = pair.value;
    } else if (isSeq(target) && typeof segment === 'number' && segment < target.items.length) {
      key = null;
      node = target.items[segment] as Node;
    } else return rangeOfNode(key ?? firstKey(node));
  }
  if (part === 'key' || node === null || node === undefined) return rangeOfNode(key ?? firstKey(node));
  return rangeOfNode(valueNode(node, key));
}

/** A block of several lines is pointed at by its key, or by its first key. */
function valueNode(node: Node, key: Node | null): Node | null | undefined {
  const isBlock = (isMap(node) || isSeq(node)) && node.flow !== true;
  return isBlock ? (key ?? firstKey(node)) : node;
}

function firstKey(node: Node | null | undefined): Node | null | undefined {
  if (isMap(node)) return (node.items[0]?.key as Node | undefined) ?? node;
  if (isSeq(node)) return firstKey(node.items[0] as Node | undefined) ?? node;
  return node;
}

function rangeOfNode(node: Node | null | undefined): readonly [number, number] {
  const range: Range | null | undefined = node?.range;
  return range === null || range === undefined ? [0, 0] : [range[0], range[1]];
}

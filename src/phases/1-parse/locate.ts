import type { Segment, TextRange } from '../../diagnostics/field-path.js';
import type { AliasNode, MapNode, YamlNode } from './node.js';
import { resolveKey } from './scalar.js';
import { isMergeKey } from './value.js';

/** Offsets of a text's lines, found as far as positions are asked for. */
export interface LineIndex {
  readonly rangeOf: (start: number, end: number) => TextRange;
}

/** Finds line and column of offsets into a text. `\r\n`, `\n` and a lone `\r` end lines. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  const lineBreak = /\r\n|\n|\r/g;
  let isComplete = false;
  const findUpTo = (offset: number): void => {
    while (!isComplete && (starts.at(-1) ?? 0) <= offset) {
      isComplete = lineBreak.exec(text) === null;
      if (!isComplete) starts.push(lineBreak.lastIndex);
    }
  };
  const position = (offset: number): { readonly line: number; readonly column: number } => {
    findUpTo(offset);
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

/**
 * The offsets of a key or value in a document's tree. A path that does not exist gives its nearest existing ancestor:
 * the key that holds it, so that the place is one line and not a whole block.
 */
export function findRange(
  root: YamlNode,
  segments: readonly Segment[],
  part: 'key' | 'value',
): readonly [number, number] {
  const follow = follower(root);
  let node: YamlNode = root;
  let key: YamlNode | undefined;
  for (const segment of segments) {
    const target = follow(node);
    if (target?.kind === 'map') {
      const pair = findPair(target, String(segment), follow);
      if (pair === undefined) return rangeOf(key ?? firstKey(node));
      [key, node] = pair;
    } else if (target?.kind === 'list' && typeof segment === 'number' && segment < target.items.length) {
      key = undefined;
      node = target.items[segment] ?? node;
    } else return rangeOf(key ?? firstKey(node));
  }
  const isEmpty = node.end === node.start;
  return part === 'key' || isEmpty ? rangeOf(key ?? firstKey(node)) : rangeOf(valueNode(node, key));
}

/** A block of several lines is pointed at by its key, or by its first key. */
function valueNode(node: YamlNode, key: YamlNode | undefined): YamlNode {
  const isBlock = (node.kind === 'map' || node.kind === 'list') && !node.flow;
  return isBlock ? (key ?? firstKey(node)) : node;
}

function firstKey(node: YamlNode): YamlNode {
  const [first] = node.kind === 'map' || node.kind === 'list' ? node.items : [];
  if (first === undefined) return node;
  return node.kind === 'map' ? first : firstKey(first);
}

function rangeOf(node: YamlNode): readonly [number, number] {
  return [node.start, node.end];
}

/** Gives what an alias stands for: the last node before it that has its anchor. */
type Follow = (node: YamlNode) => YamlNode | undefined;

function follower(root: YamlNode): Follow {
  let anchored: readonly YamlNode[] | undefined;
  const target = (alias: AliasNode): YamlNode | undefined => {
    anchored ??= anchoredNodes(root);
    return anchored.findLast(({ anchor, end }) => anchor === alias.name && end <= alias.start);
  };
  return (node) => (node.kind === 'alias' ? target(node) : node);
}

function anchoredNodes(node: YamlNode): readonly YamlNode[] {
  const below = node.kind === 'map' || node.kind === 'list' ? node.items.flatMap(anchoredNodes) : [];
  return node.anchor === undefined ? below : [node, ...below];
}

/** Key and value that a map has for a name: the last one written, or one that a merge brings. */
function findPair(map: MapNode, name: string, follow: Follow): readonly [YamlNode, YamlNode] | undefined {
  let found: readonly [YamlNode, YamlNode] | undefined;
  for (let index = 0; index < map.items.length; index += 2) {
    const [key, value] = [map.items[index], map.items[index + 1]];
    if (key === undefined || value === undefined) continue;
    if (isMergeKey(key)) found = findMerged(value, name, follow) ?? found;
    else if (keyName(follow(key)) === name) found = [key, value];
  }
  return found;
}

function keyName(key: YamlNode | undefined): string | undefined {
  if (key?.kind !== 'scalar') return undefined;
  return key.plain ? resolveKey(key.text)?.text : key.text;
}

function findMerged(
  value: YamlNode,
  name: string,
  follow: Follow,
): readonly [YamlNode, YamlNode] | undefined {
  const maps = value.kind === 'list' ? value.items : [value];
  for (const item of maps) {
    const map = follow(item);
    const found = map?.kind === 'map' ? findPair(map, name, follow) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Segment } from '../../diagnostics/field-path.js';
import type { ManifestValue } from '../documents.js';
import { keyText, resolveScalar } from './scalar.js';

/** Something wrong with a document's tree, at a node. */
export interface TreeProblem {
  readonly kind:
    | 'duplicate-key'
    | 'null-key'
    | 'not-finite'
    | 'collection-key'
    | 'unknown-alias'
    | 'too-big'
    | 'merge';
  readonly path: readonly Segment[];
  readonly node: Node;
  /** The key or text that it is about. */
  readonly text: string;
  /** The first of two duplicates. */
  readonly other?: Node;
}

/** More nodes than this after all aliases are followed: no manifest, but an attempt to exhaust the reader. */
export const nodeLimit = 500_000;
export const depthLimit = 500;

interface Reading {
  readonly anchors: Map<string, Node>;
  readonly problems: TreeProblem[];
  readonly path: Segment[];
  nodes: number;
}

/** The plain value of a document's tree as Kubernetes reads it, and what is wrong with it. */
export function treeValue(root: Node | null): {
  readonly value: ManifestValue;
  readonly problems: readonly TreeProblem[];
} {
  const reading: Reading = { anchors: new Map(), problems: [], path: [], nodes: 0 };
  const value = root === null ? null : read(root, reading);
  return { value, problems: reading.problems };
}

function read(node: Node, reading: Reading): ManifestValue {
  reading.nodes += 1;
  if (reading.nodes > nodeLimit || reading.path.length > depthLimit) {
    const already = reading.problems.some(({ kind }) => kind === 'too-big');
    if (!already) reading.problems.push({ kind: 'too-big', path: [...reading.path], node, text: '' });
    return null;
  }
  if (isAlias(node)) return readAlias(node, reading);
  if (!isAlias(node) && 'anchor' in node && node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (isScalar(node)) return readScalar(node, reading);
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      reading.path.push(index);
      const value = read(item as Node, reading);
      reading.path.pop();
      return value;
    });
  }
  return isMap(node) ? readMap(node, reading) : null;
}

function readAlias(alias: Alias, reading: Reading): ManifestValue {
  const target = reading.anchors.get(alias.source);
  if (target !== undefined) return read(target, reading);
  reading.problems.push({ kind: 'unknown-alias', path: [...reading.path], node: alias, text: alias.source });
  return null;
}

const yamlTag = 'tag:yaml.org,2002:';

function readScalar(node: Scalar, reading: Reading): ManifestValue {
  const text = typeof node.value === 'string' ? node.value : String(node.value ?? '');
  const tag = node.tag?.startsWith(yamlTag) === true ? node.tag.slice(yamlTag.length) : node.tag;
  if (tag === 'binary') return Buffer.from(text, 'base64').toString('utf8');
  const isPlain = node.type === 'PLAIN' || node.type === undefined;
  const isNumberTag = tag === 'int' || tag === 'float' || tag === 'bool' || tag === 'null';
  if (tag !== undefined ? !isNumberTag : !isPlain) return text;
  const value = resolveScalar(isPlain ? (node.source ?? text) : text);
  if (typeof value !== 'object' || value === null) return value;
  reading.problems.push({ kind: 'not-finite', path: [...reading.path], node, text: value.notFinite });
  return null;
}

function readMap(map: YAMLMap, reading: Reading): ManifestValue {
  const result: { [key: string]: ManifestValue } = {};
  const seen = new Map<string, Node>();
  for (const pair of map.items) {
    const key = pair.key as Node | null;
    if (isMergeKey(key)) readMerge(pair.value as Node | null, result, reading);
    else readPair(pair as Pair<Node | null, Node | null>, result, seen, reading);
  }
  return result;
}

/** An unquoted `<<`. */
export function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && key.tag === undefined;
}

function readPair(
  pair: Pair<Node | null, Node | null>,
  result: { [key: string]: ManifestValue },
  seen: Map<string, Node>,
  reading: Reading,
): void {
  const key = readKey(pair.key, reading, pair);
  if (key === undefined) return;
  const first = seen.get(key.identity);
  reading.path.push(key.text);
  const node = pair.key ?? pair.value;
  if (first !== undefined && node !== null) {
    reading.problems.push({
      kind: 'duplicate-key',
      path: [...reading.path],
      node,
      text: key.text,
      other: first,
    });
  }
  if (node !== null) seen.set(key.identity, first ?? node);
  setOwn(result, key.text, pair.value === null ? null : read(pair.value, reading));
  reading.path.pop();
}

/** A key as text, and what makes it the same as another: `true` and `on` are one key, `1` and `"1"` are two. */
function readKey(
  key: Node | null,
  reading: Reading,
  pair: Pair<Node | null, Node | null>,
): { readonly text: string; readonly identity: string } | undefined {
  const target = isAlias(key) ? reading.anchors.get(key.source) : key;
  const at = key ?? pair.value;
  if (target !== null && target !== undefined && !isScalar(target)) {
    reading.problems.push({ kind: 'collection-key', path: [...reading.path], node: target, text: '' });
    return undefined;
  }
  const value = target === null || target === undefined ? null : readScalar(target, reading);
  if (value === null || typeof value === 'object') {
    if (at !== null) reading.problems.push({ kind: 'null-key', path: [...reading.path], node: at, text: '' });
    return undefined;
  }
  return { text: keyText(value), identity: `${typeof value}:${value}` };
}

/** `__proto__` is a key like any other. */
function setOwn(target: { [key: string]: ManifestValue }, key: string, value: ManifestValue): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

/** A merge overrides the keys before it, and of several merged maps the first wins: goyaml.v2 decode.go, merge. */
function readMerge(value: Node | null, result: { [key: string]: ManifestValue }, reading: Reading): void {
  const target = isAlias(value) ? reading.anchors.get(value.source) : value;
  const maps = isSeq(target) ? [...target.items].reverse() : [target];
  for (const item of maps) {
    const map = isAlias(item) ? reading.anchors.get(item.source) : item;
    if (isMap(map)) {
      const merged = read(map, reading);
      for (const [key, entry] of Object.entries(merged as { readonly [key: string]: ManifestValue }))
        setOwn(result, key, entry);
    } else if (value !== null) {
      reading.problems.push({ kind: 'merge', path: [...reading.path], node: value, text: '' });
    }
  }
}

/** Follows an alias to what it stands for. */
export type AliasTarget = (alias: Alias) => Node | undefined;

/** The pair of a map that gives a key its value: the last one written, or one that a merge brings. */
export function findPair(
  map: YAMLMap,
  key: string,
  targetOf: AliasTarget,
): Pair<Node | null, Node | null> | undefined {
  let found: Pair<Node | null, Node | null> | undefined;
  for (const pair of map.items) {
    if (!isPair(pair)) continue;
    const typed = pair as Pair<Node | null, Node | null>;
    if (isMergeKey(typed.key)) found = findMerged(typed.value, key, targetOf) ?? found;
    else if (plainKey(typed.key, targetOf) === key) found = typed;
  }
  return found;
}

function plainKey(key: Node | null, targetOf: AliasTarget): string | undefined {
  const target = isAlias(key) ? targetOf(key) : key;
  if (!isScalar(target)) return undefined;
  const text = String(target.value ?? '');
  if (target.type !== 'PLAIN') return text;
  const value = resolveScalar(target.source ?? text);
  return value === null || typeof value === 'object' ? undefined : keyText(value);
}

function findMerged(
  value: Node | null,
  key: string,
  targetOf: AliasTarget,
): Pair<Node | null, Node | null> | undefined {
  const target = isAlias(value) ? targetOf(value) : value;
  const maps = isSeq(target) ? target.items : [target];
  for (const item of maps) {
    const map = isAlias(item) ? targetOf(item) : item;
    const found = isMap(map) ? findPair(map, key, targetOf) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

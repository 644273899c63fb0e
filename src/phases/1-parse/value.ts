import type { Segment } from '../../diagnostics/field-path.js';
import type { ManifestValue } from '../documents.js';
import type { AliasNode, MapNode, ScalarNode, YamlNode } from './node.js';
import { type ResolvedKey, resolveKey, resolveScalar, resolveTagged, type ScalarTag } from './scalar.js';

/** Something wrong with a document's tree, at a node. */
export interface TreeProblem {
  readonly kind:
    | 'duplicate-key'
    | 'null-key'
    | 'key-too-large'
    | 'collection-key'
    | 'not-finite'
    | 'unknown-alias'
    | 'recursive-alias'
    | 'too-many-aliases'
    | 'tag'
    | 'merge';
  readonly path: readonly Segment[];
  readonly node: YamlNode;
  /** The key, name or text that it is about. */
  readonly text: string;
  /** The first of two duplicates. */
  readonly other?: YamlNode;
}

/** What an anchor stands for: the value is there when its node was read to its end. */
interface Anchored {
  readonly node: YamlNode;
  value?: ManifestValue;
  isOpen: boolean;
  /** Nodes in it, with those that its own aliases bring. */
  size: number;
}

type Container = { [key: string]: ManifestValue };

interface Reading {
  readonly anchors: Map<string, Anchored>;
  readonly problems: TreeProblem[];
  readonly path: Segment[];
  /** Nodes after all aliases are followed, and how many of them aliases brought. */
  nodes: number;
  aliased: number;
  /** How many of the problems are duplicate keys. */
  duplicates: number;
}

/**
 * The plain value of a document's tree as Kubernetes reads it, and what is wrong with it. Aliases share one value.
 * Source: sigs.k8s.io/yaml goyaml.v2 decode.go, unmarshal.
 */
export function treeValue(root: YamlNode | undefined): {
  readonly value: ManifestValue;
  readonly problems: readonly TreeProblem[];
} {
  const reading: Reading = {
    anchors: new Map(),
    problems: [],
    path: [],
    nodes: 0,
    aliased: 0,
    duplicates: 0,
  };
  const value = root === undefined ? null : read(root, reading);
  return { value, problems: reading.problems };
}

/** More than these are not told of one document. */
const problemLimit = 100;

function report(reading: Reading, kind: TreeProblem['kind'], node: YamlNode, text = ''): null {
  const { problems, duplicates } = reading;
  if (problems.length - duplicates < problemLimit)
    problems.push({ kind, path: [...reading.path], node, text });
  return null;
}

function reportDuplicate(reading: Reading, node: YamlNode, other: YamlNode, text: string): void {
  if (reading.duplicates >= problemLimit) return;
  reading.duplicates += 1;
  reading.problems.push({ kind: 'duplicate-key', path: [...reading.path], node, text, other });
}

function read(node: YamlNode, reading: Reading): ManifestValue {
  reading.nodes += 1;
  if (node.anchor === undefined) return readContent(node, reading);
  const anchored: Anchored = { node, isOpen: true, size: 0 };
  reading.anchors.set(node.anchor, anchored);
  const before = reading.nodes;
  const value = readContent(node, reading);
  anchored.value = value;
  anchored.size = reading.nodes - before + 1;
  anchored.isOpen = false;
  return value;
}

function readContent(node: YamlNode, reading: Reading): ManifestValue {
  switch (node.kind) {
    case 'scalar':
      return node.plain ? readPlain(node, reading) : readScalar(node, reading);
    case 'list':
      return node.items.map((item, index) => {
        reading.path.push(index);
        const value = read(item, reading);
        reading.path.pop();
        return value;
      });
    case 'map':
      return readMap(node, reading);
    case 'alias':
      return readAlias(node, reading);
    default:
      return node satisfies never;
  }
}

function readAlias(alias: AliasNode, reading: Reading): ManifestValue {
  const target = reading.anchors.get(alias.name);
  if (target === undefined) return report(reading, 'unknown-alias', alias, alias.name);
  if (target.isOpen) return report(reading, 'recursive-alias', alias, alias.name);
  reading.nodes += target.size;
  reading.aliased += target.size;
  const { nodes, aliased } = reading;
  const isFirst = !reading.problems.some(({ kind }) => kind === 'too-many-aliases');
  if (isFirst && aliased > 100 && nodes > 1000 && aliased / nodes > allowedRatio(nodes))
    report(reading, 'too-many-aliases', alias, alias.name);
  return target.value ?? null;
}

/** How much of a document aliases may bring, by its size. Source: goyaml.v2 decode.go, allowedAliasRatio. */
function allowedRatio(nodes: number): number {
  if (nodes <= 400_000) return 0.99;
  return nodes >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((nodes - 400_000) / 3_600_000);
}

function readPlain(node: ScalarNode, reading: Reading): ManifestValue {
  const value = resolveScalar(node.text);
  if (typeof value !== 'object' || value === null) return value;
  return report(reading, 'not-finite', node, node.text);
}

const yamlTag = 'tag:yaml.org,2002:';
const scalarTags: ReadonlySet<string> = new Set<ScalarTag>([
  'str',
  'int',
  'float',
  'bool',
  'null',
  'timestamp',
]);

function readScalar(node: ScalarNode, reading: Reading): ManifestValue {
  const { text } = node;
  if (node.tag?.startsWith(yamlTag) !== true) return text;
  const tag = node.tag.slice(yamlTag.length);
  if (tag === 'binary') return readBinary(node, reading);
  if (!scalarTags.has(tag)) return text;
  const value = resolveTagged(text, tag as ScalarTag);
  if (value === undefined) return report(reading, 'tag', node, tag);
  if (typeof value === 'object' && value !== null) return report(reading, 'not-finite', node, text);
  return value;
}

function readBinary(node: ScalarNode, reading: Reading): ManifestValue {
  const text = node.text.replaceAll(/[\r\n]/g, '');
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : report(reading, 'tag', node, 'binary');
}

function readMap(map: MapNode, reading: Reading): ManifestValue {
  const { items } = map;
  const result: Container = {};
  const seen = items.length > 2 ? new Map<string, YamlNode>() : undefined;
  for (let index = 0; index < items.length; index += 2) {
    const [key, value] = [items[index], items[index + 1]];
    if (key === undefined || value === undefined) continue;
    if (isMergeKey(key)) readMerge(value, result, reading);
    else readPair(key, value, { result, seen }, reading);
  }
  return result;
}

/** An unquoted `<<`, or one that is tagged so. */
export function isMergeKey(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.text === '<<' && (key.plain || key.tag === `${yamlTag}merge`);
}

interface Target {
  readonly result: Container;
  readonly seen: Map<string, YamlNode> | undefined;
}

function readPair(key: YamlNode, value: YamlNode, { result, seen }: Target, reading: Reading): void {
  const resolved = readKey(key, reading);
  if (resolved === undefined) {
    read(value, reading);
    return;
  }
  const { text } = resolved;
  reading.path.push(text);
  if (seen !== undefined) {
    const identity = resolved.type === 'string' ? text : `${resolved.type}\n${text}`;
    const other = seen.get(identity);
    if (other !== undefined) reportDuplicate(reading, key, other, text);
    else seen.set(identity, key);
  }
  setOwn(result, text, read(value, reading));
  reading.path.pop();
}

/** A key as text. Reports keys that cannot be one. */
function readKey(key: YamlNode, reading: Reading): ResolvedKey | undefined {
  reading.nodes += 1;
  const node = key.kind === 'alias' ? reading.anchors.get(key.name)?.node : key;
  if (node === undefined) {
    report(reading, 'unknown-alias', key, key.kind === 'alias' ? key.name : '');
    return undefined;
  }
  if (key.anchor !== undefined) rememberKey(key, key.anchor, reading);
  if (node.kind !== 'scalar') {
    report(reading, 'collection-key', key);
    return undefined;
  }
  const resolved = keyOf(node, reading);
  if (resolved === undefined)
    report(
      reading,
      node.text === '' || node.tag !== undefined || resolveScalar(node.text) === null
        ? 'null-key'
        : 'key-too-large',
      key,
      node.text,
    );
  return resolved;
}

function rememberKey(key: YamlNode, anchor: string, reading: Reading): void {
  const value = key.kind === 'scalar' ? readContent(key, reading) : null;
  reading.anchors.set(anchor, { node: key, value, isOpen: false, size: 1 });
}

function keyOf(node: ScalarNode, reading: Reading): ResolvedKey | undefined {
  if (node.plain) return resolveKey(node.text);
  const value = node.tag === undefined ? node.text : readScalar(node, reading);
  if (typeof value === 'string') return { text: value, type: 'string' };
  return value === null ? undefined : resolveKey(node.text);
}

/** `__proto__` is a key like any other. */
function setOwn(target: Container, key: string, value: ManifestValue): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

/** A merge overrides the keys before it, and of several merged maps the first wins: goyaml.v2 decode.go, merge. */
function readMerge(value: YamlNode, result: Container, reading: Reading): void {
  // An alias must stand for a map: only a list that is written here can hold several.
  const maps = value.kind === 'list' ? value.items.toReversed() : [value];
  for (const item of maps) {
    const node = item.kind === 'alias' ? reading.anchors.get(item.name)?.node : item;
    const merged = read(item, reading);
    if (node === undefined) continue;
    if (node.kind !== 'map') report(reading, 'merge', item);
    else for (const [key, entry] of Object.entries(merged as Container)) setOwn(result, key, entry);
  }
}

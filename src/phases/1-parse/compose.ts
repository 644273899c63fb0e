import type { YamlNode } from './node.js';
import { peek, take } from './scan.js';
import { fail, type Scan, type SyntaxProblem, startScan, type TokenKind } from './scan-state.js';

/** Deeper than any manifest. The API server takes 10,000 levels, which no type of Kubernetes has. */
export const depthLimit = 500;

/** One document's tree, or what is wrong with it. `too-deep` is not a matter of syntax. */
export interface Composed {
  /** Undefined for an empty document. */
  readonly root: YamlNode | undefined;
  readonly problem: SyntaxProblem | undefined;
  readonly tooDeep: boolean;
  /** Begin and end of every comment, in turn. */
  readonly comments: readonly number[];
}

interface Composing {
  readonly scan: Scan;
  depth: number;
  tooDeep: boolean;
}

/**
 * Reads the first document between two offsets, by the grammar of Kubernetes' reader: what comes behind its end
 * (`...`) is not read. Source: sigs.k8s.io/yaml goyaml.v2 parserc.go and yaml.go, unmarshal.
 */
export function compose(text: string, start: number, end: number, json: boolean): Composed {
  const scan = startScan(text, start, end, json);
  const composing: Composing = { scan, depth: 0, tooDeep: false };
  const first = peek(scan);
  let root: YamlNode | undefined;
  if (first.kind === 'document') {
    take(scan);
    if (peek(scan).kind !== 'end' && peek(scan).kind !== 'document') root = node(composing, true, false);
  } else if (first.kind !== 'end') root = node(composing, true, false);
  // The end of the document is looked for, so what follows the root on its line is still read.
  if (scan.problem === undefined) peek(scan);
  const { problem, comments } = scan;
  return { root: problem === undefined ? root : undefined, problem, tooDeep: composing.tooDeep, comments };
}

interface Properties {
  readonly start: number;
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

function empty(position: number): YamlNode {
  return {
    kind: 'scalar',
    start: position,
    end: position,
    anchor: undefined,
    tag: undefined,
    text: '',
    plain: true,
  };
}

/** `mayBeBlock`: a block collection can stand here. `mayBeIndentless`: also a list that is indented like its key. */
function node(composing: Composing, mayBeBlock: boolean, mayBeIndentless: boolean): YamlNode {
  const { scan } = composing;
  const first = peek(scan);
  if (first.kind === 'alias') {
    take(scan);
    const { start, end, text: name } = first;
    return { kind: 'alias', start, end, anchor: undefined, tag: undefined, name };
  }
  const properties = first.kind === 'anchor' || first.kind === 'tag' ? readProperties(scan) : undefined;
  composing.depth += 1;
  if (composing.depth > depthLimit) {
    composing.tooDeep = true;
    fail(scan, first.start, 'nested too deeply');
  }
  const found = content(composing, properties, mayBeBlock, mayBeIndentless);
  composing.depth -= 1;
  return found;
}

function readProperties(scan: Scan): Properties {
  let anchor: string | undefined;
  let tag: string | undefined;
  const { start } = peek(scan);
  let { end } = peek(scan);
  for (let token = peek(scan); ; token = peek(scan)) {
    if (token.kind === 'anchor' && anchor === undefined) anchor = token.text;
    else if (token.kind === 'tag' && tag === undefined) tag = token.text;
    else return { start, end, anchor, tag };
    ({ end } = token);
    take(scan);
  }
}

function content(
  composing: Composing,
  properties: Properties | undefined,
  mayBeBlock: boolean,
  mayBeIndentless: boolean,
): YamlNode {
  const { scan } = composing;
  const token = peek(scan);
  const { start } = token;
  const anchor = properties?.anchor;
  const tag = properties?.tag;
  switch (token.kind) {
    case 'plain':
    case 'quoted':
      take(scan);
      // A lone `!` makes any scalar one that decides its type by its text.
      return {
        kind: 'scalar',
        start,
        end: token.end,
        anchor,
        tag: tag === '!' ? undefined : tag,
        text: token.text,
        plain: tag === '!' || (token.kind === 'plain' && tag === undefined),
      };
    case '[':
      return { kind: 'list', start, items: flowList(composing), end: scan.takenEnd, anchor, tag, flow: true };
    case '{':
      return { kind: 'map', start, items: flowMap(composing), end: scan.takenEnd, anchor, tag, flow: true };
    case '-':
      if (!mayBeIndentless) break;
      return {
        kind: 'list',
        start,
        items: entries(composing, true),
        end: scan.textEnd,
        anchor,
        tag,
        flow: false,
      };
    case 'block-list':
      if (!mayBeBlock) break;
      return {
        kind: 'list',
        start,
        items: entries(composing, false),
        end: scan.textEnd,
        anchor,
        tag,
        flow: false,
      };
    case 'block-map':
      if (!mayBeBlock) break;
      return { kind: 'map', start, items: blockMap(composing), end: scan.takenEnd, anchor, tag, flow: false };
    default:
  }
  if (properties !== undefined) return { kind: 'scalar', ...properties, text: '', plain: tag === undefined };
  fail(scan, start, unexpected(token.kind));
  return empty(start);
}

function unexpected(kind: TokenKind): string {
  switch (kind) {
    case ']':
    case '}':
    case ',':
      return `"${kind}" stands outside of brackets: put the value in quotes`;
    case 'value':
      return 'a ":" stands where a value is expected: put the value in quotes';
    case '-':
      return 'a list with dashes cannot stand inside brackets';
    default:
      return 'a value is missing';
  }
}

/** Items of a list with dashes; one that is indented like its key (`indentless`) has no end of its own. */
function entries(composing: Composing, indentless: boolean): readonly YamlNode[] {
  const { scan } = composing;
  const items: YamlNode[] = [];
  if (!indentless) take(scan);
  while (peek(scan).kind === '-') {
    const { end } = take(scan);
    const { kind } = peek(scan);
    const isEmpty =
      kind === '-' || kind === 'block-end' || (indentless && (kind === 'key' || kind === 'value'));
    items.push(isEmpty ? empty(end) : node(composing, true, false));
  }
  if (!indentless) closeBlock(scan, 'this line is not indented like the items of the list');
  return items;
}

function closeBlock(scan: Scan, reason: string): void {
  const token = peek(scan);
  if (token.kind === 'block-end') take(scan);
  else fail(scan, token.start, reason);
}

function blockMap(composing: Composing): readonly YamlNode[] {
  const { scan } = composing;
  const items: YamlNode[] = [];
  take(scan);
  while (peek(scan).kind === 'key') {
    const { end } = take(scan);
    items.push(blockMapPart(composing, end));
    const next = peek(scan);
    if (next.kind === 'value') {
      take(scan);
      items.push(blockMapPart(composing, next.end));
    } else items.push(empty(end));
  }
  closeBlock(scan, 'this line is not indented like the keys before it');
  return items;
}

function blockMapPart(composing: Composing, position: number): YamlNode {
  const { kind } = peek(composing.scan);
  const isEmpty = kind === 'key' || kind === 'value' || kind === 'block-end';
  return isEmpty ? empty(position) : node(composing, true, true);
}

/** Takes `,` between items. False at the closing bracket, which it takes, and after an error. */
function nextItem(scan: Scan, closing: ']' | '}', isFirst: boolean, opened: number): boolean {
  let token = peek(scan);
  if (!isFirst && token.kind === ',') {
    take(scan);
    token = peek(scan);
  } else if (!isFirst && token.kind !== closing) {
    const isEnd = token.kind === 'end';
    fail(
      scan,
      isEnd ? opened : token.start,
      isEnd ? `the bracket that opens here is never closed` : `"," or "${closing}" is missing before this`,
    );
    return false;
  }
  if (token.kind !== closing) return scan.problem === undefined;
  scan.textEnd = take(scan).end;
  return false;
}

function flowList(composing: Composing): readonly YamlNode[] {
  const { scan } = composing;
  const items: YamlNode[] = [];
  const opened = take(scan).start;
  for (let isFirst = true; nextItem(scan, ']', isFirst, opened); isFirst = false) {
    if (peek(scan).kind === 'key') items.push(singlePair(composing));
    else items.push(node(composing, false, false));
  }
  return items;
}

/** `[a: b]`: a map of one entry, without braces. */
function singlePair(composing: Composing): YamlNode {
  const { scan } = composing;
  const { start } = take(scan);
  const key = flowPart(composing, start, ']');
  const value = flowValue(composing, key.end, ']');
  return {
    kind: 'map',
    start,
    end: value.end,
    anchor: undefined,
    tag: undefined,
    items: [key, value],
    flow: true,
  };
}

function flowPart(composing: Composing, position: number, closing: ']' | '}'): YamlNode {
  const { kind } = peek(composing.scan);
  const isEmpty = kind === 'value' || kind === ',' || kind === closing;
  return isEmpty ? empty(position) : node(composing, false, false);
}

function flowValue(composing: Composing, position: number, closing: ']' | '}'): YamlNode {
  const { scan } = composing;
  if (peek(scan).kind !== 'value') return empty(position);
  const { end } = take(scan);
  const { kind } = peek(scan);
  return kind === ',' || kind === closing ? empty(end) : node(composing, false, false);
}

function flowMap(composing: Composing): readonly YamlNode[] {
  const { scan } = composing;
  const items: YamlNode[] = [];
  const opened = take(scan).start;
  for (let isFirst = true; nextItem(scan, '}', isFirst, opened); isFirst = false) {
    if (peek(scan).kind === 'key') {
      const { end } = take(scan);
      const key = flowPart(composing, end, '}');
      items.push(key, flowValue(composing, key.end, '}'));
    } else {
      const key = node(composing, false, false);
      items.push(key, empty(key.end));
    }
  }
  return items;
}

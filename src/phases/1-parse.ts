import { type Document, parseDocument, type YAMLError } from 'yaml';
import type { Report } from '../diagnostics/diagnostic.js';
import { type FieldPath, type Located, rootPath, type Segment } from '../diagnostics/field-path.js';
import { findRange, type LineIndex, lineIndex } from './1-parse/locate.js';
import { type Piece, splitDocuments } from './1-parse/split.js';
import { type TreeProblem, treeValue } from './1-parse/value.js';
import type { ManifestComment, ManifestDocument, ManifestValue, Source } from './documents.js';

/** Longest file that is read, in UTF-16 units: far above what an API server takes in one request (3 MiB). */
const sizeLimit = 64 * 1024 * 1024;
/** Longest single document. Source: apiserver's limit of a request body, 3 MiB. */
const documentLimit = 3 * 1024 * 1024;

/**
 * Reads texts as Kubernetes does: documents of all sources in order, items of lists as documents of their own, every
 * position kept. A document that cannot be read is reported and left out; the others are read all the same.
 * Reports: parse/*.
 */
export function parse(sources: readonly Source[], report: Report): readonly ManifestDocument[] {
  return sources.flatMap((source) => parseSource(source, report));
}

interface Context {
  readonly source: Source;
  readonly lines: LineIndex;
  readonly comments: readonly ManifestComment[];
  readonly report: Report;
}

function parseSource(source: Source, report: Report): readonly ManifestDocument[] {
  const context: Context = {
    source,
    lines: lineIndex(source.text),
    comments: commentsOf(source.text),
    report,
  };
  if (source.text.length > sizeLimit) {
    report('parse/too-large', placeIn(context, 0, 0, 0), { limit: '64 MiB' });
    return [];
  }
  return splitDocuments(source.text).flatMap((piece, index) => parsePiece(piece, index, context));
}

function parsePiece(piece: Piece, index: number, context: Context): readonly ManifestDocument[] {
  const { report } = context;
  const at = (start: number, end: number): FieldPath =>
    placeIn(context, index, piece.offset + start, piece.offset + end);
  if (piece.text.length > documentLimit) {
    report('parse/too-large', at(0, 0), { limit: '3 MiB' });
    return [];
  }
  const document = parseYaml(piece.text);
  if (document === undefined) {
    report('parse/too-deep', at(0, 0), {});
    return [];
  }
  const problem = syntaxProblem(document, piece.text);
  if (problem !== undefined) {
    report('parse/yaml', at(problem.start, problem.end), { reason: problem.reason });
    return [];
  }
  const { value, problems } = treeValue(document.contents);
  const located = locatedIn(document, piece, index, context);
  const at2 = rootPath(located);
  for (const one of problems) reportTree(one, at2, at, report);
  const isBroken = problems.some(({ kind }) => kind !== 'duplicate-key');
  if (value === null || isBroken) return [];
  return documentsOf(value, [], located, context);
}

/** Undefined when the nesting is deeper than any stack: the one error that the reader throws. */
function parseYaml(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, {
      schema: 'failsafe',
      version: '1.1',
      uniqueKeys: false,
      merge: false,
      prettyErrors: false,
      logLevel: 'error',
      keepSourceTokens: false,
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface SyntaxProblem {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** What Kubernetes' reader refuses: the library's errors, and what the library lets through. */
function syntaxProblem(document: Document.Parsed, text: string): SyntaxProblem | undefined {
  const directive = /^%/m.exec(text);
  if (directive !== null && isDirective(document, directive.index)) {
    const reason = 'Kubernetes takes no YAML directives (lines that begin with %)';
    return { start: directive.index, end: directive.index + 1, reason };
  }
  const [error] = document.errors;
  if (error !== undefined) return { start: error.pos[0], end: error.pos[1], reason: reasonOf(error, text) };
  return percentScalar(document, text) ?? undefined;
}

/** A line that begins with % before the document's content is a directive. */
function isDirective(document: Document.Parsed, offset: number): boolean {
  return document.contents === null || offset < (document.contents.range?.[0] ?? 0);
}

/** A plain scalar may not begin with %: the library allows it. */
function percentScalar(document: Document.Parsed, text: string): SyntaxProblem | undefined {
  const match = /(?:^|[:\-?,[{]\s+|\n\s*)%/.exec(text);
  if (match === null) return undefined;
  const offset = match.index + match[0].length - 1;
  return plainScalarAt(document.contents, offset)
    ? { start: offset, end: offset + 1, reason: 'a value cannot begin with %: put it in quotes' }
    : undefined;
}

function plainScalarAt(node: unknown, offset: number): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('items' in node && Array.isArray(node.items))
    return node.items.some((item) => plainScalarAt(item, offset));
  if ('key' in node && 'value' in node)
    return plainScalarAt(node.key, offset) || plainScalarAt(node.value, offset);
  return (
    'type' in node &&
    node.type === 'PLAIN' &&
    'range' in node &&
    Array.isArray(node.range) &&
    node.range[0] === offset
  );
}

function reasonOf(error: YAMLError, text: string): string {
  if (error.code === 'TAB_AS_INDENT') return 'tabs cannot indent: use blanks';
  if (error.code === 'MULTIPLE_DOCS') return 'a separator line holds content: put --- on a line of its own';
  if (error.code === 'MISSING_CHAR' && text.includes('"')) return `${error.message} (is a quote closed?)`;
  return error.message;
}

function reportTree(
  problem: TreeProblem,
  root: FieldPath,
  at: (start: number, end: number) => FieldPath,
  report: Report,
): void {
  const { kind, path, node, text, other } = problem;
  const [start = 0, end = 0] = node.range ?? [];
  if (kind === 'duplicate-key') {
    const named = path.reduce<FieldPath>(
      (place, segment) => (typeof segment === 'number' ? place.index(segment) : place.child(segment)),
      root,
    );
    const [first = 0, firstEnd = 0] = other?.range ?? [];
    const related = [{ at: at(first, firstEnd), message: 'the first one is here' }];
    report('parse/duplicate-key', named.atKey(), { key: text, path: named.toString() }, related);
    return;
  }
  const place = at(start, end);
  switch (kind) {
    case 'null-key':
      return void report('parse/null-key', place, {});
    case 'collection-key':
      return void report('parse/collection-key', place, {});
    case 'not-finite':
      return void report('parse/not-finite', place, { text });
    case 'unknown-alias':
      return void report('parse/unknown-alias', place, { name: text });
    case 'too-big':
      return void report('parse/too-deep', place, {});
    case 'merge':
      return void report('parse/merge', place, {});
    default:
      kind satisfies never;
  }
}

/** A place in a file that is no field: a syntax error. */
function placeIn(context: Context, documentIndex: number, start: number, end: number): FieldPath {
  const { source, lines } = context;
  const locate = () => lines.rangeOf(start, end);
  return rootPath({ file: source.name, documentIndex, locate });
}

function locatedIn(
  document: Document.Parsed,
  piece: Piece,
  documentIndex: number,
  context: Context,
): Located {
  const locate = (segments: readonly Segment[], part: 'key' | 'value') => {
    const [start, end] = findRange(document, segments, part);
    return context.lines.rangeOf(piece.offset + start, piece.offset + end);
  };
  return { file: context.source.name, documentIndex, locate };
}

/** The document itself, or the items of a list, each with paths of its own (`items[2].spec` is `spec` there). */
function documentsOf(
  value: ManifestValue,
  prefix: readonly Segment[],
  located: Located,
  context: Context,
): readonly ManifestDocument[] {
  const items = listItems(value);
  if (items === undefined) return [makeDocument(value, prefix, located, context)];
  return items.flatMap((item, index) =>
    item === null ? [] : documentsOf(item, [...prefix, 'items', index], located, context),
  );
}

/** `List` and its typed kin (`PodList`, ...): kubectl takes them apart (k8s.io/apimachinery/pkg/api/meta, EachListItem). */
function listItems(value: ManifestValue): readonly ManifestValue[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { kind, items } = value as { readonly [key: string]: ManifestValue };
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return undefined;
  return items as readonly ManifestValue[];
}

function makeDocument(
  value: ManifestValue,
  prefix: readonly Segment[],
  located: Located,
  context: Context,
): ManifestDocument {
  const base = {
    file: located.file,
    documentIndex: located.documentIndex,
    locate: (segments: readonly Segment[], part: 'key' | 'value') =>
      located.locate([...prefix, ...segments], part),
  };
  const at = rootPath(base);
  return { ...base, source: context.source, value, at, comments: context.comments };
}

/** Comments that speak to kube2pod; most files have none, and are not searched. */
function commentsOf(text: string): readonly ManifestComment[] {
  if (!text.includes('kube2pod:')) return [];
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const match = /(?:^|\s)#\s*(kube2pod:.*)$/.exec(line);
    return match?.[1] === undefined ? [] : [{ line: index + 1, text: match[1].trim() }];
  });
}

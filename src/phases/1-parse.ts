import type { Report } from '../diagnostics/diagnostic.js';
import { type FieldPath, type Located, rootPath, type Segment } from '../diagnostics/field-path.js';
import { compose } from './1-parse/compose.js';
import { findRange, type LineIndex, lineIndex } from './1-parse/locate.js';
import type { YamlNode } from './1-parse/node.js';
import { reportTree } from './1-parse/report-tree.js';
import { type Piece, splitDocuments } from './1-parse/split.js';
import { treeValue } from './1-parse/value.js';
import type { ManifestComment, ManifestDocument, ManifestValue, Source } from './documents.js';

/** Longest file that is read, in UTF-16 units: far above what an API server takes in one request. */
const sizeLimit = 64 * 1024 * 1024;
/** Most documents of one file. */
const countLimit = 100_000;
/**
 * Longest single document. Source: k8s.io/apiserver pkg/server/config.go, MaxRequestBodyBytes (3 MiB); what comes of a
 * document as JSON is about as long.
 */
const documentLimit = 3 * 1024 * 1024;

/**
 * Reads texts as Kubernetes does: documents of all sources in order, items of lists as documents of their own, every
 * position kept. A document that cannot be read is reported and left out; the others are read all the same.
 * Reports: parse/*.
 */
export function parse(sources: readonly Source[], report: Report): readonly ManifestDocument[] {
  const latest: Latest = {};
  return sources.flatMap((source) => parseSource(source, latest, report));
}

/** The tree of the document whose place was asked for last. All of them would be too much for thousands of files. */
interface Latest {
  owner?: Piece;
  root?: YamlNode | undefined;
}

interface Context {
  readonly source: Source;
  readonly lines: LineIndex;
  readonly hasComments: boolean;
  readonly hasControls: boolean;
  readonly latest: Latest;
  readonly report: Report;
}

/** Characters that no YAML may hold. Source: goyaml.v2 readerc.go, yaml_parser_update_buffer. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\p{Surrogate}/u;

function parseSource(source: Source, latest: Latest, report: Report): readonly ManifestDocument[] {
  const { text } = source;
  const context: Context = {
    source,
    lines: lineIndex(text),
    hasComments: text.includes('kube2pod:'),
    hasControls: text.length <= sizeLimit && control.test(text),
    latest,
    report,
  };
  if (text.length > sizeLimit) {
    report('parse/too-large', placeIn(context, 0, 0, 0), { limit: '64 MiB' });
    return [];
  }
  const pieces = splitDocuments(text, countLimit);
  if (pieces.length <= countLimit) return pieces.flatMap((piece, index) => parsePiece(piece, index, context));
  const limit = `${countLimit.toLocaleString('en')} documents`;
  report('parse/too-large', placeIn(context, 0, 0, 0), { limit });
  return [];
}

function parsePiece(piece: Piece, index: number, context: Context): readonly ManifestDocument[] {
  const { report, source } = context;
  const at = (start: number, end: number): FieldPath => placeIn(context, index, start, end);
  if (piece.end - piece.start > documentLimit) {
    report('parse/too-large', at(piece.start, piece.start), { limit: '3 MiB' });
    return [];
  }
  const refusal = refusedText(piece, context);
  if (refusal !== undefined) {
    report('parse/yaml', at(refusal.offset, refusal.offset + 1), { reason: refusal.reason });
    return [];
  }
  const { root, problem, tooDeep, comments } = compose(source.text, piece.start, piece.end, piece.json);
  if (problem !== undefined) {
    const place = at(problem.start, problem.end);
    if (tooDeep) report('parse/too-deep', place, {});
    else report('parse/yaml', place, { reason: problem.reason });
    return [];
  }
  const { value, problems } = treeValue(root);
  const located = locatedIn(piece, index, context);
  for (const one of problems) reportTree(one, rootPath(located), at, report);
  const isBroken = problems.some(({ kind }) => kind !== 'duplicate-key');
  if (value === null || isBroken) return [];
  return documentsOf(value, [], located, { context, comments: commentsIn(comments, context) });
}

/** What Kubernetes refuses before it looks at any grammar. */
function refusedText(
  piece: Piece,
  { source: { text }, hasControls }: Context,
): { readonly offset: number; readonly reason: string } | undefined {
  if (piece.badSeparator !== undefined)
    return {
      offset: piece.badSeparator,
      reason: 'a separator line holds content: put --- on a line of its own',
    };
  const found = hasControls ? control.exec(text.slice(piece.start, piece.end)) : null;
  if (found === null) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    offset: piece.start + found.index,
    reason: `the character U+${code} cannot stand in YAML: write "\\u${code}" in double quotes`,
  };
}

/** A place in a file that is no field: a syntax error. */
function placeIn(context: Context, documentIndex: number, start: number, end: number): FieldPath {
  const { source, lines } = context;
  const locate = () => lines.rangeOf(start, end);
  return rootPath({ file: source.name, documentIndex, locate });
}

/** Makes the tree again for a document of which a place is asked for, which few are. */
function locatedIn(piece: Piece, documentIndex: number, { source, lines, latest }: Context): Located {
  const locate = (segments: readonly Segment[], part: 'key' | 'value') => {
    if (latest.owner !== piece) {
      latest.owner = piece;
      latest.root = compose(source.text, piece.start, piece.end, piece.json).root;
    }
    if (latest.root === undefined) return lines.rangeOf(piece.start, piece.start);
    const [start, end] = findRange(latest.root, segments, part);
    return lines.rangeOf(start, end);
  };
  return { file: source.name, documentIndex, locate };
}

interface Around {
  readonly context: Context;
  readonly comments: readonly ManifestComment[];
}

/** The document itself, or the items of a list, each with paths of its own (`items[2].spec` is `spec` there). */
function documentsOf(
  value: ManifestValue,
  prefix: readonly Segment[],
  located: Located,
  around: Around,
): readonly ManifestDocument[] {
  const items = listItems(value);
  if (items === undefined) return [makeDocument(value, prefix, located, around)];
  return items.flatMap((item, index) =>
    item === null ? [] : documentsOf(item, [...prefix, 'items', index], located, around),
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
  { context, comments }: Around,
): ManifestDocument {
  const base: Located =
    prefix.length === 0
      ? located
      : { ...located, locate: (segments, part) => located.locate([...prefix, ...segments], part) };
  const at = rootPath(base);
  return { ...base, source: context.source, value, at, comments };
}

/** Comments that speak to kube2pod; most files have none, and are not looked through. */
function commentsIn(
  offsets: readonly number[],
  { source, lines, hasComments }: Context,
): readonly ManifestComment[] {
  if (!hasComments) return [];
  return offsets.flatMap((start, index) => {
    if (index % 2 === 1) return [];
    const text = source.text
      .slice(start, offsets[index + 1])
      .replace(/^#+/, '')
      .trim();
    if (!text.startsWith('kube2pod:')) return [];
    const { line, column } = lines.rangeOf(start, start);
    const alone = source.text.slice(start - column + 1, start).trim() === '';
    return [{ line, text, alone }];
  });
}

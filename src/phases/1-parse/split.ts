/** A part of a file that holds one document, as offsets into the file's text (UTF-16 units). */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** One object of a JSON stream: JSON's own escapes are allowed. */
  readonly json: boolean;
  /** Where a `---` with something behind it stands at the beginning of a line: Kubernetes refuses that. */
  readonly badSeparator?: number;
}

/**
 * Cuts a file into documents where Kubernetes does: at every line that begins with `---` and holds nothing else but a
 * comment, even inside a block scalar. A text that begins with a brace is read as JSON where it is JSON: objects one
 * after the other. Stops behind `most` pieces. Source: k8s.io/apimachinery/pkg/util/yaml decoder.go, YAMLReader.Read and YAMLOrJSONDecoder.Decode.
 */
export function splitDocuments(text: string, most: number): readonly Piece[] {
  const pieces = splitYaml(text, most);
  const [first, ...others] = pieces;
  if (first === undefined || !/^\s*\{/.test(text)) return pieces;
  return [...jsonPieces(text, first), ...others];
}

function splitYaml(text: string, most: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let bad: number | undefined;
  const cut = (end: number): void => {
    pieces.push({ start, end, json: false, ...(bad === undefined ? {} : { badSeparator: bad }) });
    bad = undefined;
  };
  for (let at = nextSeparator(text, 0); at < text.length && pieces.length <= most; ) {
    const end = lineEnd(text, at);
    if (!isSeparator(text, at + 3, end)) bad ??= at;
    // A separator at the very beginning of a piece stays in it: nothing stands before it.
    else if (at > start) {
      cut(at);
      start = end;
    }
    at = nextSeparator(text, end);
  }
  if (start < text.length) cut(text.length);
  return pieces;
}

/** The next line that begins with `---`, at `from` or behind it; the text's length when there is none. */
function nextSeparator(text: string, from: number): number {
  if (text.startsWith('---', from)) return from;
  const found = text.indexOf('\n---', Math.max(0, from - 1));
  return found === -1 ? text.length : found + 1;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found + 1;
}

/** Whether only white space, or a comment, is left on the line. */
function isSeparator(text: string, from: number, end: number): boolean {
  if (end === from + 1) return true;
  return /^\s*(?:#|$)/.test(text.slice(from, end));
}

/** The JSON objects that a piece begins with, and what is left of it as YAML: all of it when it is no JSON. */
function jsonPieces(text: string, piece: Piece): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = piece.start;
  for (;;) {
    const start = firstNonSpace(text, rest, piece.end);
    const end = text.charAt(start) === '{' ? jsonEnd(text, start, piece.end) : undefined;
    if (end === undefined || !isJson(text.slice(start, end))) break;
    pieces.push({ start, end, json: true });
    rest = end;
  }
  if (pieces.length === 0) return [piece];
  const isDone = firstNonSpace(text, rest, piece.end) === piece.end;
  return isDone ? pieces : [...pieces, { ...piece, start: rest }];
}

function firstNonSpace(text: string, from: number, end: number): number {
  const pattern = /\S/g;
  pattern.lastIndex = from;
  return Math.min(pattern.exec(text)?.index ?? end, end);
}

/** Behind the brace that closes the one at `start`. */
function jsonEnd(text: string, start: number, end: number): number | undefined {
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  token.lastIndex = start;
  for (let found = token.exec(text); found !== null && token.lastIndex <= end; found = token.exec(text)) {
    if (found[0] === '{') depth += 1;
    else if (found[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}

/** JSON.parse has no answer but throwing; its value is not used, because it loses places and large integers. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

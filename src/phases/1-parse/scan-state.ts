/** What a piece of text is to the grammar. `end` comes again and again after the last one. */
export type TokenKind =
  | 'end'
  | 'document'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'plain'
  | 'quoted';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The content of a scalar, the name of an anchor, the whole tag. */
  readonly text: string;
}

/** A place where a key without `?` may have begun: known only when its `:` is seen. */
export interface PossibleKey {
  readonly start: number;
  readonly lineStart: number;
  readonly column: number;
  /** Number of the token that would be the key. */
  readonly token: number;
  /** Nothing but a key can stand here. */
  readonly required: boolean;
}

/** What is wrong with a text, at offsets. */
export interface SyntaxProblem {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** The state of cutting a text into tokens; changed in place, because this is where the time goes. */
export interface Scan {
  readonly text: string;
  /** Where the document ends in the text. */
  readonly end: number;
  /** Read as JSON: `\/` and surrogate pairs are escapes. */
  readonly json: boolean;
  position: number;
  /** Where the last unquoted scalar ended: before the blanks and breaks behind it. */
  textEnd: number;
  /** Where the last token ended that was handed out. */
  takenEnd: number;
  /** Begin and end of every comment, in turn. */
  readonly comments: number[];
  lineStart: number;
  /** Column of the block that is open; -1 outside all. */
  indent: number;
  readonly indents: number[];
  keyAllowed: boolean;
  /** One place per open bracket, and one for the block around them. */
  readonly keys: (PossibleKey | undefined)[];
  readonly tokens: Token[];
  head: number;
  /** Tokens handed out so far. */
  taken: number;
  done: boolean;
  problem: SyntaxProblem | undefined;
}

/** Begins at a document's first character. */
export function startScan(text: string, start: number, end: number, json: boolean): Scan {
  return {
    text,
    end,
    json,
    position: text.charCodeAt(start) === 0xfeff ? start + 1 : start,
    lineStart: text.charCodeAt(start) === 0xfeff ? start + 1 : start,
    textEnd: start,
    takenEnd: start,
    comments: [],
    indent: -1,
    indents: [],
    keyAllowed: true,
    keys: [undefined],
    tokens: [],
    head: 0,
    taken: 0,
    done: false,
    problem: undefined,
  };
}

/** Notes what is wrong (the first one counts) and ends the text there. */
export function fail(scan: Scan, start: number, reason: string, end = start + 1): undefined {
  scan.problem ??= { start, end: Math.min(end, scan.end), reason };
  scan.position = scan.end;
}

/** The character code at an offset; 0 at the end of the document. */
export function at(scan: Scan, offset: number): number {
  return offset < scan.end ? scan.text.charCodeAt(offset) : 0;
}

/** Line breaks of YAML 1.1: line feed, carriage return, next line, line and paragraph separator. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** A blank, a line break or the end. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 0 || code === 9 || isBreak(code);
}

/** Goes over one line break and gives what it adds to a text: all are a line feed but two of Unicode's. */
export function readBreak(scan: Scan): string {
  const code = at(scan, scan.position);
  const length = code === 13 && at(scan, scan.position + 1) === 10 ? 2 : code === 0 ? 0 : 1;
  const text = code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  scan.position += length;
  scan.lineStart = scan.position;
  return text;
}

/** Whether `---` or `...` stands at the beginning of a line, and nothing sticks to it. */
export function isDocumentMark(scan: Scan): boolean {
  const { position } = scan;
  if (position !== scan.lineStart) return false;
  const code = at(scan, position);
  if (code !== 45 && code !== 46) return false;
  return (
    at(scan, position + 1) === code && at(scan, position + 2) === code && isSpace(at(scan, position + 3))
  );
}

import { at, fail, isBlank, isBreak, isDocumentMark, isSpace, readBreak, type Scan } from './scan-state.js';

/** What lies between two pieces of a text that goes over several lines, and what it comes to. */
interface Gap {
  readonly joined: string;
  /** A line ended in it. */
  readonly broken: boolean;
}

const noGap: Gap = { joined: '', broken: false };

/** One line break between words is a blank, more are one break less; blanks at the ends of lines go. */
function foldBreaks(first: string, more: string): string {
  if (first === '\n') return more === '' ? ' ' : more;
  return first + more;
}

/**
 * An unquoted scalar: ends before `: ` or ` #`, in brackets before `,` and brackets too, and where a line is not
 * indented deeper than its block. Source: sigs.k8s.io/yaml goyaml.v2 scannerc.go, yaml_parser_scan_plain_scalar.
 */
export function scanPlain(scan: Scan): string {
  const inFlow = scan.keys.length > 1;
  const indent = scan.indent + 1;
  let text = '';
  let gap: Gap = noGap;
  for (;;) {
    if (gap.broken && isDocumentMark(scan)) break;
    const start = scan.position;
    const first = at(scan, start);
    if (first === 35) break;
    const end = plainEnd(scan, start, inFlow);
    if (end === start) break;
    text =
      text === '' && gap.joined === ''
        ? scan.text.slice(start, end)
        : text + gap.joined + scan.text.slice(start, end);
    scan.position = end;
    scan.textEnd = end;
    gap = noGap;
    const next = at(scan, end);
    if (!isBlank(next) && !isBreak(next)) return text;
    const found = plainGap(scan, indent);
    if (found === undefined) return text;
    gap = found;
    if (!inFlow && scan.position - scan.lineStart < indent) break;
  }
  if (gap.broken) scan.keyAllowed = true;
  return text;
}

/** The end of a run of characters without blanks that belong to an unquoted scalar. */
function plainEnd(scan: Scan, start: number, inFlow: boolean): number {
  const { text, end } = scan;
  for (let position = start; position < end; position += 1) {
    const code = text.charCodeAt(position);
    if (code <= 32 ? isSpace(code) : code >= 0x85 && isBreak(code)) return position;
    if (code === 58 && isSpace(at(scan, position + 1))) return position;
    if (inFlow && (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125))
      return position;
  }
  return end;
}

/** Goes over blanks and line breaks; undefined when a tab stands where only blanks may indent. */
function plainGap(scan: Scan, indent: number): Gap | undefined {
  const start = scan.position;
  let first = '';
  let more = '';
  for (;;) {
    const code = at(scan, scan.position);
    if (isBlank(code)) {
      if (code === 9 && first !== '' && scan.position - scan.lineStart < indent) {
        fail(scan, scan.position, 'a tab stands where only blanks can indent');
        return undefined;
      }
      scan.position += 1;
    } else if (isBreak(code)) {
      if (first === '') first = readBreak(scan);
      else more += readBreak(scan);
    } else break;
  }
  if (first === '') return { joined: scan.text.slice(start, scan.position), broken: false };
  return { joined: foldBreaks(first, more), broken: true };
}

/**
 * A scalar in single or double quotes, from its first quote. Continued lines need no indentation.
 * Source: sigs.k8s.io/yaml goyaml.v2 scannerc.go, yaml_parser_scan_flow_scalar.
 */
export function scanQuoted(scan: Scan): string {
  const opened = scan.position;
  const quote = at(scan, opened);
  scan.position += 1;
  let text = '';
  for (;;) {
    if (isDocumentMark(scan)) {
      fail(scan, opened, 'the quote that begins here is not closed before the end of the document');
      return text;
    }
    const run = quotedRun(scan, quote, text);
    text = run.text;
    const code = at(scan, scan.position);
    if (scan.position >= scan.end) {
      fail(scan, opened, 'the quote that begins here is never closed');
      return text;
    }
    if (!run.continued && code === quote) {
      scan.position += 1;
      // Half of a pair stands for no character: Go's JSON puts the replacement character there.
      return scan.json ? text.replaceAll(/\p{Surrogate}/gu, '\ufffd') : text;
    }
    text += quotedGap(scan, run.continued);
  }
}

/** Reads up to a blank, a line break, the closing quote or an escaped line break (`continued`). */
function quotedRun(
  scan: Scan,
  quote: number,
  before: string,
): { readonly text: string; readonly continued: boolean } {
  let text = before;
  let start = scan.position;
  for (;;) {
    const code = at(scan, scan.position);
    if (code <= 32 ? isSpace(code) : code >= 0x85 && isBreak(code)) break;
    if (code === quote) {
      if (quote === 34 || at(scan, scan.position + 1) !== 39) break;
      text += scan.text.slice(start, scan.position + 1);
      scan.position += 2;
      start = scan.position;
    } else if (code === 92 && quote === 34) {
      text += scan.text.slice(start, scan.position);
      if (isBreak(at(scan, scan.position + 1))) {
        scan.position += 1;
        readBreak(scan);
        return { text, continued: true };
      }
      text += readEscape(scan);
      start = scan.position;
    } else scan.position += 1;
  }
  return { text: text + scan.text.slice(start, scan.position), continued: false };
}

/** Blanks and breaks inside quotes. After an escaped line break, leading blanks go and nothing joins. */
function quotedGap(scan: Scan, continued: boolean): string {
  const start = scan.position;
  let first: string | undefined = continued ? '' : undefined;
  let more = '';
  for (;;) {
    const code = at(scan, scan.position);
    if (isBlank(code)) scan.position += 1;
    else if (isBreak(code)) {
      if (first === undefined) first = readBreak(scan);
      else more += readBreak(scan);
    } else break;
  }
  return first === undefined ? scan.text.slice(start, scan.position) : foldBreaks(first, more);
}

const escapes: { readonly [letter: string]: string } = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** From a backslash on; leaves the position behind the escape. */
function readEscape(scan: Scan): string {
  const start = scan.position;
  const letter = scan.text.charAt(start + 1);
  const known = escapes[letter];
  if (known !== undefined) {
    scan.position += 2;
    return known;
  }
  if (letter === '/' && scan.json) {
    scan.position += 2;
    return '/';
  }
  const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const digits = scan.text.slice(start + 2, Math.min(start + 2 + length, scan.end));
  if (length === 0 || digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    fail(scan, start, `"\\${letter}" is no escape in double quotes`, start + 2);
    return '';
  }
  const value = Number.parseInt(digits, 16);
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff && !scan.json)) {
    fail(scan, start, `"\\${letter}${digits}" is no character`, start + 2 + length);
    return '';
  }
  scan.position += 2 + length;
  return String.fromCodePoint(value);
}

/**
 * A literal (`|`) or folded (`>`) scalar from its header on.
 * Source: sigs.k8s.io/yaml goyaml.v2 scannerc.go, yaml_parser_scan_block_scalar.
 */
export function scanBlock(scan: Scan): string {
  const isLiteral = at(scan, scan.position) === 124;
  scan.position += 1;
  const header = blockHeader(scan);
  if (header === undefined) return '';
  const around = Math.max(scan.indent, 0);
  let indent = header.increment > 0 ? around + header.increment : 0;
  let breaks = blockBreaks(scan, indent);
  if (indent === 0) indent = Math.max(breaks.deepest, scan.indent + 1, 1);
  let text = '';
  let lineBreak = '';
  let wasBlank = false;
  while (scan.position - scan.lineStart === indent && scan.position < scan.end) {
    const isIndented = isBlank(at(scan, scan.position));
    const folds = !isLiteral && !wasBlank && !isIndented && lineBreak === '\n';
    text += folds ? (breaks.text === '' ? ' ' : '') : lineBreak;
    text += breaks.text;
    wasBlank = isIndented;
    const end = lineEnd(scan);
    text += scan.text.slice(scan.position, end);
    scan.position = end;
    lineBreak = readBreak(scan);
    breaks = blockBreaks(scan, indent);
  }
  if (header.chomp === '-') return text;
  return text + lineBreak + (header.chomp === '+' ? breaks.text : '');
}

interface BlockHeader {
  readonly chomp: '' | '-' | '+';
  /** Written indentation, in blanks; 0: found from the first line. */
  readonly increment: number;
}

function blockHeader(scan: Scan): BlockHeader | undefined {
  const start = scan.position;
  const match = /([-+]?)([0-9]?)([-+]?)[ \t]*(?:#[^\n\r\x85\u2028\u2029]*)?/y;
  match.lastIndex = start;
  const [written = '', before = '', digit = '', after = ''] = match.exec(scan.text) ?? [];
  scan.position = start + written.length;
  if (written.includes('#')) scan.comments.push(start + written.indexOf('#'), scan.position);
  if (digit === '0') fail(scan, start, 'the indentation of a block text is a number from 1 to 9');
  else if ((before !== '' && after !== '') || !isBreakOrEnd(at(scan, scan.position)))
    fail(scan, start, 'only a comment can stand behind | or > on its line');
  if (scan.problem !== undefined) return undefined;
  if (scan.position < scan.end) readBreak(scan);
  return { chomp: (before || after) as BlockHeader['chomp'], increment: Number(digit) };
}

function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code);
}

function lineEnd(scan: Scan): number {
  let position = scan.position;
  while (position < scan.end && !isBreak(scan.text.charCodeAt(position))) position += 1;
  return position;
}

/** Goes over indentation and empty lines. */
function blockBreaks(scan: Scan, indent: number): { readonly text: string; readonly deepest: number } {
  let text = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || scan.position - scan.lineStart < indent) && at(scan, scan.position) === 32)
      scan.position += 1;
    const column = scan.position - scan.lineStart;
    deepest = Math.max(deepest, column);
    const code = at(scan, scan.position);
    if (code === 9 && (indent === 0 || column < indent))
      fail(scan, scan.position, 'a tab stands where only blanks can indent');
    if (!isBreak(code)) return { text, deepest };
    text += readBreak(scan);
  }
}

import { fail, type PossibleKey, type Scan, type Token, type TokenKind } from './scan-state.js';

/** A key without `?` is shorter than this and stands on one line. */
export const keyLength = 1024;

/** Whether the next token may turn out to be a key: then its `:` must be looked for first. */
export function mayBecomeKey(scan: Scan): boolean {
  const { keys, taken } = scan;
  for (let level = keys.length - 1; level >= 0; level -= 1) {
    const key = keys[level];
    if (key === undefined) continue;
    if (key.token === taken) return isStillPossible(scan, level);
    if (key.token < taken) return false;
  }
  return false;
}

/** Whether a noted key is still on this line, and not too long. */
export function isStillPossible(scan: Scan, level: number): boolean {
  const key = scan.keys[level];
  if (key === undefined) return false;
  if (key.lineStart === scan.lineStart && scan.position - key.start <= keyLength) return true;
  dropKey(scan, level);
  return false;
}

/** Gives up a possible key. Where only a key can stand, that is an error. */
export function dropKey(scan: Scan, level: number): undefined {
  const key = scan.keys[level];
  if (key?.required === true)
    fail(scan, key.start, 'a ":" is missing: this line is neither a key nor text of the line before');
  scan.keys[level] = undefined;
}

/** The bracket that is open, or the block around all of them. */
export const top = (scan: Scan): number => scan.keys.length - 1;
export const inFlow = (scan: Scan): boolean => scan.keys.length > 1;

/** Notes that a key may begin here. */
export function saveKey(scan: Scan): undefined {
  if (!scan.keyAllowed) return;
  const level = top(scan);
  if (scan.keys[level] !== undefined) dropKey(scan, level);
  const column = scan.position - scan.lineStart;
  scan.keys[level] = {
    start: scan.position,
    lineStart: scan.lineStart,
    column,
    token: scan.taken + scan.tokens.length - scan.head,
    required: level === 0 && scan.indent === column,
  };
}

/** A token without text. */
export function push(scan: Scan, kind: TokenKind, start: number, end: number): undefined {
  scan.tokens.push({ kind, start, end, text: '' });
}

/** Opens a block at a column when it is deeper than the one around it. */
export function roll(scan: Scan, column: number, opening: Token, before: PossibleKey | undefined): undefined {
  if (inFlow(scan) || scan.indent >= column) return;
  scan.indents.push(scan.indent);
  scan.indent = column;
  if (before === undefined) scan.tokens.push(opening);
  else insert(scan, before, opening);
}

/** Puts a token before the one that has turned out to be a key. */
export function insert(scan: Scan, key: PossibleKey, token: Token): undefined {
  scan.tokens.splice(scan.head + key.token - scan.taken, 0, token);
}

/** Closes the blocks that are deeper than a column. */
export function unroll(scan: Scan, column: number): undefined {
  if (inFlow(scan)) return;
  while (scan.indent > column) {
    push(scan, 'block-end', scan.position, scan.position);
    scan.indent = scan.indents.pop() ?? -1;
  }
}

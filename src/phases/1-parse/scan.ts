import {
  dropKey,
  inFlow,
  insert,
  isStillPossible,
  keyLength,
  mayBecomeKey,
  push,
  roll,
  saveKey,
  top,
  unroll,
} from './scan-keys.js';
import {
  at,
  fail,
  isBlank,
  isBreak,
  isDocumentMark,
  isSpace,
  type PossibleKey,
  readBreak,
  type Scan,
  type Token,
  type TokenKind,
} from './scan-state.js';
import { scanBlock, scanPlain, scanQuoted } from './scan-text.js';

const endToken: Token = { kind: 'end', start: 0, end: 0, text: '' };

/** The next token, without taking it. Source of the rules: sigs.k8s.io/yaml goyaml.v2 scannerc.go. */
export function peek(scan: Scan): Token {
  while (!scan.done && (scan.head === scan.tokens.length || mayBecomeKey(scan))) fetch(scan);
  if (scan.problem !== undefined) return endToken;
  return scan.tokens[scan.head] ?? endToken;
}

/** Takes the token that `peek` showed. */
export function take(scan: Scan): Token {
  const token = peek(scan);
  if (token.kind === 'end') return token;
  scan.head += 1;
  scan.taken += 1;
  if (token.end > token.start) scan.takenEnd = token.end;
  if (scan.head === scan.tokens.length) {
    scan.tokens.length = 0;
    scan.head = 0;
  }
  return token;
}

function fetch(scan: Scan): undefined {
  skipToToken(scan);
  unroll(scan, scan.position - scan.lineStart);
  const start = scan.position;
  const code = at(scan, start);
  if (start >= scan.end) return finish(scan);
  if (start === scan.lineStart && code === 37) {
    return fail(scan, start, 'a line that begins with % is a YAML directive, which Kubernetes does not take');
  }
  if (isDocumentMark(scan)) return documentMark(scan, code);
  switch (code) {
    case 91:
      return openFlow(scan, '[');
    case 123:
      return openFlow(scan, '{');
    case 93:
      return closeFlow(scan, ']');
    case 125:
      return closeFlow(scan, '}');
    case 44:
      return flowEntry(scan);
    case 45:
      return isSpace(at(scan, start + 1)) ? blockEntry(scan) : text(scan);
    case 63:
      return inFlow(scan) || isSpace(at(scan, start + 1)) ? writtenKey(scan) : text(scan);
    case 58:
      return inFlow(scan) || isSpace(at(scan, start + 1)) ? value(scan) : text(scan);
    case 42:
      return name(scan, 'alias');
    case 38:
      return name(scan, 'anchor');
    case 33:
      return tag(scan);
    case 39:
    case 34:
      return text(scan);
    case 124:
    case 62:
      return inFlow(scan) ? cannotBegin(scan) : blockText(scan);
    case 35:
    case 37:
    case 64:
    case 96:
    case 9:
      return cannotBegin(scan);
    default:
      return text(scan);
  }
}

function cannotBegin(scan: Scan): undefined {
  const character = scan.text.charAt(scan.position);
  const reason =
    character === '\t'
      ? 'a tab stands where only blanks can indent'
      : `a value cannot begin with ${character}: put it in quotes`;
  fail(scan, scan.position, reason);
}

/** Goes over blanks, comments and line breaks. Tabs count as blanks where no key can begin. */
function skipToToken(scan: Scan): undefined {
  for (;;) {
    let code = at(scan, scan.position);
    const isTabBlank = inFlow(scan) || !scan.keyAllowed;
    while (code === 32 || (code === 9 && isTabBlank)) {
      scan.position += 1;
      code = at(scan, scan.position);
    }
    if (code === 35) {
      scan.comments.push(scan.position);
      while (scan.position < scan.end && !isBreak(code)) {
        scan.position += 1;
        code = at(scan, scan.position);
      }
      scan.comments.push(scan.position);
    }
    if (!isBreak(code)) return;
    readBreak(scan);
    if (!inFlow(scan)) scan.keyAllowed = true;
  }
}

function finish(scan: Scan): undefined {
  unroll(scan, -1);
  dropKey(scan, top(scan));
  scan.done = true;
  push(scan, 'end', scan.position, scan.position);
}

/** `...` ends the document, and what comes behind it is not read; `---` begins it. */
function documentMark(scan: Scan, code: number): undefined {
  unroll(scan, -1);
  dropKey(scan, top(scan));
  scan.keyAllowed = false;
  push(scan, code === 45 ? 'document' : 'end', scan.position, scan.position + 3);
  scan.position += 3;
}

function openFlow(scan: Scan, kind: '[' | '{'): undefined {
  saveKey(scan);
  scan.keys.push(undefined);
  scan.keyAllowed = true;
  single(scan, kind);
}

function single(scan: Scan, kind: TokenKind): undefined {
  push(scan, kind, scan.position, scan.position + 1);
  scan.position += 1;
}

function closeFlow(scan: Scan, kind: ']' | '}'): undefined {
  dropKey(scan, top(scan));
  if (inFlow(scan)) scan.keys.pop();
  scan.keyAllowed = false;
  single(scan, kind);
}

function flowEntry(scan: Scan): undefined {
  dropKey(scan, top(scan));
  scan.keyAllowed = true;
  single(scan, ',');
}

function blockEntry(scan: Scan): undefined {
  const { position } = scan;
  if (!inFlow(scan)) {
    if (!scan.keyAllowed) return fail(scan, position, 'a list cannot begin here: put it on lines of its own');
    roll(
      scan,
      position - scan.lineStart,
      { kind: 'block-list', start: position, end: position, text: '' },
      undefined,
    );
  }
  dropKey(scan, top(scan));
  scan.keyAllowed = true;
  single(scan, '-');
}

function writtenKey(scan: Scan): undefined {
  const { position } = scan;
  if (!inFlow(scan)) {
    if (!scan.keyAllowed) return fail(scan, position, 'a key cannot begin here');
    roll(
      scan,
      position - scan.lineStart,
      { kind: 'block-map', start: position, end: position, text: '' },
      undefined,
    );
  }
  dropKey(scan, top(scan));
  scan.keyAllowed = !inFlow(scan);
  single(scan, 'key');
}

function value(scan: Scan): undefined {
  const level = top(scan);
  const { position } = scan;
  if (isStillPossible(scan, level)) {
    const key = scan.keys[level] as PossibleKey;
    insert(scan, key, { kind: 'key', start: key.start, end: key.start, text: '' });
    roll(scan, key.column, { kind: 'block-map', start: key.start, end: key.start, text: '' }, key);
    scan.keys[level] = undefined;
    scan.keyAllowed = false;
  } else {
    if (!inFlow(scan)) {
      if (!scan.keyAllowed)
        return fail(
          scan,
          position,
          'a ":" cannot stand here: put the text around it in quotes, or the key on a line of its own',
        );
      roll(
        scan,
        position - scan.lineStart,
        { kind: 'block-map', start: position, end: position, text: '' },
        undefined,
      );
    }
    scan.keyAllowed = !inFlow(scan);
  }
  single(scan, 'value');
}

/** `*name` and `&name`. */
function name(scan: Scan, kind: 'alias' | 'anchor'): undefined {
  saveKey(scan);
  scan.keyAllowed = false;
  const start = scan.position;
  const match = /[0-9A-Za-z_-]+/y;
  match.lastIndex = start + 1;
  const word = match.exec(scan.text)?.[0] ?? '';
  const end = start + 1 + word.length;
  const next = at(scan, end);
  if (word === '' || !(isSpace(next) || '?:,]}%@`'.includes(String.fromCharCode(next)))) {
    const reason =
      kind === 'alias'
        ? 'a value that begins with * is an alias, and this is no name of one: put it in quotes'
        : 'a value that begins with & names an anchor, and this is no name: put it in quotes';
    return fail(scan, start, reason);
  }
  scan.tokens.push({ kind, start, end, text: word });
  scan.position = end;
}

/** `!!str`, `!mine`, `!<tag:...>`; gives the whole tag. Only the handles `!` and `!!` exist without directives. */
function tag(scan: Scan): undefined {
  saveKey(scan);
  scan.keyAllowed = false;
  const start = scan.position;
  const match = /!(?:<([^\s>]+)>|(!?)([0-9A-Za-z_\-;/?:@&=+$.!~*'()%[\],]*))/y;
  match.lastIndex = start;
  const [written = '', whole, second = '', suffix = ''] = match.exec(scan.text) ?? [];
  const end = start + written.length;
  const isUnknownHandle = second === '' && whole === undefined && /^[0-9A-Za-z_-]+!/.test(suffix);
  if (written === '' || isUnknownHandle || (second === '!' && suffix === '') || !isSpace(at(scan, end)))
    return fail(scan, start, 'a value that begins with ! is a tag, and this is none: put it in quotes', end);
  const text = whole ?? (second === '!' ? `tag:yaml.org,2002:${suffix}` : `!${suffix}`);
  scan.tokens.push({ kind: 'tag', start, end, text });
  scan.position = end;
}

function blockText(scan: Scan): undefined {
  dropKey(scan, top(scan));
  scan.keyAllowed = true;
  const start = scan.position;
  const content = scanBlock(scan);
  scan.tokens.push({ kind: 'quoted', start, end: scan.position, text: content });
}

/** An unquoted or quoted scalar. One that is followed by `:` on its line is a key: said at once, as most are. */
function text(scan: Scan): undefined {
  const { keyAllowed, lineStart } = scan;
  const start = scan.position;
  saveKey(scan);
  scan.keyAllowed = false;
  const first = at(scan, start);
  const isQuoted = first === 34 || first === 39;
  const content = isQuoted ? scanQuoted(scan) : scanPlain(scan);
  const end = isQuoted ? scan.position : scan.textEnd;
  const token: Token = { kind: isQuoted ? 'quoted' : 'plain', start, end, text: content };
  if (keyAllowed && scan.lineStart === lineStart && !inFlow(scan) && isFollowedByColon(scan, start)) {
    scan.keys[0] = undefined;
    const column = start - lineStart;
    roll(scan, column, { kind: 'block-map', start, end: start, text: '' }, undefined);
    push(scan, 'key', start, start);
    scan.tokens.push(token);
    scan.keyAllowed = false;
    single(scan, 'value');
  } else scan.tokens.push(token);
}

function isFollowedByColon(scan: Scan, start: number): boolean {
  let { position } = scan;
  while (isBlank(at(scan, position))) position += 1;
  if (at(scan, position) !== 58 || !isSpace(at(scan, position + 1)) || position - start > keyLength)
    return false;
  scan.position = position;
  return true;
}

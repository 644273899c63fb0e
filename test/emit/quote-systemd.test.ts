import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  emptyVariable,
  plainValue,
  quoteAssignment,
  quoteExecWords,
  quoteServiceAssignment,
} from '../../src/phases/5-emit/quote-systemd.js';

/** C escapes that both readers know. Source: systemd.syntax(7). */
const escapes: { readonly [letter: string]: string } = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  s: ' ',
};

/** Words as Quadlet cuts them: an empty word ends the list, an unknown escape spoils the line. */
function words(line: string): readonly string[] {
  const found: string[] = [];
  let word = '';
  let quote = '';
  let isOpen = false;
  for (let index = 0; index <= line.length; index += 1) {
    const character = line.charAt(index);
    if (character === '\\') {
      const hex = /^x([0-9a-f]{2})/.exec(line.slice(index + 1));
      const value =
        hex === null
          ? escapes[line.charAt(index + 1)]
          : String.fromCharCode(Number.parseInt(hex[1] ?? '', 16));
      if (value === undefined) throw new Error(`unknown escape in ${line}`);
      word += value;
      isOpen = true;
      index += hex === null ? 1 : 3;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '') throw new Error(`unbalanced quotes in ${line}`);
      else word += character;
    } else if (character === '"' || character === "'") [quote, isOpen] = [character, true];
    else if (character === '' || ' \t\n\r'.includes(character)) {
      if (isOpen && word === '') return found;
      if (isOpen) found.push(word);
      [word, isOpen] = ['', false];
    } else [word, isOpen] = [word + character, true];
  }
  return found;
}

/** What systemd makes of one word: specifiers, then variables; nothing but our own variable may be left in it. */
function started(word: string): string {
  const plain = word.replaceAll(/%(.?)/gs, (_whole, next: string) => {
    if (next !== '%') throw new Error(`a specifier in ${word}`);
    return '%';
  });
  return plain.replaceAll(/\$(\$|\{\w+\})?/g, (_whole, next: string | undefined) => {
    if (next === `{${emptyVariable}}`) return '';
    if (next !== '$') throw new Error(`a variable in ${word}`);
    return '$';
  });
}

/** How Quadlet hands words to systemd, which takes a `;` between blanks for the end of the command. */
function throughBoth(line: string | undefined): readonly string[] {
  if (line === undefined || line !== line.trim() || /[\n\r]|\\$/.test(line))
    throw new Error(`no line: ${line}`);
  const cut = words(line);
  if (cut.includes(';')) throw new Error('a second command');
  return cut.map(started);
}

const character = fc.oneof(
  fc.constantFrom(...' \t\n\r"\'\\$%;#=\x01\x1b\x7f\x85\u00a0é😀a{}'),
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 1 })
    .filter((one) => !/[\0\u0080]|\p{Surrogate}/u.test(one)),
);
const text = fc.array(character).map((all) => all.join(''));

describe('words of commands', () => {
  test.each([
    [['a', 'b-1.0/c:d=e,f@g_h+'], 'a b-1.0/c:d=e,f@g_h+'],
    [['a b'], '"a b"'],
    [['it\'s "so"\\'], '"it\'s \\"so\\"\\\\"'],
    [['50%', '$HOME', `\${X}`], `50%% $$HOME "$\${X}"`],
    [['line\nnext\t\x1b'], '"line\\nnext\\t\\x1b"'],
    [['', ';', 'a;b'], `"\${KUBE2POD_EMPTY}" "\${KUBE2POD_EMPTY};" "a;b"`],
    [[], ''],
    [['\0'], undefined],
    [['\u0080'], undefined],
  ])('%j', (list, expected) => {
    expect(quoteExecWords(list)).toBe(expected);
  });
  test('any words come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(text), (list) => {
        expect(throughBoth(quoteExecWords(list))).toEqual(list);
      }),
    );
  });
});

describe('assignments', () => {
  test('any value comes out as it went in', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(throughBoth(quoteAssignment('NAME', value))).toEqual([`NAME=${value}`]);
      }),
    );
  });
  test('for systemd alone a dollar is itself', () => {
    expect(quoteServiceAssignment('A', '$x 5%')).toBe('"A=$x 5%%"');
    expect(quoteServiceAssignment('A', '')).toBe('A=');
    expect(quoteServiceAssignment('A', '\0')).toBeUndefined();
    fc.assert(
      fc.property(text, (value) => {
        const read = words(quoteServiceAssignment('A', value) ?? '').map((word) =>
          word.replaceAll('%%', '%'),
        );
        expect(read).toEqual([`A=${value}`]);
      }),
    );
  });
});

describe('plain values', () => {
  test.each([
    ['curl -f "http://x" || exit 1', 'curl -f "http://x" || exit 1'],
    ['50% of $X', '50%% of $$X'],
    ['a\\b', 'a\\b'],
    ["'a'", "'a'"],
    ['', undefined],
    [';', undefined],
    [' a', undefined],
    ['a ', undefined],
    ['a\nb', undefined],
    ['a\\', undefined],
    ['"a', undefined],
    ['a"', undefined],
  ])('%j', (value, expected) => {
    expect(plainValue(value)).toBe(expected);
  });
});

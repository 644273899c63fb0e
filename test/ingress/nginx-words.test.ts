import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escaped, quoted } from '../../src/ingress/nginx-words.js';

/** As nginx reads a word in double quotes. Source: nginx src/core/ngx_conf_file.c, ngx_conf_read_token. */
function readWord(text: string): { readonly word: string; readonly rest: string } {
  let word = '';
  let at = 1;
  for (; text[at] !== '"'; at += 1) {
    const next = text[at + 1] ?? '';
    if (text[at] === '\\' && ['"', "'", '\\'].includes(next)) at += 1;
    word += text[at];
  }
  return { word, rest: text.slice(at + 1) };
}

describe('words of nginx', () => {
  test.each([
    ['/a b', '"/a b"'],
    ['/a";}', String.raw`"/a\";}"`],
    [String.raw`^/\d+$`, String.raw`"^/\\d+$"`],
  ])('%s', (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });
  test('any text is one word, and read as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readWord(`${quoted(text)};`)).toEqual({ word: text, rest: ';' });
      }),
    );
  });
  test('any text as a pattern fits itself and nothing longer', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const pattern = new RegExp(`^${escaped(text)}$`);
        expect([pattern.test(text), pattern.test(`${text}x`)]).toEqual([true, false]);
      }),
    );
  });
});

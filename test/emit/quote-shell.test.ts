import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quoteShell } from '../../src/phases/5-emit/quote-shell.js';

/** What a real shell makes of words: each comes back behind a NUL. */
function throughShell(words: readonly string[]): readonly string[] {
  const script = `printf '%s\\0' ${words.map(quoteShell).join(' ')}`;
  const printed = execFileSync('sh', ['-c', script], { maxBuffer: 1e8 });
  return printed
    .toString('latin1')
    .split('\0')
    .slice(0, -1)
    .map((text) => Buffer.from(text, 'latin1').toString('utf8'));
}

describe('quoteShell', () => {
  test('every byte but NUL survives a real shell', () => {
    const words = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1));
    expect(throughShell(words)).toEqual(words);
  });
  test('any text survives a real shell', () => {
    const text = fc
      .string({ unit: 'binary' })
      .map((value) => value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, ''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (words) => {
        expect(throughShell(words)).toEqual(words);
      }),
      { numRuns: 100 },
    );
  });
  test.each([
    ['', "''"],
    ['plain-1.0/x:y=z,w@v_%+', 'plain-1.0/x:y=z,w@v_%+'],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['~', "'~'"],
  ])('%j', (text, quoted) => {
    expect(quoteShell(text)).toBe(quoted);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expand } from '../../src/model/expansion.js';

const values: { readonly [name: string]: string } = {
  VAR_A: 'A',
  VAR_B: 'B',
  VAR_C: 'C',
  VAR_REF: '$(VAR_A)',
  VAR_EMPTY: '',
};
const lookup = (name: string): readonly string[] | undefined => {
  const value = values[name];
  return value === undefined ? undefined : [value];
};

// Source of the rules: kubernetes third_party/forked/golang/expansion/expand.go and its table of tests.
describe('expansion of $(NAME)', () => {
  it.each([
    ['$(VAR_A)', 'A'],
    ['___$(VAR_B)___', '___B___'],
    ['$(VAR_A)$(VAR_B)$(VAR_C)', 'ABC'],
    ['$(VAR_REF)', '$(VAR_A)'],
    ['foo-$(VAR_EMPTY)-bar', 'foo--bar'],
    ['$$(VAR_A)', '$(VAR_A)'],
    ['$$$(VAR_A)', '$A'],
    ['$$$$(VAR_A)', '$$(VAR_A)'],
    ['$$$$$(VAR_A)', '$$A'],
    ['$VAR_A', '$VAR_A'],
    ['$', '$'],
    ['$$', '$'],
    ['a$', 'a$'],
    ['$(NOPE)', '$(NOPE)'],
    ['$()', '$()'],
    ['$(VAR_A', '$(VAR_A'],
    ['$(', '$('],
    ['$(VAR_A$(VAR_B)', '$(VAR_A$(VAR_B)'],
    ['$( VAR_A)', '$( VAR_A)'],
    ['(VAR_A)', '(VAR_A)'],
    ['$é$(VAR_A)', '$éA'],
    ['', ''],
  ])('%j becomes %j', (input, output) => {
    expect(expand(input, lookup).join('')).toBe(output);
  });

  it('keeps pieces that are no text', () => {
    const secret = { kind: 'secret' as const };
    expect(expand('a$(S)b$$', (name) => (name === 'S' ? ['x', secret] : undefined))).toEqual([
      'a',
      'x',
      secret,
      'b$',
    ]);
  });

  it('changes nothing in a text without a dollar, and undoes doubled ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(expand(text.replaceAll('$', '$$$$'), () => ['no']).join('')).toBe(text);
      }),
    );
  });

  it('agrees with reading left to right', () => {
    const piece = fc.constantFrom('$', '(', ')', 'A', '$(A)', '$$', 'x');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const replaced = text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) =>
          whole === '$$' ? '$' : name === 'A' ? '<A>' : whole,
        );
        expect(expand(text, (name) => (name === 'A' ? ['<A>'] : undefined)).join('')).toBe(replaced);
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  isWhole,
  parseQuantity,
  type Quantity,
  scaleQuantity,
} from '../../src/model/quantity.js';

function read(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(`no quantity: ${text}`);
  return quantity;
}

// Cases of k8s.io/apimachinery/pkg/api/resource/quantity_test.go, TestQuantityParse and TestQuantityString.
describe('canonical form', () => {
  test.each([
    ['0', '0'],
    ['0n', '0'],
    ['-0', '0'],
    ['0Mi', '0'],
    ['1', '1'],
    ['1000m', '1'],
    ['1.5', '1500m'],
    ['1.5Gi', '1536Mi'],
    ['1Ki', '1Ki'],
    ['8Ki', '8Ki'],
    ['1024', '1024'],
    ['1024Ki', '1Mi'],
    ['1023Ki', '1023Ki'],
    ['1000Ki', '1000Ki'],
    ['1000', '1k'],
    ['1100000', '1100k'],
    ['10k', '10k'],
    ['1000k', '1M'],
    ['12.34', '12340m'],
    ['100.035k', '100035'],
    ['0.3Mi', '314572800m'],
    ['0.5Ki', '512'],
    ['0.5Mi', '512Ki'],
    ['.5i', undefined],
    ['1n', '1n'],
    ['0.1n', '1n'],
    ['0.00000000000001', '1n'],
    ['1.01E', '1010P'],
    ['-3.01e-1', '-301e-3'],
    ['5e3', '5e3'],
    ['5E3', '5e3'],
    ['100e-2', '1'],
    ['9223372036854775807', '9223372036854775807'],
    ['8Ei', '9223372036854775807'],
    ['100Ei', '9223372036854775807'],
    ['-100Ei', '-9223372036854775807'],
    ['100E', '100E'],
    ['+5', '5'],
    ['.', '0'],
    ['Ki', '0'],
    ['5.', '5'],
    ['1.G', '1G'],
    [' 7 ', '7'],
  ])('%j is %j', (text, expected) => {
    const quantity = parseQuantity(text);
    expect(quantity === undefined ? undefined : formatQuantity(quantity)).toBe(expected);
  });
  test.each([
    '',
    '1.1.M',
    '1+1.0M',
    '0.1mi',
    '0.1am',
    'aoeu',
    '1i',
    '-3.01i',
    '-3.01e-',
    '1K',
    '1MB',
    '1 M',
    '5e',
    '0x5',
    '1_0',
    'Infinity',
  ])('%j is none', (text) => expect(parseQuantity(text)).toBeUndefined());
});

// What `kubectl set resources --local --limits=cpu=...` of kubectl 1.32 printed, or refused.
test.each([
  ['m', '0'],
  ['+', '0'],
  ['e5', '0'],
  ['E', '0'],
  ['7Ei', '7Ei'],
  ['5e-10', '1e-9'],
  ['1e-400', '1e-9'],
  ['1e400', '10e399'],
  ['1e2', '100'],
  ['0.1Ki', '102400m'],
  ['0.0001Mi', '104857600u'],
  ['-0.1n', '-1n'],
  ['-1Ki', '-1Ki'],
  ['12345678901234567890', '12345678901234567890'],
  ['12345678901234567890Ki', '9223372036854775807'],
  ['123456789.1234567891', '123456789123456790n'],
  ['e', undefined],
  ['ki', undefined],
])('kubectl reads %j as %j', (text, expected) => {
  const quantity = parseQuantity(text);
  expect(quantity === undefined ? undefined : formatQuantity(quantity)).toBe(expected);
});

const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-3'];
const written = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.nat(100_000),
    fc.option(fc.nat(9999)),
    fc.constantFrom(...suffixes),
  )
  .map(
    ([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`,
  );

describe('properties', () => {
  test('what is printed is the same quantity, and stays the same once it was printed', () => {
    fc.assert(
      fc.property(written, (text) => {
        const quantity = read(text);
        const printed = formatQuantity(quantity);
        expect(compareQuantity(read(printed), quantity)).toBe(0);
        // 85937.5Ki is printed as 88000000, a decimal number, which is printed as 88M: from then on nothing changes.
        const again = formatQuantity(read(printed));
        expect(formatQuantity(read(again))).toBe(again);
      }),
    );
  });
  test('comparing agrees with subtracting, and adding with numbers', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        const [a, b] = [read(one), read(other)];
        const difference = addQuantity(a, { ...b, numerator: -b.numerator });
        expect(Math.sign(compareQuantity(a, b))).toBe(
          Number(difference.numerator > 0n) - Number(difference.numerator < 0n),
        );
        expect(compareQuantity(a, b)).toBe(0 - compareQuantity(b, a));
      }),
    );
  });
  test('scaling rounds away from zero by less than one unit', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(0, 3), (text, digits) => {
        const quantity = read(text);
        const unit = 10n ** BigInt(digits);
        const scaled = scaleQuantity(quantity, digits);
        const rest = scaled * quantity.denominator - quantity.numerator * unit;
        const size = quantity.numerator < 0n ? -rest : rest;
        expect(size >= 0n && size < quantity.denominator).toBe(true);
      }),
    );
  });
  test('whole quantities are those that need no rounding', () => {
    expect(['1', '1000m', '0.5Ki', '-2'].map((text) => isWhole(read(text)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['1m', '1500m', '0.1Ki'].map((text) => isWhole(read(text)))).toEqual([false, false, false]);
  });
});

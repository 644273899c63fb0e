import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/model/duration.js';

// Cases of Go's time_test.go, parseDurationTests and durationTests.
test.each([
  ['0', 0n],
  ['5s', 5_000_000_000n],
  ['1478s', 1_478_000_000_000n],
  ['-5s', -5_000_000_000n],
  ['+5.s', 5_000_000_000n],
  ['.5s', 500_000_000n],
  ['1.004s', 1_004_000_000n],
  ['100.00100s', 100_001_000_000n],
  ['13\u03bcs', 13_000n],
  ['10.5s4m', 250_500_000_000n],
  ['-2m3.4s', -123_400_000_000n],
  ['1h2m3s4ms5us6ns', 3_723_004_005_006n],
  ['0.3333333333333333333h', 1_200_000_000_000n],
  ['0.100000000000000000000h', 360_000_000_000n],
  ['0.830103483285477580700h', 2_988_372_539_827n],
  ['9223372036854775807ns', 2n ** 63n - 1n],
  ['-9223372036854775808ns', -(2n ** 63n)],
  ['9223372036854775808ns', undefined],
  ['3000000h', undefined],
  ['', undefined],
  ['3', undefined],
  ['-', undefined],
  ['s', undefined],
  ['.s', undefined],
  ['+.s', undefined],
  ['1d', undefined],
  ['1 s', undefined],
])('%j', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds);
});

test.each([
  [0n, '0s'],
  [1n, '1ns'],
  [1100n, '1.1\u00b5s'],
  [2_200_000n, '2.2ms'],
  [3_300_000_000n, '3.3s'],
  [245_000_000_000n, '4m5s'],
  [18_367_001_000_000n, '5h6m7.001s'],
  [480_000_000_001n, '8m0.000000001s'],
])('%s prints as %s', (nanoseconds, text) => {
  expect(formatDuration(nanoseconds)).toBe(text);
});

test('what is printed is read again', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (nanoseconds) => {
      expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds);
    }),
  );
});

import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  capabilities,
  compareVersions,
  formatVersion,
  oldestSupported,
  parseVersion,
  supports,
} from '../../src/podman/versions.js';

const v = (major: number, minor: number, patch = 0) => ({ major, minor, patch });

describe('parseVersion', () => {
  test.each([
    ['4.3.1', v(4, 3, 1)],
    ['v5.8.2', v(5, 8, 2)],
    ['5.0.0-rc1', v(5, 0, 0)],
    ['4.3.1+ds1-8+deb12u1', v(4, 3, 1)],
    ['5.4.2\n', v(5, 4, 2)],
    ['4.3', v(4, 3, 0)],
    ['10.20.30', v(10, 20, 30)],
    ['6.0.0-dev', v(6, 0, 0)],
  ])('reads %j', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  test.each(['', '5', 'five', 'podman 5.4.2', '.5.4', '5.4.2.1'])('gives nothing for %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('compareVersions', () => {
  it('compares numbers, not text', () => {
    expect(compareVersions(v(4, 10), v(4, 9, 9))).toBeGreaterThan(0);
    expect(compareVersions(v(5, 0), v(10, 0))).toBeLessThan(0);
    expect(compareVersions(v(5, 4, 2), v(5, 4, 2))).toBe(0);
  });

  it('orders as the printed and reread versions do', () => {
    const version = fc.record({ major: fc.nat(99), minor: fc.nat(99), patch: fc.nat(99) });
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(parseVersion(formatVersion(a))).toEqual(a);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      }),
    );
  });
});

describe('supports', () => {
  test.each(Object.entries(capabilities))('%s begins with %s, later than the oldest', (name, first) => {
    const capability = name as keyof typeof capabilities;
    const begins = parseVersion(first);
    if (begins === undefined) throw new Error(`${first} is not a version`);
    expect(compareVersions(begins, oldestSupported)).toBeGreaterThan(0);
    expect(supports(begins, capability)).toBe(true);
    expect(supports({ ...begins, patch: begins.patch + 9 }, capability)).toBe(true);
    expect(supports(oldestSupported, capability)).toBe(false);
  });

  it('answers as the three releases that were tried do', () => {
    expect([v(4, 3, 1), v(5, 4, 2), v(5, 8, 6)].map((x) => supports(x, 'volumeSubpath'))).toEqual([
      false,
      true,
      true,
    ]);
    expect([v(4, 3, 1), v(5, 4, 2), v(5, 8, 6)].map((x) => supports(x, 'volumeImportApi'))).toEqual([
      false,
      false,
      true,
    ]);
  });
});

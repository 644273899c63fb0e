import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, formatSubnet, overlaps, parseAddress, parseSubnet } from '../../src/model/ipv4.js';
import { allocateAddresses, chooseSubnet, layoutOf, macOf } from '../../src/services/allocate/addresses.js';

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));

describe('IPv4 texts', () => {
  test('every address survives parsing and printing', () => {
    fc.assert(fc.property(address, (text) => formatAddress(parseAddress(text) ?? -1) === text));
  });
  test.each(['', '1.2.3', '1.2.3.256', 'a.b.c.d', '1.2.3.4.5', 'fd00::1'])('%s is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
  test('the host part of a subnet is cleared', () => {
    const subnet = parseSubnet('10.1.2.3/16');
    expect(subnet && formatSubnet(subnet)).toBe('10.1.0.0/16');
  });
  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', 'fd00::/64'])('%s is no subnet', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });
});

describe('chooseSubnet', () => {
  test('takes the first network that nothing overlaps', () => {
    expect(chooseSubnet([])?.subnet).toBe('10.208.0.0/20');
    expect(chooseSubnet(['10.208.2.0/24', '0.0.0.0/0', 'fd00::/64'])?.subnet).toBe('10.208.16.0/20');
    expect(chooseSubnet(['10.208.0.0/12'])).toBeUndefined();
  });
  test('never overlaps what is taken', () => {
    const nets = fc.array(fc.tuple(address, fc.integer({ min: 8, max: 30 })).map(([a, p]) => `${a}/${p}`));
    fc.assert(
      fc.property(nets, (taken) => {
        const chosen = parseSubnet(chooseSubnet(taken)?.subnet ?? '');
        if (chosen === undefined) return true;
        return taken.every((text) => {
          const other = parseSubnet(text);
          return other === undefined || !overlaps(other, chosen);
        });
      }),
    );
  });
});

describe('allocateAddresses', () => {
  const { subnet } = layoutOf({ base: parseAddress('10.208.0.0') ?? 0, prefix: 22 });
  test('keeps what a pod has and fills the gaps', () => {
    const given = allocateAddresses(subnet, ['a', 'b', 'c'], new Map([['b', '10.208.0.2']]), ['10.208.0.3']);
    expect(Object.fromEntries(given)).toEqual({ a: '10.208.0.4', b: '10.208.0.2', c: '10.208.0.5' });
  });
  test('gives no address twice, and none of another pod', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 });
    fc.assert(
      fc.property(names, names, (wanted, others) => {
        const held = new Map(others.map((name, index) => [name, `10.208.0.${2 + index}`]));
        const given = [...allocateAddresses(subnet, wanted, held, []).entries()];
        const foreign = others.filter((name) => !wanted.includes(name)).map((name) => held.get(name));
        return (
          new Set(given.map(([, ip]) => ip)).size === wanted.length &&
          given.every(([, ip]) => !foreign.includes(ip))
        );
      }),
    );
  });
  test('stops at the half that is Podman’s own', () => {
    const wanted = Array.from({ length: 600 }, (_, index) => `p${index}`);
    expect(allocateAddresses(subnet, wanted, new Map(), []).size).toBe(510);
  });
});

test('macOf is locally administered and differs by address', () => {
  expect(macOf('10.208.0.10')).toBe('02:6b:0a:d0:00:0a');
});

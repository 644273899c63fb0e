import { expect, test } from '@jest/globals';
import { lostAddress } from '../../src/io/lost-address.js';

test.each([
  ['IPAM error: requested ip address 10.208.0.4 is already allocated to container ID 0abc', '10.208.0.4'],
  ['subnet 10.208.0.0/20 is already used on the host or by another config', '10.208.0.0/20'],
  ['no such image', undefined],
  [undefined, undefined],
])('%s: %s', (message, place) => {
  expect(lostAddress(message)).toBe(place);
});

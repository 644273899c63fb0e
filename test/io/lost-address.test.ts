import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { lostAddress, readLostAddresses, rememberLost } from '../../src/io/lost-address.js';
import { supervisorFile } from '../../src/io/supervise/status.js';

test.each([
  ['IPAM error: requested ip address 10.208.0.4 is already allocated to container ID 0abc', '10.208.0.4'],
  ['subnet 10.208.0.0/20 is already used on the host or by another config', '10.208.0.0/20'],
  ['no such image', undefined],
  [undefined, undefined],
])('%s: %s', (message, place) => {
  expect(lostAddress(message)).toBe(place);
});

test('a lost address is known to later runs on the same store, a subnet is not', async () => {
  const program = { command: 'podman', globals: [`--root=/nowhere/${randomUUID()}`] };
  const other = { command: 'podman', globals: [`--root=/nowhere/${randomUUID()}`] };
  for (const lost of ['10.208.0.4', '10.208.16.0/20', '10.208.0.5', '10.208.0.4'])
    await rememberLost(program, lost);
  expect(await readLostAddresses(program)).toEqual(['10.208.0.4', '10.208.0.5']);
  expect(await readLostAddresses(other)).toEqual([]);
  await rm((await supervisorFile(program, 'lost-addresses.json')) ?? '', { force: true });
});

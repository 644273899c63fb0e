import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { freePort } from '../../src/io/free-port.js';

test('a port that somebody listens on is passed over, and one that is given away', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const next = await freePort(port, '127.0.0.1');
  expect(next).toBeGreaterThan(port);
  expect(await freePort(port, '127.0.0.1', [next])).toBeGreaterThan(next);
  server.close();
  await once(server, 'close');
  expect(await freePort(port, '127.0.0.1')).toBe(port);
});

test('what only Podman can tell is left to it', async () => {
  // No address of this machine (RFC 5737).
  expect(await freePort(8080, '192.0.2.1')).toBe(8080);
});

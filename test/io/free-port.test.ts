import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { freePort, publishProblem } from '../../src/io/free-port.js';

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

describe('ports to publish', () => {
  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
  const tcp = (hostPort: number) => ({ hostPort, containerPort: 80, protocol: 'tcp' as const });

  test('the one that is taken is told in the words of the kernel', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await publishProblem([tcp(port)], sleep)).toContain(`address already in use 0.0.0.0:${port}`);
    expect(await publishProblem([{ ...tcp(port), protocol: 'udp' }], sleep)).toBeUndefined();
    server.close();
    await once(server, 'close');
    expect(await publishProblem([tcp(port)], sleep)).toBeUndefined();
  });

  test('one that is let go in a moment is waited for', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    setTimeout(() => server.close(), 200);
    expect(await publishProblem([tcp(port)], sleep)).toBeUndefined();
  });

  test('an address that is not of this machine is told, of UDP too', async () => {
    const place = { hostAddress: '192.0.2.1', hostPort: 8080, containerPort: 80 };
    expect(await publishProblem([{ ...place, protocol: 'tcp' }], sleep)).toContain('EADDRNOTAVAIL');
    expect(await publishProblem([{ ...place, protocol: 'udp' }], sleep)).toContain('EADDRNOTAVAIL');
  });
});

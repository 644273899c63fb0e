import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import type { PodmanConnection } from '../../../src/io/connection.js';
import { connectSocket, type PodmanSocket } from '../../../src/io/socket.js';
import { startOnce } from '../../../src/io/supervise/start-once.js';

const folder = mkdtempSync(join(tmpdir(), 'kube2pod-start-'));
const never = '0001-01-01T00:00:00Z';
const c = {
  id: 'c',
  rules: {
    role: 'app',
    order: 0,
    restart: { policy: 'Never', rules: [] },
    probes: {},
    lifecycle: {},
    graceSeconds: 0,
    directories: [],
    restarts: 0,
    streak: 0,
  },
} as const;
let server: Server | undefined;
let socket: PodmanSocket | undefined;

afterEach(async () => {
  socket?.close();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A Podman with one container; `onStart` answers each request to start it. */
async function podmanWith(
  container: { startedAt: string },
  onStart: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly program: PodmanConnection; readonly starts: () => number }> {
  const endpoint = { socketPath: join(folder, 'podman.sock') };
  let starts = 0;
  const made = createServer((request, response) => {
    if (request.url?.endsWith('/start') === true) {
      starts += 1;
      onStart(request, response);
    } else response.end(JSON.stringify({ State: { StartedAt: container.startedAt } }));
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(endpoint.socketPath, resolve));
  socket = connectSocket({ endpoint, renew: async () => endpoint });
  return { program: { command: 'podman', globals: [], socket }, starts: () => starts };
}

test('starts a container that never ran', async () => {
  const { program, starts } = await podmanWith({ startedAt: never }, (_, response) =>
    response.writeHead(204).end(),
  );
  expect(await startOnce(c, program)).toEqual({ started: true });
  expect(starts()).toBe(1);
});

test('leaves one alone that ran already, whoever started it', async () => {
  const { program, starts } = await podmanWith({ startedAt: '2026-01-01T00:00:00Z' }, (_, response) =>
    response.writeHead(204).end(),
  );
  expect(await startOnce(c, program)).toBe('had-started');
  expect(starts()).toBe(0);
});

test('a request that is cut off is not sent again, and counts when the container began', async () => {
  const container = { startedAt: never };
  const { program, starts } = await podmanWith(container, (request) => {
    container.startedAt = '2026-01-01T00:00:00Z';
    request.socket.destroy();
  });
  expect(await startOnce(c, program)).toEqual({ started: true });
  expect(starts()).toBe(1);
});

test('says what Podman said of a start that failed', async () => {
  const { program } = await podmanWith({ startedAt: never }, (_, response) =>
    response.writeHead(500).end(JSON.stringify({ message: 'no such program' })),
  );
  expect(await startOnce(c, program)).toMatchObject({ problem: { stderr: 'Error: no such program' } });
});

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { NetworkProbe } from '../../src/io/network-probe.js';
import { probeNetwork } from '../../src/io/network-probe.js';

const servers: { readonly close: () => unknown }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const ask = (action: NetworkProbe['action'], timeoutMs = 2000) =>
  probeNetwork({ action, address: '127.0.0.1', timeoutMs });

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '';
  const [, word = ''] = /^\/(.*)$/.exec(url) ?? [];
  if (/^\d+$/.test(word)) response.writeHead(Number(word)).end('text');
  else if (word === 'headers') {
    const { host, 'user-agent': agent, 'x-key': key } = request.headers;
    response
      .writeHead(host === 'example.org' && key === '7' && agent === 'kube-probe/1.36' ? 200 : 500)
      .end();
  } else if (word === 'to-good') response.writeHead(302, { location: '/200' }).end();
  else if (word === 'to-bad') response.writeHead(302, { location: '/500' }).end();
  else if (word === 'elsewhere') response.writeHead(302, { location: 'http://192.0.2.1/' }).end();
  else if (word === 'loop') response.writeHead(302, { location: '/loop' }).end();
  else if (word === 'nonsense') response.writeHead(302, { location: 'http://[' }).end();
  else if (word === 'no-end') response.writeHead(200).write('a');
  else if (word === '/two') response.writeHead(200).end();
  else if (word === 'hangs') return;
  else response.writeHead(404).end();
}

// Rules: kubernetes pkg/probe/http/http.go, DoHTTPProbe and RedirectChecker; pkg/probe/http/request.go.
describe('httpGet', () => {
  test.each<[string, string, 'passes' | 'fails']>([
    ['200', '/200', 'passes'],
    ['a redirect without a place', '/304', 'passes'],
    ['399', '/399', 'passes'],
    ['400', '/400', 'fails'],
    ['500', '/500', 'fails'],
    ['headers, Host among them, and the kubelet’s name', '/headers', 'passes'],
    ['a redirect is followed', '/to-good', 'passes'],
    ['and its answer counts', '/to-bad', 'fails'],
    ['a redirect to another host passes', '/elsewhere', 'passes'],
    ['more than ten redirects', '/loop', 'fails'],
    ['a redirect to nonsense', '/nonsense', 'fails'],
    ['a body without an end', '/no-end', 'fails'],
    ['no answer in time', '/hangs', 'fails'],
    ['a path without its slash', '200', 'passes'],
    ['a path with two slashes is a path', '//two', 'passes'],
  ])('%s', async (_name, path, verdict) => {
    const port = await listening(createHttpServer(answer));
    const headers = [
      { name: 'Host', value: 'example.org' },
      { name: 'X-Key', value: '7' },
    ];
    const result = await ask({ kind: 'httpGet', scheme: 'HTTP', port, path, headers }, 700);
    expect(result === undefined ? 'passes' : 'fails').toBe(verdict);
  });
});

// Rule: kubernetes pkg/probe/grpc/grpc.go, Probe.
describe('grpc', () => {
  test.each<[string, number, 'passes' | 'fails']>([
    ['SERVING', 1, 'passes'],
    ['NOT_SERVING', 2, 'fails'],
    ['UNKNOWN', 0, 'fails'],
  ])('%s', async (_name, status, verdict) => {
    const server = createHttp2Server();
    const asked: string[] = [];
    server.on('stream', (stream, headers) => {
      asked.push(String(headers[':path']));
      stream.on('data', (chunk: Buffer) => asked.push(chunk.subarray(7).toString('utf8')));
      stream.on('end', () => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        const body = status === 0 ? [] : [0x08, status];
        stream.end(Buffer.from([0, 0, 0, 0, body.length, ...body]));
      });
    });
    const port = await listening(server);
    const result = await ask({ kind: 'grpc', port, service: 'db' });
    expect(result === undefined ? 'passes' : 'fails').toBe(verdict);
    expect(asked).toEqual(['/grpc.health.v1.Health/Check', 'db']);
  });
});

// Rule: kubernetes pkg/probe/tcp/tcp.go, DoTCPProbe.
test('tcpSocket passes when somebody listens', async () => {
  const port = await listening(createHttpServer());
  expect(await ask({ kind: 'tcpSocket', port })).toBeUndefined();
  expect(await ask({ kind: 'tcpSocket', port: 1 })).toMatch(/ECONNREFUSED/);
});

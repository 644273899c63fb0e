import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { type Frame, frameReader, lineReader } from '../../src/io/socket/frames.js';
import { connectSocket, type PodmanSocket } from '../../src/io/socket.js';

/** A frame as Podman's service writes it. */
function frame(stream: 0 | 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

describe('multiplexed streams', () => {
  const whole = Buffer.concat([frame(1, 'out\n'), frame(2, 'err é\n'), frame(1, ''), frame(1, 'more')]);

  test.each([1, 2, 3, 7, 8, 9, 1000])('are the same in chunks of %i bytes', (size) => {
    const frames: Frame[] = [];
    const read = frameReader((one) => frames.push(one));
    for (let at = 0; at < whole.length; at += size) read(whole.subarray(at, at + size));
    expect(frames.map(({ stream, bytes }) => [stream, bytes.toString('utf8')])).toEqual([
      ['stdout', 'out\n'],
      ['stderr', 'err é\n'],
      ['stdout', ''],
      ['stdout', 'more'],
    ]);
  });

  test('lines are whole whatever the chunks, characters of several bytes included', () => {
    const lines: string[] = [];
    const read = lineReader((line) => lines.push(line));
    for (const byte of Buffer.from('{"a":"é"}\n\n{"b":1}\n')) read(Buffer.from([byte]));
    expect(lines).toEqual(['{"a":"é"}', '{"b":1}']);
  });
});

describe('the client of Podman’s service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kube2pod-socket-'));
  let server: Server | undefined;
  let client: PodmanSocket | undefined;
  let count = 0;

  afterEach(async () => {
    client?.close();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  async function serve(listener: RequestListener): Promise<string> {
    count += 1;
    const path = join(folder, `${count}.sock`);
    const made = createServer(listener);
    server = made;
    await new Promise<void>((resolve) => made.listen(path, resolve));
    return path;
  }

  async function against(listener: RequestListener): Promise<PodmanSocket> {
    const socketPath = await serve(listener);
    const made = connectSocket({ endpoint: { socketPath }, renew: async () => undefined });
    client = made;
    return made;
  }

  test('reads the version from the header of the ping', async () => {
    const socket = await against((request, response) => {
      response.setHeader('Libpod-Api-Version', '5.4.2').end(request.url);
    });
    expect(await socket.ping()).toEqual({ value: '5.4.2' });
  });

  test('an error answer is a value with Podman’s message, whatever its form', async () => {
    const socket = await against((request, response) => {
      response.statusCode = request.url?.includes('pods') ? 409 : 404;
      response.end(request.url?.includes('pods') ? '{"Errs":["port is taken"],"Id":"x"}' : 'Not Found');
    });
    expect(await socket.pods()).toEqual({ problem: { status: 409, message: 'port is taken' } });
    expect(await socket.volumes()).toEqual({ problem: { status: 404, message: 'Not Found' } });
  });

  test('an empty list that is written as null is a list', async () => {
    const socket = await against((_request, response) => response.end('null\n'));
    expect(await socket.containers()).toEqual({ value: [] });
  });

  test('a pull whose last line is an error has failed, although its status is 200', async () => {
    const socket = await against((_request, response) => {
      response.end('{"stream":"Trying to pull x..."}\n{"error":"no such host"}\n');
    });
    const said: string[] = [];
    const pulled = await socket.pull('x', {}, (text) => said.push(text));
    expect(pulled).toEqual({ problem: { status: 500, message: 'no such host' } });
    expect(said).toEqual(['Trying to pull x...']);
  });

  test('a command that is cut off has failed, and does not pass for one that ended well', async () => {
    const socket = await against((request, response) => {
      if (request.url?.endsWith('/start')) response.write(frame(1, 'begun'));
      else response.end(request.url?.endsWith('/json') ? '{"ExitCode":0}' : '{"Id":"1"}');
    });
    const result = await socket.exec('c', ['sleep', '9'], { signal: AbortSignal.timeout(200) });
    expect(result).toMatchObject({ problem: { status: 'broken' } });
  });

  test('a service that went away is looked for again, and the request is sent once more', async () => {
    const second = await serve((_request, response) => response.end('[{"Name":"v"}]'));
    const gone = join(folder, 'gone.sock');
    let renewals = 0;
    client = connectSocket({
      endpoint: { socketPath: gone },
      renew: async () => {
        renewals += 1;
        return { socketPath: second };
      },
    });
    expect(await client.volumes()).toEqual({ value: [{ Name: 'v' }] });
    expect(await client.volumes()).toEqual({ value: [{ Name: 'v' }] });
    expect(renewals).toBe(1);
  });

  test('without any service the problem says that nothing was sent', async () => {
    client = connectSocket({
      endpoint: { socketPath: join(folder, 'none.sock') },
      renew: async () => undefined,
    });
    expect(await client.volumes()).toMatchObject({ problem: { status: 'unreachable' } });
  });

  test('a connection that breaks before the answer may have been heard: it is not sent again', async () => {
    let calls = 0;
    const socket = await against((request) => {
      calls += 1;
      request.socket.destroy();
    });
    expect(await socket.volumes()).toMatchObject({ problem: { status: 'broken' } });
    expect(calls).toBe(1);
  });
});

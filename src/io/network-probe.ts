import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect as http2Connect } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { ProbeAction } from '../fields/probes/model.js';

/** A probe over the network; `address` stands for the pod where the probe names no host. */
export interface NetworkProbe {
  readonly action: Exclude<ProbeAction, { kind: 'exec' }>;
  readonly address: string;
  readonly timeoutMs: number;
}

/** Undefined: it passed; else why not. */
export type ProbeResult = string | undefined;

/** Makes one probe from this process's network namespace, as the kubelet makes it from the node. */
export function probeNetwork({ action, address, timeoutMs }: NetworkProbe): Promise<ProbeResult> {
  switch (action.kind) {
    case 'tcpSocket':
      return probeTcp(action.host ?? address, action.port, timeoutMs);
    case 'httpGet':
      return probeHttp(action, address, timeoutMs);
    case 'grpc':
      return probeGrpc(action, address, timeoutMs);
    default:
      return action satisfies never;
  }
}

/** Source: kubernetes pkg/probe/tcp/tcp.go, DoTCPProbe. */
function probeTcp(host: string, port: number, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (result: ProbeResult): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end(`no connection to ${host}:${port} within ${timeoutMs} ms`), timeoutMs);
    socket.on('connect', () => end(undefined));
    socket.on('error', (error) => end(error.message));
  });
}

const mostRedirects = 10;

/**
 * A GET that passes with 200 to 399. Redirects on the same host are followed, one to another host counts as passed;
 * certificates are not checked. Source: kubernetes pkg/probe/http/http.go, DoHTTPProbe and RedirectChecker.
 */
function probeHttp(
  action: Extract<ProbeAction, { kind: 'httpGet' }>,
  address: string,
  timeoutMs: number,
): Promise<ProbeResult> {
  const host = action.host ?? address;
  const name = host.includes(':') ? `[${host}]` : host;
  const path = action.path.startsWith('/') ? action.path : `/${action.path}`;
  // Put together as text: a path that begins with two slashes is no host.
  const url = `${action.scheme.toLowerCase()}://${name}:${action.port}${path}`;
  if (!URL.canParse(url)) return Promise.resolve(`${url} is no address`);
  return getUrl(new URL(url), headersOf(action.headers), Date.now() + timeoutMs, mostRedirects);
}

function headersOf(
  headers: readonly { readonly name: string; readonly value: string }[],
): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {
    'user-agent': 'kube-probe/1.36',
    accept: '*/*',
    connection: 'close',
  };
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    const before = result[key];
    const isFirst = before === undefined || key === 'user-agent' || key === 'accept' || key === 'host';
    result[key] = isFirst ? value : [before, value].flat();
  }
  return result;
}

/** What Go's client follows. Source: go net/http client.go, redirectBehavior. */
const followed = [301, 302, 303, 307, 308];
const longestBody = 10_240;

/** A probe also waits for the body, as far as the kubelet reads it. Source: pkg/probe/http/http.go, maxRespBodyLength. */
function afterBody(answer: IncomingMessage, then: () => void): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= longestBody) then();
  });
  answer.on('end', then);
}

function getUrl(
  url: URL,
  headers: Record<string, string | string[]>,
  until: number,
  redirects: number,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const timer = setTimeout(
      () => end(`no answer from ${url.href} in time`),
      Math.max(1, until - Date.now()),
    );
    const call = request(
      url,
      { headers, agent: false, rejectUnauthorized: false, setHost: !('host' in headers) },
      (answer) => {
        const { statusCode: status = 0, headers: answered } = answer;
        const { location } = answered;
        if (followed.includes(status) && location !== undefined) {
          if (redirects === 0) return end(`${url.href}: more than ${mostRedirects} redirects`);
          if (!URL.canParse(location, url.href)) return end(`${url.href} redirects to "${location}"`);
          const next = new URL(location, url);
          if (next.hostname !== url.hostname) return end(undefined);
          clearTimeout(timer);
          call.destroy();
          return resolve(getUrl(next, headers, until, redirects - 1));
        }
        return afterBody(answer, () =>
          end(status >= 200 && status < 400 ? undefined : `${url.href} answered ${status}`),
        );
      },
    );
    function end(result: ProbeResult): void {
      clearTimeout(timer);
      call.destroy();
      resolve(result);
    }
    call.on('error', (error) => end(error.message));
    call.end();
  });
}

/** grpc.health.v1.Health/Check with an encoded request; passes when the service is SERVING. Source: pkg/probe/grpc/grpc.go, Probe. */
function probeGrpc(
  { port, service }: Extract<ProbeAction, { kind: 'grpc' }>,
  address: string,
  timeoutMs: number,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const session = http2Connect(`http://${address.includes(':') ? `[${address}]` : address}:${port}`);
    const end = (result: ProbeResult): void => {
      clearTimeout(timer);
      session.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end(`no answer on port ${port} within ${timeoutMs} ms`), timeoutMs);
    session.on('error', (error) => end(error.message));
    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      'user-agent': 'kube-probe/1.36',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    stream.on('error', (error) => end(error.message));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('trailers', (trailers) => {
      if (trailers['grpc-status'] !== '0')
        end(`the health service answered status ${String(trailers['grpc-status'])}`);
    });
    stream.on('end', () =>
      end(servingStatus(Buffer.concat(chunks)) === 1 ? undefined : 'the service is not serving'),
    );
    stream.end(healthRequest(service));
  });
}

/** A length-prefixed message with field 1, the service's name. */
function healthRequest(service: string): Buffer {
  const name = Buffer.from(service, 'utf8');
  const body =
    name.length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a]), varint(name.length), name]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** Field 1 of the answer: 1 is SERVING; an absent field is 0, UNKNOWN. */
function servingStatus(message: Buffer): number {
  return message.length >= 7 && message[5] === 0x08 ? (message[6] ?? 0) : 0;
}

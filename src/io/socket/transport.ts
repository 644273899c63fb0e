import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';

/** Where a Podman service listens. */
export type Endpoint = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** One request to Podman's REST API. */
export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v5.0.0/libpod/`. */
  readonly path: string;
  readonly query?: { readonly [name: string]: string | readonly string[] };
  readonly body?: Uint8Array | string;
  readonly contentType?: string;
  readonly headers?: { readonly [name: string]: string };
  /** `own`: a connection of its own, for what may take long and must not hold up others. Default: one of the pool. */
  readonly connection?: 'own';
  readonly signal?: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Sends requests to one endpoint. A request that cannot be sent throws; an error answer of Podman's does not. */
export interface Transport {
  readonly send: (call: Call) => Promise<Reply>;
  /** Gives the answer while it arrives, over a connection of its own. */
  readonly open: (call: Call) => Promise<IncomingMessage>;
  readonly close: () => void;
}

/** Eight connections are enough for Podman; more do not help. Measured on 4.3.1, 5.4.2 and 5.8.6. */
const poolSize = 8;

/**
 * The version in the path only chooses the shape of answers: every release since 4.0 takes 5.0.0, and with it container
 * inspect gives lists where older clients got joined strings. Source: pkg/api/server/handler_api.go, pkg/api/handlers/utils.
 */
const prefix = '/v5.0.0/libpod/';

/** Where to reach the service, and how to find or start another when that one is gone. */
export interface Service {
  readonly endpoint: Endpoint;
  readonly renew: () => Promise<Endpoint | undefined>;
}

/** Makes a transport over a unix socket or TCP. */
export function createTransport(service: Service): Transport {
  const pool = new Agent({ keepAlive: true, maxSockets: poolSize });
  const alone = new Agent({ keepAlive: false });
  let { endpoint } = service;
  let renewal: Promise<Endpoint | undefined> | undefined;
  const renew = async (): Promise<Endpoint | undefined> => {
    renewal ??= service.renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const open = async (call: Call, agent: Agent): Promise<IncomingMessage> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await openOnce(endpoint, call, agent);
      } catch (error) {
        if (!isUnsent(error) || tries === 2) throw error;
        if (error instanceof ClosedError) continue;
        const found = await renew();
        if (found === undefined) throw error;
        endpoint = found;
      }
    }
  };
  return {
    send: async (call) => {
      const answer = await open(call, call.connection === 'own' ? alone : pool);
      return { status: answer.statusCode ?? 0, headers: answer.headers, body: await contentOf(answer) };
    },
    open: (call) => open(call, alone),
    close: () => {
      pool.destroy();
      alone.destroy();
    },
  };
}

/** The server closes an idle connection when it likes; a request on it then was never read. */
class ClosedError extends Error {
  override readonly name = 'ClosedError';
}

/** Whether a request failed before Podman could have read it, so that it is safe to send again. */
export function isUnsent(error: unknown): boolean {
  if (error instanceof ClosedError) return true;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOENT';
}

function openOnce(endpoint: Endpoint, call: Call, agent: Agent): Promise<IncomingMessage> {
  const { body, signal } = call;
  const options: RequestOptions = {
    ...endpoint,
    agent,
    method: call.method,
    path: `${prefix}${call.path}${queryText(call.query)}`,
    headers: {
      host: 'podman',
      ...(body === undefined
        ? {}
        : {
            'content-type': call.contentType ?? 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }),
      ...call.headers,
    },
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(options, resolve);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const wasClosed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      reject(sent.reusedSocket && wasClosed ? new ClosedError(error.message) : error);
    });
    sent.end(body);
  });
}

/** All of an answer's bytes. */
export async function contentOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function queryText(query: Call['query']): string {
  if (query === undefined) return '';
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'string' ? [value] : value) words.append(name, one);
  }
  return `?${words}`;
}

import type { IncomingMessage } from 'node:http';
import { frameReader, lineReader } from './socket/frames.js';
import {
  type Call,
  contentOf,
  createTransport,
  isUnsent,
  type Reply,
  type Service,
} from './socket/transport.js';

/** Why something could not be done. */
export interface ApiProblem {
  /** Podman's answer; `unreachable`: it never got the request, `broken`: the connection ended before its answer did. */
  readonly status: number | 'unreachable' | 'broken';
  readonly message: string;
}

/** An answer of Podman's service, or why there is none. Nothing here throws. */
export type ApiResult<T> = { readonly value: T } | { readonly problem: ApiProblem };

export type Json = { readonly [key: string]: unknown };

/** What a command in a container gave. */
export interface ExecResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** An event of Podman's, as its service writes it. */
export interface PodmanEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: {
    readonly ID: string;
    readonly Attributes: { readonly [name: string]: string };
  };
  readonly time?: number;
  readonly timeNano?: number;
}

export interface ExecOptions {
  readonly signal?: AbortSignal;
  readonly user?: string;
  /** Called when the signal ended the wait and the command runs on: its process on the host. */
  readonly leftRunning?: (pid: number) => void;
}

/**
 * Podman's REST API: what kube2pod needs of it, typed. Every call is one round trip unless it says otherwise.
 * Source: podman pkg/api/server/register_*.go; answers and differences between releases were measured.
 */
export interface PodmanSocket {
  /** The value is the version of Podman. */
  readonly ping: () => Promise<ApiResult<string>>;
  readonly containers: () => Promise<ApiResult<readonly Json[]>>;
  readonly pods: () => Promise<ApiResult<readonly Json[]>>;
  readonly volumes: () => Promise<ApiResult<readonly Json[]>>;
  readonly networks: () => Promise<ApiResult<readonly Json[]>>;
  /** Without their labels on 4.3.1. */
  readonly secrets: () => Promise<ApiResult<readonly Json[]>>;
  readonly inspectContainer: (name: string) => Promise<ApiResult<Json>>;
  readonly inspectVolume: (name: string) => Promise<ApiResult<Json>>;
  readonly inspectSecret: (name: string) => Promise<ApiResult<Json>>;
  readonly inspectImage: (reference: string) => Promise<ApiResult<Json>>;
  /** Any request whose answer is JSON or nothing. */
  readonly request: (call: Call) => Promise<ApiResult<unknown>>;
  /** Pulls; `onText` gets Podman's progress. The value is the id of the image. */
  readonly pull: (
    reference: string,
    options: { readonly query?: Call['query']; readonly auth?: string; readonly signal?: AbortSignal },
    onText?: (text: string) => void,
  ) => Promise<ApiResult<string>>;
  /** Waits for a container's end; the value is its exit code. */
  readonly wait: (name: string, signal?: AbortSignal) => Promise<ApiResult<number>>;
  /** Runs a command in a running container to its end. Three round trips. */
  readonly exec: (
    name: string,
    command: readonly string[],
    options?: ExecOptions,
  ) => Promise<ApiResult<ExecResult>>;
  /** The last lines of a container's output, both streams together. */
  readonly logs: (name: string, tail: number) => Promise<ApiResult<string>>;
  /** Unpacks a tar archive in a container's file system, owners and modes as in the archive. */
  readonly copyIn: (
    name: string,
    path: string,
    archive: Uint8Array,
    signal?: AbortSignal,
  ) => Promise<ApiResult<unknown>>;
  readonly copyOut: (name: string, path: string) => Promise<ApiResult<Buffer>>;
  /** Follows events until `signal` aborts or the stream ends. */
  readonly events: (
    filters: { readonly [name: string]: readonly string[] },
    onEvent: (event: PodmanEvent) => void,
    signal: AbortSignal,
  ) => Promise<ApiResult<undefined>>;
  readonly close: () => void;
}

/** Makes a client of a service. */
export function connectSocket(service: Service): PodmanSocket {
  const transport = createTransport(service);
  const send = (call: Call): Promise<ApiResult<Reply>> =>
    guarded(async () => {
      const reply = await transport.send(call);
      return isGood(reply.status) ? { value: reply } : { problem: problemOf(reply.status, reply.body) };
    });
  const request = async (call: Call): Promise<ApiResult<unknown>> => {
    const sent = await send(call);
    return 'problem' in sent ? sent : { value: parse(sent.value.body) };
  };
  // The shape of an answer is Podman's word; what reads it checks each field.
  const get = (path: string, query?: Call['query']) =>
    request({ method: 'GET', path, ...(query === undefined ? {} : { query }) }) as Promise<ApiResult<Json>>;
  const list = async (path: string, query?: Call['query']): Promise<ApiResult<readonly Json[]>> => {
    const answer = await get(path, query);
    // An empty list is `null` in some releases.
    return 'problem' in answer ? answer : { value: (answer.value ?? []) as unknown as readonly Json[] };
  };
  const open: Open = (call, read) =>
    guarded(async () => {
      const answer = await transport.open(call);
      const { statusCode = 0 } = answer;
      if (!isGood(statusCode)) return { problem: problemOf(statusCode, await contentOf(answer)) };
      const value = await read(answer);
      // A stream that was cut off by us ends like one that is complete.
      call.signal?.throwIfAborted();
      return { value };
    });
  return {
    ping: async () => {
      const sent = await send({ method: 'GET', path: '_ping' });
      return 'problem' in sent ? sent : { value: String(sent.value.headers['libpod-api-version'] ?? '') };
    },
    containers: () => list('containers/json', { all: 'true' }),
    pods: () => list('pods/json'),
    volumes: () => list('volumes/json'),
    networks: () => list('networks/json'),
    secrets: () => list('secrets/json'),
    inspectContainer: (name) => get(`containers/${encodeURIComponent(name)}/json`),
    inspectVolume: (name) => get(`volumes/${encodeURIComponent(name)}/json`),
    inspectSecret: (name) => get(`secrets/${encodeURIComponent(name)}/json`),
    // Slashes and colons of references stand as they are.
    inspectImage: (reference) => get(`images/${encodeURI(reference)}/json`),
    request,
    pull: (reference, options, onText) => pull(open, reference, options, onText),
    wait: (name, signal) => {
      const call: Call = {
        method: 'POST',
        path: `containers/${encodeURIComponent(name)}/wait`,
        query: { condition: ['stopped', 'exited'], interval: '20ms' },
        ...(signal === undefined ? {} : { signal }),
      };
      return open(call, async (answer) => Number((await contentOf(answer)).toString('utf8')));
    },
    exec: (name, command, options) => exec({ open, request }, name, command, options ?? {}),
    logs: async (name, tail) => {
      const path = `containers/${encodeURIComponent(name)}/logs`;
      const query = { stdout: 'true', stderr: 'true', tail: String(tail) };
      const answer = await send({ method: 'GET', path, query });
      if ('problem' in answer) return answer;
      const chunks: Buffer[] = [];
      frameReader(({ bytes }) => chunks.push(bytes))(answer.value.body);
      return { value: Buffer.concat(chunks).toString('utf8') };
    },
    copyIn: (name, path, archive, signal) =>
      request({
        method: 'PUT',
        path: `containers/${encodeURIComponent(name)}/archive`,
        // The default hands every file to the container's user.
        query: { path, copyUIDGID: 'false' },
        body: archive,
        contentType: 'application/x-tar',
        ...(signal === undefined ? {} : { signal }),
      }),
    copyOut: async (name, path) => {
      const archive = `containers/${encodeURIComponent(name)}/archive`;
      const sent = await send({ method: 'GET', path: archive, query: { path } });
      return 'problem' in sent ? sent : { value: sent.value.body };
    },
    events: (filters, onEvent, signal) => {
      const query = { stream: 'true', filters: JSON.stringify(filters) };
      const read = lineReader((line) => onEvent(JSON.parse(line) as PodmanEvent));
      return open({ method: 'GET', path: 'events', query, signal }, (answer) => readAll(answer, read));
    },
    close: transport.close,
  };
}

/** Reads an answer while it arrives. */
type Open = <T>(call: Call, read: (answer: IncomingMessage) => Promise<T>) => Promise<ApiResult<T>>;
type Request = (call: Call) => Promise<ApiResult<unknown>>;

async function guarded<T>(work: () => Promise<ApiResult<T>>): Promise<ApiResult<T>> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: { status: isUnsent(error) ? 'unreachable' : 'broken', message } };
  }
}

async function readAll(answer: IncomingMessage, read: (chunk: Buffer) => void): Promise<undefined> {
  for await (const chunk of answer) read(chunk as Buffer);
}

/** 304: there was nothing to do. */
function isGood(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304;
}

function parse(body: Buffer): unknown {
  const text = body.toString('utf8').trim();
  return text.startsWith('{') || text.startsWith('[') || text === 'null' ? JSON.parse(text) : text;
}

/** `{"cause","message","response"}`; pod actions give `{"Errs":[...]}`; an unknown path plain text. */
function problemOf(status: number, body: Buffer): ApiProblem {
  const text = body.toString('utf8').trim();
  if (!text.startsWith('{')) return { status, message: text || `status ${status}` };
  const { message, cause, Errs } = JSON.parse(text) as Json;
  const errors = Array.isArray(Errs) ? Errs.map(String).join('; ') : undefined;
  return { status, message: String(message ?? errors ?? cause ?? text) };
}

/** A pull that fails has status 200 too: its last line says so. Source: podman pkg/api/handlers/libpod/images_pull.go. */
async function pull(
  open: Open,
  reference: string,
  {
    query,
    auth,
    signal,
  }: { readonly query?: Call['query']; readonly auth?: string; readonly signal?: AbortSignal },
  onText: (text: string) => void = () => {},
): Promise<ApiResult<string>> {
  const call: Call = {
    method: 'POST',
    path: 'images/pull',
    query: { reference, ...query },
    ...(auth === undefined ? {} : { headers: { 'X-Registry-Auth': auth } }),
    ...(signal === undefined ? {} : { signal }),
  };
  let id = '';
  let error: string | undefined;
  const read = lineReader((line) => {
    const said = JSON.parse(line) as {
      readonly stream?: string;
      readonly error?: string;
      readonly id?: string;
    };
    if (said.stream !== undefined) onText(said.stream);
    error = said.error ?? error;
    id = said.id ?? id;
  });
  const answer = await open(call, (stream) => readAll(stream, read));
  if ('problem' in answer) return answer;
  return error === undefined ? { value: id } : { problem: { status: 500, message: error } };
}

/** A command that cannot be found is an answer too, with its text on standard error: the exit code tells. */
async function exec(
  { open, request }: { readonly open: Open; readonly request: Request },
  name: string,
  command: readonly string[],
  { signal, user, leftRunning }: ExecOptions,
): Promise<ApiResult<ExecResult>> {
  const body = JSON.stringify({
    Cmd: command,
    AttachStdout: true,
    AttachStderr: true,
    ...(user === undefined ? {} : { User: user }),
  });
  const path = `containers/${encodeURIComponent(name)}/exec`;
  const created = await request({ method: 'POST', path, body });
  if ('problem' in created) return created;
  const { Id } = created.value as { readonly Id: string };
  const start: Call = {
    method: 'POST',
    path: `exec/${Id}/start`,
    body: '{"Detach":false,"Tty":false}',
    ...(signal === undefined ? {} : { signal }),
  };
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const read = frameReader(({ stream, bytes }) => output[stream].push(bytes));
  const started = await open(start, (answer) => readAll(answer, read));
  if ('problem' in started) {
    if (signal?.aborted === true && leftRunning !== undefined) {
      const shown = await request({ method: 'GET', path: `exec/${Id}/json` });
      const { Running, Pid } = ('value' in shown ? shown.value : {}) as {
        readonly Running?: boolean;
        readonly Pid?: number;
      };
      if (Running === true && Pid !== undefined && Pid > 0) leftRunning(Pid);
    }
    return started;
  }
  const ended = await request({ method: 'GET', path: `exec/${Id}/json` });
  if ('problem' in ended) return ended;
  const { ExitCode } = ended.value as { readonly ExitCode: number };
  return {
    value: { code: ExitCode, stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr) },
  };
}

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket as Stream } from 'node:net';
import { readJson } from '../model/json.js';
import { answer } from '../services/dns/answer.js';
import {
  decodeQuestion,
  encodeReply,
  lengthOf,
  type Question,
  type Reply,
  responseCode,
} from '../services/dns/message.js';
import type { Zone } from '../services/dns/zone.js';
import { announceGateway } from './announce-gateway.js';
import { forwardStream, forwardUdp, resolveOutside } from './forward-names.js';
import { writeJsonFile } from './json-file.js';
import { isLiveNetwork, readInterfaces } from './live-network.js';
import { type NamesStatus, namesStatusFile, zoneFileOf } from './supervise/names-file.js';
import { beganAt } from './supervise/status.js';

/** What the supervisor writes for the name server. */
export interface NamesFile {
  /** Where to listen: the gateway of the pods' network. */
  readonly address: string;
  readonly zone: Zone;
}

const port = 53;
const lookMs = 250;
/** A bridge is there a moment before the first pod's end of it. */
const mostMissed = 2;
/** Longer than a first pod takes; whoever waits for this server starts another one, perhaps in a newer network namespace. */
const bindMs = 3000;
const longestTcp = 65_535;

/**
 * Serves the cluster's names on the gateway of the pods' network and asks the machine's name servers about all others,
 * as CoreDNS does in a cluster. It runs beside the supervisor and outlives it, so that names go on when the supervisor
 * is killed; the zone stands in a file that is read again when it changed. Ends when the file or the network is gone.
 */
export async function serveNames(files: string, log: (line: string) => void): Promise<void> {
  const statusFile = namesStatusFile(files);
  const tell = (status: NamesStatus): Promise<void> =>
    writeJsonFile(statusFile, status).catch((error: Error) => log(`nobody can be told: ${error.message}`));
  const zone = zoneFile(zoneFileOf(files));
  const first = zone();
  if (first === undefined) return;
  const { address } = first;
  const ask = asking(() => zone()?.zone, log);
  const isWanted = (): boolean => zone()?.address === address;
  const bound = await listen(address, ask, isWanted);
  // Rootless, all files are gone together with a network namespace whose last pod has ended.
  if (bound === 'unwanted') return;
  if ('problem' in bound) {
    log(`cannot serve names on ${address} port ${port}: ${bound.problem}`);
    await tell({ ...ownStatus(address), problem: bound.problem });
    return;
  }
  const silent = announceGateway(address);
  if (silent !== undefined) log(`pods are not told of a changed gateway: ${silent}`);
  const status = ownStatus(address);
  await tell(status);
  let missed = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      // Without it nobody would find this server, which has the lock.
      if (!existsSync(statusFile)) void tell(status);
      missed = isWanted() && isLiveNetwork(address, readInterfaces()) ? 0 : missed + 1;
      if (missed < mostMissed) return;
      clearInterval(timer);
      resolve();
    }, lookMs);
  });
  bound.udp.close();
  bound.tcp.close();
  await rm(statusFile, { force: true });
}

function ownStatus(address: string): NamesStatus {
  return { pid: process.pid, began: beganAt(process.pid) ?? '', address, since: Date.now() };
}

/** Reads the file anew when it is another one; undefined when there is none. */
function zoneFile(path: string): () => NamesFile | undefined {
  let known: { readonly mark: string; readonly content: NamesFile | undefined } | undefined;
  return () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    const mark = `${stat.ino} ${stat.mtimeMs}`;
    if (known?.mark !== mark)
      known = { mark, content: readJson(readFileSync(path, 'utf8')) as NamesFile | undefined };
    return known.content;
  };
}

type Asking = (message: Uint8Array, transport: 'udp' | 'tcp') => Promise<Uint8Array | undefined>;

function asking(zone: () => Zone | undefined, log: (line: string) => void): Asking {
  return async (message, transport) => {
    const question = decodeQuestion(message);
    const known = zone();
    if (question === undefined || known === undefined) return undefined;
    const limit = transport === 'udp' ? question.size : longestTcp;
    const found = answer(known, question, shuffle);
    switch (found.kind) {
      case 'reply':
        return encodeReply(question, found.reply, limit);
      case 'follow':
        return encodeReply(question, await followed(question, found), limit);
      case 'forward': {
        const given = await (transport === 'udp' ? forwardUdp(message) : forwardStream(message));
        if (given === undefined)
          log(`no answer about ${question.name} from the name servers of this machine`);
        return given ?? encodeReply(question, failure, limit);
      }
      default:
        return found satisfies never;
    }
  };
}

const failure: Reply = { code: responseCode.serverFailure, answers: [], authoritative: false };

/** Another name of something outside: the name, and where it is. */
async function followed(
  question: Question,
  { aliases, name }: Extract<ReturnType<typeof answer>, { kind: 'follow' }>,
): Promise<Reply> {
  const outside = await resolveOutside(name, question.type);
  const code = outside === 'failed' ? responseCode.serverFailure : responseCode.fine;
  const answers =
    outside === 'failed' ? [] : outside.map((address) => ({ type: 'A' as const, name, address }));
  return { code, answers: [...aliases, ...answers], authoritative: true };
}

function shuffle<T>(values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

type Bound = { readonly udp: Socket; readonly tcp: Server } | { readonly problem: string } | 'unwanted';

/** The address appears with the first pod that runs, so a failure is tried again for a while. */
async function listen(address: string, ask: Asking, isWanted: () => boolean): Promise<Bound> {
  const until = Date.now() + bindMs;
  for (;;) {
    if (!isWanted()) return 'unwanted';
    const udp = await bindUdp(address, ask);
    if (!(udp instanceof Error)) {
      const tcp = await bindTcp(address, ask);
      if (!(tcp instanceof Error)) return { udp, tcp };
      udp.close();
      if (Date.now() > until) return { problem: tcp.message };
    } else if (Date.now() > until) return { problem: udp.message };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function bindUdp(address: string, ask: Asking): Promise<Socket | Error> {
  const socket = createSocket('udp4');
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    void ask(message, 'udp').then((given) => {
      if (given !== undefined) socket.send(given, from.port, from.address, () => {});
    });
  });
  return new Promise((resolve) => {
    socket.on('error', resolve);
    socket.bind(port, address, () => resolve(socket));
  });
}

function bindTcp(address: string, ask: Asking): Promise<Server | Error> {
  const server = createServer((stream) => answerStream(stream, ask));
  return new Promise((resolve) => {
    server.on('error', resolve);
    server.listen(port, address, () => resolve(server));
  });
}

/** Messages over TCP stand behind their length. Source: RFC 1035, section 4.2.2. */
function answerStream(stream: Stream, ask: Asking): void {
  let rest = Buffer.alloc(0);
  stream.setTimeout(10_000, () => stream.destroy());
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      const message = rest.subarray(2, end);
      rest = rest.subarray(end);
      void ask(message, 'tcp').then((given) => {
        if (given === undefined) stream.destroy();
        else stream.write(Buffer.concat([lengthOf(given), given]));
      });
    }
  });
}

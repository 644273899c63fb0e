import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { parseResolvConf } from '../fields/network/resolv-conf.js';
import { lengthOf, recordType } from '../services/dns/message.js';

/** When a question is sent (again): clients give up after 5 s, and one lost packet must not cost them that. */
const sendAtMs = [0, 600, 1400, 2600];
const giveUpMs = 4200;

/** Name servers as seen from where this process runs (in the network of rootless pods Podman gives others than the host's). */
function upstreams(): readonly string[] {
  try {
    const { servers } = parseResolvConf(readFileSync('/etc/resolv.conf', 'utf8'));
    return servers.length > 0 ? servers : ['127.0.0.1'];
  } catch {
    return ['127.0.0.1'];
  }
}

/** Asks the machine's name servers in turn until one answers; undefined when none does. */
export function forwardUdp(message: Uint8Array): Promise<Uint8Array | undefined> {
  const servers = upstreams();
  const sockets = { 4: createSocket('udp4'), 6: createSocket('udp6') };
  return new Promise((resolve) => {
    const timers = sendAtMs.map((at, turn) =>
      setTimeout(() => {
        const server = servers[turn % servers.length] ?? '';
        sockets[server.includes(':') ? 6 : 4].send(message, 53, server, () => {});
      }, at),
    );
    const end = (given: Uint8Array | undefined): void => {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of Object.values(sockets)) socket.close();
      resolve(given);
    };
    timers.push(setTimeout(() => end(undefined), giveUpMs));
    let isOver = false;
    for (const socket of Object.values(sockets)) {
      socket.on('error', () => {});
      socket.on('message', (given: Buffer) => {
        if (isOver || given[0] !== message[0] || given[1] !== message[1]) return;
        isOver = true;
        end(given);
      });
    }
  });
}

/** The same over TCP, for long answers. */
export async function forwardStream(message: Uint8Array): Promise<Uint8Array | undefined> {
  for (const server of upstreams()) {
    const given = await askStream(server, message);
    if (given !== undefined) return given;
  }
  return undefined;
}

function askStream(server: string, message: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const stream = connect(53, server);
    let rest = Buffer.alloc(0);
    const end = (given?: Uint8Array): void => {
      stream.destroy();
      resolve(given);
    };
    stream.setTimeout(2000, () => end());
    stream.on('error', () => end());
    stream.on('close', () => end());
    stream.on('connect', () => {
      stream.write(Buffer.concat([lengthOf(message), message]));
    });
    stream.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) end(rest.subarray(2));
    });
  });
}

/** IPv4 addresses of a name outside of the cluster (none for other types of question). */
export async function resolveOutside(name: string, type: number): Promise<readonly string[] | 'failed'> {
  if (type !== recordType.A && type !== recordType.ANY) return [];
  const resolver = new Resolver({ timeout: 800, tries: 4 });
  resolver.setServers(upstreams());
  return resolver
    .resolve4(name)
    .catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOTFOUND' || error.code === 'ENODATA' ? [] : ('failed' as const),
    );
}

import { access, constants, readFile, stat } from 'node:fs/promises';
import { availableParallelism, hostname, networkInterfaces, totalmem } from 'node:os';
import { join } from 'node:path';
import type { HostPathFacts, NodeFacts } from '../phases/observed.js';
import { messageDirectory } from './message-files.js';

/** What this machine says of itself, standing for the Kubernetes node. */
export async function observeNode(): Promise<NodeFacts> {
  return {
    name: hostname().toLowerCase(),
    address: hostAddress(),
    addresses: Object.values(networkInterfaces()).flatMap((entries) =>
      (entries ?? []).map(({ address }) => address),
    ),
    cpuMillis: BigInt(availableParallelism()) * 1000n,
    memoryBytes: BigInt(totalmem()),
    resolvConf: await readText('/etc/resolv.conf'),
    messageDirectory: messageDirectory(),
    unprivilegedPortStart: Number(
      (await readText('/proc/sys/net/ipv4/ip_unprivileged_port_start')).trim() || '1024',
    ),
    missingPrograms: await missingPrograms(['nsenter', 'nft'], process.env.PATH ?? ''),
  };
}

/** Which programs are in no folder of a PATH, nor where those of the administrator lie. */
export async function missingPrograms(names: readonly string[], path: string): Promise<readonly string[]> {
  const folders = [...path.split(':').filter((folder) => folder !== ''), '/usr/sbin', '/sbin'];
  const isThere = async (name: string): Promise<boolean> => {
    const found = await Promise.all(
      folders.map((folder) =>
        access(join(folder, name), constants.X_OK).then(
          () => true,
          () => false,
        ),
      ),
    );
    return found.includes(true);
  };
  const there = await Promise.all(names.map(isThere));
  return names.filter((_, index) => there[index] !== true);
}

/** The first address that others could reach this machine by; loopback when there is none. */
export function hostAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return all.find((entry) => entry.family === 'IPv4' && !entry.internal)?.address ?? '127.0.0.1';
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Networks that this host has routes to, in CIDR form (/proc/net/route: little-endian hexadecimal). */
export async function hostRoutes(): Promise<readonly string[]> {
  const lines = (await readText('/proc/net/route')).split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, destination = '', , , , , , mask = ''] = line.split('\t');
    if (!/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
    const bytes = (hex: string): readonly number[] =>
      [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    const bits = bytes(mask).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    return [`${bytes(destination).join('.')}/${bits}`];
  });
}

/** What lies at a path of this machine, links followed. */
export async function observeHostPath(path: string): Promise<HostPathFacts> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { type: 'absent', writable: false };
  const uid = process.getuid?.() ?? 0;
  const writable =
    uid === 0 || (found.uid === uid && (found.mode & 0o200) !== 0) || (found.mode & 0o002) !== 0;
  const type = found.isDirectory()
    ? 'directory'
    : found.isFile()
      ? 'file'
      : found.isSocket()
        ? 'socket'
        : found.isCharacterDevice()
          ? 'charDevice'
          : found.isBlockDevice()
            ? 'blockDevice'
            : 'other';
  return { type, writable };
}

/** How many ids a rootless user may use beyond its own: the sub-ids of /etc/subuid and /etc/subgid (the smaller counts). */
export async function subordinateIds(): Promise<number> {
  const uid = process.getuid?.() ?? 0;
  const passwd = (await readText('/etc/passwd')).split('\n').map((line) => line.split(':'));
  const user = passwd.find((fields) => fields[2] === String(uid))?.[0];
  const count = async (path: string): Promise<number> => {
    const lines = (await readText(path)).split('\n').map((line) => line.split(':'));
    const mine = lines.filter(([owner]) => owner === user || owner === String(uid));
    return mine.reduce((sum, fields) => sum + Number(fields[2] ?? 0), 0);
  };
  return Math.min(await count('/etc/subuid'), await count('/etc/subgid'));
}

/** Which control groups this machine has. */
export async function cgroupVersion(): Promise<'v1' | 'v2'> {
  const found = await stat('/sys/fs/cgroup/cgroup.controllers').catch(() => undefined);
  return found === undefined ? 'v1' : 'v2';
}

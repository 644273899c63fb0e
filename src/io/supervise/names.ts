import { open } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { parseSubnet } from '../../model/ipv4.js';
import type { PodmanState } from '../../phases/observed.js';
import { supervisedNetwork } from '../../podman/names.js';
import { isOurs } from '../../reconcile/labels.js';
import { layoutOf } from '../../services/allocate/addresses.js';
import { makeZone, type ZoneService } from '../../services/dns/zone.js';
import { readJsonFile, writeJsonFile } from '../json-file.js';
import type { NamesFile } from '../name-server.js';
import { type PodmanProgram, type Started, startDetached } from '../podman.js';
import { nameServerWords } from '../self.js';
import {
  type NamesStatus,
  namesLockFile,
  namesLogFile,
  namesStatusFile,
  readNamesStatus,
  zoneFileOf,
} from './names-file.js';
import { beganAt, supervisorFile } from './status.js';

/** Keeps the names of all Services served. */
export interface NameKeeper {
  readonly follow: (state: PodmanState, services: readonly ZoneService[]) => Promise<void>;
}

/** Longest wait for the name server to listen; pods start after it. */
const startMs = 12_000;
const startAgainMs = 200;
/** How long all else waits for it. */
const patienceMs = 1000;
/** How long a failed start is left alone: everything else goes on without names. */
const retryMs = 30_000;
/** How often it is seen whether the name server lives: nothing tells of its end, which rootless comes with its network's. */
const watchMs = 500;

/** A keeper's surroundings; `ended` is told when the name server has ended, until the signal. */
export interface KeepNames extends NamesPlace {
  readonly log: (line: string) => void;
  readonly ended: () => void;
  readonly signal: AbortSignal;
}

/** Where names are served, and for which store. */
export interface NamesPlace {
  readonly program: PodmanProgram;
  readonly rootless: boolean;
}

/**
 * Writes the zone when it changed, and has the name server live while pods run: no pod may start before its names are
 * served.
 */
export function keepNames({ log, ended, signal, ...place }: KeepNames): NameKeeper {
  let emptyAt = 0;
  let retryAt = 0;
  let serving: Promise<void> | undefined;
  let server: NamesStatus | undefined;
  const watch = setInterval(() => {
    if (server === undefined || beganAt(server.pid) === server.began) return;
    server = undefined;
    ended();
  }, watchMs).unref();
  signal.addEventListener('abort', () => clearInterval(watch));
  const serve = async (wanted: Serving): Promise<void> => {
    const served = await haveServed(wanted);
    if (!('problem' in served)) server = served;
    else {
      log(`names are not served: ${served.problem}`);
      retryAt = Date.now() + retryMs;
    }
  };
  return {
    follow: async (state, services) => {
      const files = await supervisorFile(place.program, 'names');
      const address = namesAddress(state);
      if (files === undefined || address === undefined) return;
      const zone: NamesFile = { address, zone: makeZone(services) };
      // An apply writes this file too: what lies there counts, not what this process wrote last.
      const lies = await readJsonFile<NamesFile>(zoneFileOf(files));
      if (!isDeepStrictEqual(lies, zone)) await writeJsonFile(zoneFileOf(files), zone);
      const isEmpty = !hasRunningPods(state);
      if (isEmpty) emptyAt = Date.now();
      if (isEmpty || Date.now() < retryAt) return;
      serving ??= serve({ ...place, files, address, after: emptyAt }).finally(() => {
        serving = undefined;
      });
      // What starts may ask for a name; what does not must not wait long.
      await Promise.race([serving, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
    },
  };
}

/** The name server listens on the gateway of the pods' network. */
function namesAddress(state: PodmanState): string | undefined {
  const subnet = parseSubnet(state.networks.get(supervisedNetwork)?.subnets[0] ?? '');
  return subnet && layoutOf(subnet).gateway;
}

/**
 * Has names served before the first container of an apply starts; new Services are added to what is served already. The
 * supervisor, which knows all of them, writes the whole zone soon after. `askedAt`: when `state` still held, before any pod
 * of this apply ran (milliseconds since 1970).
 */
export async function serveNamesOf(
  services: readonly ZoneService[],
  address: string,
  { state, askedAt, ...place }: NamesPlace & { readonly state: PodmanState; readonly askedAt: number },
): Promise<string | undefined> {
  const files = await supervisorFile(place.program, 'names');
  if (files === undefined) return 'there is no runtime directory for its files';
  const old = await readJsonFile<NamesFile>(zoneFileOf(files));
  const own = makeZone(services);
  const zone = {
    names: { ...old?.zone.names, ...own.names },
    reverse: { ...old?.zone.reverse, ...own.reverse },
  };
  await writeJsonFile(zoneFileOf(files), { address, zone } satisfies NamesFile);
  const after = hasRunningPods(state) ? 0 : askedAt;
  const served = await haveServed({ ...place, files, address, after });
  return 'problem' in served ? served.problem : undefined;
}

interface Serving extends NamesPlace {
  readonly files: string;
  readonly address: string;
  /** No pod ran then: what listens since before that may sit in a network that is gone (rootless, Podman 4.3). */
  readonly after: number;
}

/**
 * Starts a name server unless a good one lives, and waits until it listens; gives it, or what hinders it. Others may do the
 * same at the same time: the status is the server's alone to write.
 */
async function haveServed(serving: Serving): Promise<NamesStatus | { readonly problem: string }> {
  const { program, rootless, files } = serving;
  const status = await readNamesStatus(namesStatusFile(files));
  const good = ifGood(status, serving);
  if (good !== undefined) return good;
  const startedAt = Date.now();
  if (status !== undefined && status.problem === undefined) endProcess(status.pid);
  let started = await start({ program, rootless, files });
  for (;;) {
    const now = await readNamesStatus(namesStatusFile(files));
    const begun = ifGood(now, serving);
    if (begun !== undefined) return begun;
    const isLate = Date.now() > startedAt + startMs;
    if (isLate && now?.problem !== undefined && now.since >= startedAt) return { problem: now.problem };
    if (isLate) return { problem: 'the name server did not start' };
    // Rootless, it may have been started in a network namespace that ended with its last pod.
    if (started.hasEnded()) {
      await new Promise((resolve) => setTimeout(resolve, startAgainMs));
      started = await start({ program, rootless, files });
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The given server where it serves what is wanted. */
function ifGood(
  status: NamesStatus | undefined,
  { rootless, address, after }: Serving,
): NamesStatus | undefined {
  const isGood =
    status?.address === address && status.problem === undefined && !(rootless && status.since < after);
  return isGood ? status : undefined;
}

function hasRunningPods(state: PodmanState): boolean {
  return [...state.containers.values()].some(
    ({ isInfra, state: now, pod }) =>
      isInfra && now === 'running' && isOurs(state.pods.get(pod)?.labels ?? {}),
  );
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

interface Start {
  readonly program: PodmanProgram;
  readonly rootless: boolean;
  readonly files: string;
}

/**
 * One at a time, by a lock that it holds as long as it lives. Rootless, the gateway of the pods' network lies in a network
 * namespace of Podman's. Source: man podman-unshare(1), --rootless-netns; man flock(1).
 */
async function start({ program, rootless, files }: Start): Promise<Started> {
  const handle = await open(namesLogFile(files), 'a', 0o600);
  const locked = ['flock', '--timeout', '5', '--no-fork', namesLockFile(files)];
  const words = [...locked, ...nameServerWords(program, files)];
  const started = rootless
    ? startDetached(program.command, [...program.globals, 'unshare', '--rootless-netns', ...words], handle.fd)
    : startDetached('flock', words.slice(1), handle.fd);
  await handle.close();
  return started;
}

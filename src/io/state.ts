import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ContainerState,
  NetworkState,
  PodmanState,
  PodState,
  StateEntry,
  VolumeState,
} from '../phases/observed.js';
import { label } from '../reconcile/labels.js';
import { recordFile } from '../reconcile/records.js';
import { asProgramResult, isUnreachable, type PodmanConnection } from './connection.js';
import { isElsewhere } from './elsewhere/place.js';
import { withCopies } from './elsewhere/volume-copies.js';
import { type ProgramResult, runPodman } from './podman.js';
import type { ApiResult, Json, PodmanSocket } from './socket.js';

/** What lies and runs in Podman now, or the call that failed. */
export type StateResult = { readonly state: PodmanState } | { readonly failure: ProgramResult };

type Listing = readonly Json[] | ProgramResult;

/** Reads all pods, containers, volumes, networks and secrets: five listings at once. */
export async function readState(connection: PodmanConnection): Promise<StateResult> {
  const lists = await Promise.all([
    listing(connection, ['pod', 'ps', '--format', 'json'], (socket) => socket.pods()),
    listing(connection, ['ps', '--all', '--format', 'json'], (socket) => socket.containers()),
    listing(connection, ['volume', 'ls', '--format', 'json'], (socket) => socket.volumes()),
    listing(connection, ['network', 'ls', '--format', 'json'], (socket) => socket.networks()),
    secretListing(connection),
  ]);
  const failed = lists.find((list): list is ProgramResult => !isListing(list));
  if (failed !== undefined) return { failure: failed };
  const [pods = [], containers = [], volumes = [], networks = [], secrets = []] = lists.filter(isListing);
  const podNames = new Map(pods.map((pod) => [text(pod.Id), text(pod.Name)]));
  return {
    state: {
      pods: byName(pods.map(podState)),
      containers: byName(containers.map((container) => containerState(container, podNames))),
      volumes: byName(await volumeStates(connection, volumes)),
      networks: byName(networks.map(networkState)),
      secrets: byName(secrets.map(secretEntry)),
    },
  };
}

function isListing(list: Listing): list is readonly Json[] {
  return Array.isArray(list);
}

/** Podman 4.3 fails to list what is removed while it lists. Source: podman libpod/sqlite_state.go and boltdb_state.go, ErrNoSuchVolume and its like. */
const vanished = /no such (volume|container|pod|network|secret)|no (volume|container|pod) with (name|ID)/i;
const listingTries = 6;

async function listing(
  connection: PodmanConnection,
  words: readonly string[],
  bySocket: (socket: PodmanSocket) => Promise<ApiResult<readonly Json[]>>,
): Promise<Listing> {
  for (let tries = 1; ; tries += 1) {
    const listed = await listOnce(connection, words, bySocket);
    if (isListing(listed) || tries === listingTries || !vanished.test(listed.stderr)) return listed;
  }
}

async function listOnce(
  connection: PodmanConnection,
  words: readonly string[],
  bySocket: (socket: PodmanSocket) => Promise<ApiResult<readonly Json[]>>,
): Promise<Listing> {
  if (connection.socket !== undefined) {
    const result = await bySocket(connection.socket);
    if ('value' in result) return result.value;
    if (!isUnreachable(result)) return asProgramResult(words, result);
  }
  const result = await runPodman(connection, words);
  return result.code === 0 ? parseListing(result.stdout.toString('utf8')) : result;
}

/** Lists of secrets show no labels on 4.3.1; what is said of each one does. */
async function secretListing(connection: PodmanConnection, tries = 5): Promise<Listing> {
  const { socket } = connection;
  if (socket !== undefined) {
    const listed = await socket.secrets();
    if (!isUnreachable(listed)) {
      if ('problem' in listed) return asProgramResult(['secret', 'ls'], listed);
      const shown = await Promise.all(listed.value.map(({ ID }) => socket.inspectSecret(text(ID))));
      // One that vanished meanwhile is no failure.
      return shown.flatMap((one) => ('value' in one ? [one.value] : []));
    }
  }
  const ids = await runPodman(connection, ['secret', 'ls', '--quiet']);
  const names = ids.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (ids.code !== 0) return ids;
  if (names.length === 0) return [];
  const shown = await runPodman(connection, ['secret', 'inspect', ...names]);
  if (shown.code === 0) return parseListing(shown.stdout.toString('utf8'));
  // Another program may have removed one of them in between.
  return tries > 1 ? secretListing(connection, tries - 1) : shown;
}

function parseListing(json: string): readonly Json[] {
  return (JSON.parse(json.trim() || '[]') as readonly Json[] | null) ?? [];
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : String(value);
const labelsOf = (value: unknown): { readonly [name: string]: string } =>
  (value ?? {}) as Record<string, string>;

/** Network listings are in lower case on 4.3.1, volumes in upper case on all. */
function entry(item: Json): StateEntry {
  return {
    name: text(item.Name ?? item.name),
    id: text(item.Id ?? item.id ?? item.Name ?? item.name),
    labels: labelsOf(item.Labels ?? item.labels),
    ...(item.CreatedAt === undefined ? {} : { createdAt: text(item.CreatedAt) }),
  };
}

/** Files of another machine's volumes are copied, those that kube2pod itself reads. */
async function volumeStates(
  connection: PodmanConnection,
  items: readonly Json[],
): Promise<readonly VolumeState[]> {
  const listed = items.map((item) => ({ ...entry(item), mountpoint: text(item.Mountpoint) }));
  const volumes = isElsewhere(connection) ? await withCopies(connection, listed) : listed;
  return Promise.all(volumes.map(onlyWhole));
}

/**
 * A record whose file is missing was left by a run that was killed while writing it: without its digest it counts as
 * one to be written anew. Where the files are out of reach the record is believed.
 */
async function onlyWhole(volume: VolumeState): Promise<VolumeState> {
  if (volume.labels[label.purpose] !== 'record') return volume;
  const isThere = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );
  if ((await isThere(join(volume.mountpoint, recordFile))) || !(await isThere(volume.mountpoint)))
    return volume;
  const { [label.digest]: _digest, ...labels } = volume.labels;
  return { ...volume, labels };
}

function networkState(item: Json): NetworkState {
  const subnets = (item.subnets ?? []) as readonly Json[];
  return { ...entry(item), subnets: subnets.map(({ subnet }) => text(subnet)) };
}

function secretEntry(item: Json): StateEntry {
  const spec = (item.Spec ?? {}) as Json;
  return {
    name: text(spec.Name),
    id: text(item.ID),
    labels: labelsOf(spec.Labels),
  };
}

function podState(item: Json): PodState {
  return {
    ...entry(item),
    status: text(item.Status),
    createdAt: text(item.Created),
  };
}

function containerState(item: Json, podNames: ReadonlyMap<string, string>): ContainerState {
  const names = item.Names;
  return {
    name: Array.isArray(names) ? text(names[0]) : text(names),
    id: text(item.Id),
    labels: labelsOf(item.Labels),
    pod: podNames.get(text(item.Pod)) ?? '',
    isInfra: item.IsInfra === true,
    state: text(item.State),
    exitCode: Number(item.ExitCode ?? 0),
    startedAt: text(item.StartedAt),
    endedAt: text(item.ExitedAt),
    image: text(item.Image),
  };
}

function byName<T extends StateEntry>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((item) => [item.name, item]));
}

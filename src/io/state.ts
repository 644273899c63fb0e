import type { ContainerState, NetworkState, PodmanState, PodState, StateEntry } from '../phases/observed.js';
import { asProgramResult, type PodmanConnection } from './connection.js';
import { type PodmanProgram, type ProgramResult, runPodman } from './podman.js';
import type { PodmanSocket } from './socket.js';

/** What lies and runs in Podman now, or the call that failed. */
export type StateResult = { readonly state: PodmanState } | { readonly failure: ProgramResult };

type Json = { readonly [key: string]: unknown };

/** Reads all pods, containers, volumes, networks and secrets: five listings at once, by the socket where there is one. */
export async function readState(connection: PodmanConnection): Promise<StateResult> {
  const bySocket = connection.socket === undefined ? undefined : await socketLists(connection.socket);
  const lists = bySocket ?? (await Promise.all(commandLists(connection)));
  const failed = lists.find((list): list is ProgramResult => !isListing(list));
  if (failed !== undefined) return { failure: failed };
  const [pods = [], containers = [], volumes = [], networks = [], secrets = []] = lists.filter(isListing);
  const podNames = new Map(pods.map((pod) => [text(pod.Id), text(pod.Name)]));
  return {
    state: {
      pods: byName(pods.map(podState)),
      containers: byName(containers.map((container) => containerState(container, podNames))),
      volumes: byName(volumes.map((item) => ({ ...entry(item), mountpoint: text(item.Mountpoint) }))),
      networks: byName(networks.map(networkState)),
      secrets: byName(secrets.map(secretEntry)),
    },
  };
}

function commandLists(program: PodmanProgram): readonly Promise<readonly Json[] | ProgramResult>[] {
  return [
    listing(program, ['pod', 'ps', '--format', 'json']),
    listing(program, ['ps', '--all', '--format', 'json']),
    listing(program, ['volume', 'ls', '--format', 'json']),
    listing(program, ['network', 'ls', '--format', 'json']),
    secretListing(program),
  ];
}

/** The same listings of the API; undefined when the service is gone, so that the command line must do. */
async function socketLists(
  socket: PodmanSocket,
): Promise<readonly (readonly Json[] | ProgramResult)[] | undefined> {
  const answers = await Promise.all([
    socket.pods(),
    socket.containers(),
    socket.volumes(),
    socket.networks(),
    socket.secrets(),
  ]);
  const isGone = answers.some((one) => 'problem' in one && typeof one.problem.status === 'string');
  if (isGone) return undefined;
  return answers.map((one) => ('value' in one ? one.value : asProgramResult(['listing'], one)));
}

function isListing(list: readonly Json[] | ProgramResult): list is readonly Json[] {
  return Array.isArray(list);
}

/** `secret ls` shows no labels on 4.3.1; `secret inspect` does. */
async function secretListing(program: PodmanProgram): Promise<readonly Json[] | ProgramResult> {
  const ids = await runPodman(program, ['secret', 'ls', '--quiet']);
  const names = ids.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (ids.code !== 0) return ids;
  return names.length === 0 ? [] : listing(program, ['secret', 'inspect', ...names]);
}

async function listing(
  program: PodmanProgram,
  words: readonly string[],
): Promise<readonly Json[] | ProgramResult> {
  const result = await runPodman(program, words);
  if (result.code !== 0) return result;
  return parseListing(result.stdout.toString('utf8'));
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

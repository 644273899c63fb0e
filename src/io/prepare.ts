import { parseSubnet } from '../model/ipv4.js';
import type { Needs } from '../phases/needs.js';
import type {
  ImageFacts,
  NetworkFacts,
  Observed,
  PodAddress,
  PodmanState,
  VolumeContents,
} from '../phases/observed.js';
import { networkName } from '../podman/names.js';
import type { PodmanTarget, PodmanVersion } from '../podman/target.js';
import { compareVersions, formatVersion, oldestSupported, parseVersion } from '../podman/versions.js';
import { label } from '../reconcile/labels.js';
import { readyPodsOf } from '../reconcile/ready-pods.js';
import { allocateAddresses, chooseSubnet, layoutOf, macOf } from '../services/allocate/addresses.js';
import type { PodmanConnection } from './connection.js';
import { observeContents, observeFreshClaims } from './contents.js';
import { machineInfo, observeElsewhere, targetOf } from './elsewhere/node.js';
import { isElsewhere } from './elsewhere/place.js';
import { inspectImage, readImageAccounts } from './images.js';
import { cgroupVersion, hostRoutes, observeHostPath, observeNode, subordinateIds } from './node-facts.js';
import { type PodmanProgram, runPodman } from './podman.js';
import { readStatus } from './supervise/status.js';

/** A Podman that answers, or why none does. */
export type TargetResult =
  | { readonly target: PodmanTarget }
  | { readonly problem: 'missing' | 'failed' | 'too-old'; readonly message: string };

/** Finds out which Podman this is. Rootless follows from the user, as in Podman itself. */
export async function observeTarget(program: PodmanConnection): Promise<TargetResult> {
  return isElsewhere(program) ? observeRemote(program) : observeOwn(program);
}

async function observeOwn(program: PodmanConnection): Promise<TargetResult> {
  const version = program.version ?? (await askVersion(program));
  if ('problem' in version) return version;
  if (compareVersions(version, oldestSupported) < 0)
    return { problem: 'too-old', message: formatVersion(version) };
  const rootless = (process.getuid?.() ?? 0) !== 0;
  return {
    target: {
      version,
      rootless,
      remote: false,
      cgroups: await cgroupVersion(),
      ...(rootless ? { subordinateIds: await subordinateIds() } : {}),
    },
  };
}

/** Another machine says all of itself. */
async function observeRemote(program: PodmanConnection): Promise<TargetResult> {
  const info = await machineInfo(program);
  if ('code' in info)
    return info.missing
      ? { problem: 'missing', message: `${program.command} was not found` }
      : { problem: 'failed', message: info.stderr.trim() };
  const target = targetOf(info);
  if (target === undefined) return { problem: 'failed', message: 'podman info gives no version' };
  return compareVersions(target.version, oldestSupported) < 0
    ? { problem: 'too-old', message: formatVersion(target.version) }
    : { target };
}

/** `podman version` takes up to a second on 4.3.1, `podman --version` none. */
async function askVersion(
  program: PodmanProgram,
): Promise<PodmanVersion | { readonly problem: 'missing' | 'failed'; readonly message: string }> {
  const result = await runPodman(program, ['--version']);
  if (result.missing) return { problem: 'missing', message: `${program.command} was not found` };
  const version = parseVersion(result.stdout.toString('utf8').replace(/^.* version /, ''));
  if (result.code !== 0 || version === undefined) return { problem: 'failed', message: result.stderr.trim() };
  return version;
}

/** Gathers everything that resolving and planning need to know of this machine. Changes nothing. */
export async function prepare(
  program: PodmanConnection,
  target: PodmanTarget,
  state: PodmanState,
  needs: Needs,
  situation: { readonly supervised: boolean },
): Promise<Observed> {
  const { remote } = target;
  const [machine, images, routes, contents, freshClaims, status] = await Promise.all([
    remote ? observeElsewhere(program, needs.hostPaths) : observeHere(needs.hostPaths),
    observeImages(program, needs),
    remote ? [] : hostRoutes(),
    remote ? new Map<string, VolumeContents>() : observeContents(state),
    remote ? new Set<string>() : observeFreshClaims(state),
    readStatus(program),
  ]);
  const lostSubnets = (needs.lostAddresses ?? []).filter((place) => place.includes('/'));
  const networks = planNetworks(needs.namespaces, situation, state, [...routes, ...lostSubnets]);
  const addresses = giveAddresses(needs, networks, state);
  const readyPods = readyPodsOf(status?.pods ?? {}, state);
  return {
    ...{ target, live: true, images, ...machine, addresses },
    ...{ networks, state, contents, freshClaims, readyPods },
  };
}

async function observeImages(
  program: PodmanConnection,
  needs: Needs,
): Promise<ReadonlyMap<string, ImageFacts>> {
  const accounts = new Set(needs.images.filter((need) => need.accounts).map(({ reference }) => reference));
  const references = [
    ...new Set(
      needs.images.flatMap(({ reference, local }) =>
        local === undefined ? [reference] : [reference, local],
      ),
    ),
  ];
  const found = await Promise.all(
    references.map(async (reference) => {
      const facts = await inspectImage(program, reference);
      if (facts === undefined) return [];
      const more = accounts.has(reference) ? await readImageAccounts(program, reference) : {};
      return [[reference, { ...facts, ...more }] as const];
    }),
  );
  return new Map(found.flat());
}

async function observeHere(paths: readonly string[]): Promise<Pick<Observed, 'node' | 'hostPaths'>> {
  const looked = paths.map(async (path) => [path, await observeHostPath(path)] as const);
  return { node: await observeNode(), hostPaths: new Map(await Promise.all(looked)) };
}

/** The network of each namespace: the one that is there, or a free subnet for a new one. */
function planNetworks(
  namespaces: readonly string[],
  situation: { readonly supervised: boolean },
  state: PodmanState,
  routes: readonly string[],
): ReadonlyMap<string, NetworkFacts> {
  const taken = [...routes, ...[...state.networks.values()].flatMap(({ subnets }) => subnets)];
  const byName = new Map<string, NetworkFacts>();
  const networks = new Map<string, NetworkFacts>();
  for (const namespace of namespaces) {
    const name = networkName(namespace, situation);
    const existing = parseSubnet(state.networks.get(name)?.subnets[0] ?? '');
    const layout = existing === undefined ? chooseSubnet(taken) : layoutOf(existing);
    const facts = byName.get(name) ?? (layout && { name, ...layout, exists: existing !== undefined });
    if (facts === undefined) continue;
    byName.set(name, facts);
    networks.set(namespace, facts);
    taken.push(facts.subnet);
  }
  return networks;
}

/** Fixed addresses for the pods of each network; those that run keep theirs (it stands in a label). */
function giveAddresses(
  needs: Needs,
  networks: ReadonlyMap<string, NetworkFacts>,
  state: PodmanState,
): ReadonlyMap<string, PodAddress> {
  const held = new Map(
    [...state.pods.values()].flatMap(({ name, labels }) => {
      const address = labels[label.address];
      // A pod of somebody else's has its own from Podman.
      return address === undefined ? [] : [[name, address] as const];
    }),
  );
  for (const { pod, address } of needs.pods) if (address !== undefined) held.set(pod, address);
  const addresses = new Map<string, PodAddress>();
  for (const { name, subnet } of new Map([...networks.values()].map((one) => [one.name, one])).values()) {
    const wanted = needs.pods.filter(({ namespace }) => networks.get(namespace)?.name === name);
    for (const [pod, ip] of allocateAddresses(
      subnet,
      wanted.map(({ pod }) => pod),
      held,
      needs.lostAddresses ?? [],
    ))
      addresses.set(pod, { ip, mac: macOf(ip) });
  }
  return addresses;
}

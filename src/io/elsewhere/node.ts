import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { HostPathFacts, NodeFacts } from '../../phases/observed.js';
import type { PodmanTarget } from '../../podman/target.js';
import { parseVersion } from '../../podman/versions.js';
import { firstFile } from '../images.js';
import { hostAddress } from '../node-facts.js';
import { type PodmanProgram, type ProgramResult, runPodman } from '../podman.js';
import { copyOut, type Entry, entryAt } from './copy.js';
import { withHelper } from './helper.js';
import { hostOf } from './place.js';

/** The parts of `podman info` that say what its machine is. Source: podman libpod/define/info.go. */
interface MachineInfo {
  readonly host: {
    readonly hostname: string;
    readonly cpus: number;
    readonly memTotal: number;
    readonly cgroupVersion: string;
    readonly security: { readonly rootless: boolean };
    readonly idMappings: {
      readonly uidmap: readonly { readonly container_id: number; readonly size: number }[] | null;
      readonly gidmap: readonly { readonly container_id: number; readonly size: number }[] | null;
    };
  };
  readonly version: { readonly Version: string };
}

/** What another machine says of itself, or the call that failed. */
export async function machineInfo(program: PodmanProgram): Promise<MachineInfo | ProgramResult> {
  const result = await runPodman(program, ['info', '--format', 'json']);
  return result.code === 0 ? (JSON.parse(result.stdout.toString('utf8')) as MachineInfo) : result;
}

/** The Podman of another machine; undefined when it says no version. */
export function targetOf({ host, version: { Version } }: MachineInfo): PodmanTarget | undefined {
  const version = parseVersion(Version);
  const { rootless } = host.security;
  const { uidmap, gidmap } = host.idMappings;
  // The user's own id is the first range, of one id.
  const ids = [uidmap, gidmap].map((map) =>
    (map ?? []).reduce((sum, { container_id, size }) => sum + (container_id === 0 ? 0 : size), 0),
  );
  return (
    version && {
      version,
      rootless,
      remote: true,
      cgroups: host.cgroupVersion === 'v2' ? 'v2' : 'v1',
      ...(rootless ? { subordinateIds: Math.min(...ids) } : {}),
    }
  );
}

const machineRoot = '/machine';

/** What is known of another machine: by Podman's own words, and by files that are read through a helper. */
export async function observeElsewhere(
  program: PodmanProgram,
  paths: readonly string[],
): Promise<{ readonly node: NodeFacts; readonly hostPaths: ReadonlyMap<string, HostPathFacts> }> {
  const mounts = [{ source: '/', target: machineRoot }];
  const [info, address, looked] = await Promise.all([
    machineInfo(program),
    addressOf(program),
    withHelper(program, mounts, async (container) => ({
      resolvConf: await copyOut(program, `${container}:${machineRoot}/etc/resolv.conf`),
      hostPaths: await Promise.all(
        paths.map(
          async (path) =>
            [path, factsOf(await entryAt(program, `${container}:${machineRoot}${path}`))] as const,
        ),
      ),
    })),
  ]);
  const { host } = 'host' in info ? info : { host: undefined };
  const { resolvConf, hostPaths } = 'code' in looked ? { resolvConf: undefined, hostPaths: [] } : looked;
  const node: NodeFacts = {
    name: (host?.hostname ?? '').toLowerCase(),
    address,
    cpuMillis: BigInt(host?.cpus ?? 1) * 1000n,
    memoryBytes: BigInt(host?.memTotal ?? 0),
    resolvConf: resolvConf === undefined ? '' : ((await firstFile(resolvConf)) ?? ''),
    // The kernel's own number: files of /proc cannot be copied.
    unprivilegedPortStart: 1024,
  };
  return { node, hostPaths: new Map(hostPaths) };
}

/** Who may write there is the other machine's to say. */
function factsOf({ type }: Entry): HostPathFacts {
  return { type: type === 'link' ? 'other' : type, writable: true };
}

/** The address under which Podman's machine is reached from here; of a socket of this machine, this machine's own. */
async function addressOf(program: PodmanProgram): Promise<string> {
  const host = hostOf(await addressText(program));
  if (host === undefined) return hostAddress();
  if (isIP(host) !== 0) return host;
  return lookup(host, { family: 4 }).then(
    ({ address }) => address,
    () => host,
  );
}

/** The URL of the connection: as asked for, or as Podman's own list of connections has it. */
async function addressText(program: PodmanProgram): Promise<string> {
  const { globals } = program;
  const asked = globals.flatMap((word, index) => {
    const [, value = globals[index + 1]] = /^--(?:url|host)(?:=(.*))?$/.exec(word) ?? [];
    return /^--(?:url|host)(?:=|$)/.test(word) && value !== undefined ? [value] : [];
  })[0];
  const url = asked ?? process.env.CONTAINER_HOST;
  if (url !== undefined) return url;
  const listed = await runPodman(program, ['system', 'connection', 'list', '--format', 'json']);
  const connections = (
    listed.code === 0 ? JSON.parse(listed.stdout.toString('utf8') || '[]') : []
  ) as readonly {
    readonly Name: string;
    readonly URI: string;
    readonly Default: boolean;
  }[];
  const name = connectionName(globals) ?? process.env.CONTAINER_CONNECTION;
  const found = connections.find((one) =>
    name === undefined ? one.Default : one.Name.replace(/\*$/, '') === name,
  );
  return found?.URI ?? '';
}

function connectionName(globals: readonly string[]): string | undefined {
  const at = globals.findIndex((word) => /^(--connection|-c)(=|$)/.test(word));
  const word = globals[at];
  return word === undefined
    ? undefined
    : word.includes('=')
      ? word.slice(word.indexOf('=') + 1)
      : globals[at + 1];
}

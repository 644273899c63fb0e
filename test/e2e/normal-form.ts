import type { PodmanMode } from './environment.js';

/** What differs between two of a kind that are equal to a user: times, numbers of processes, places in the store. */
const passing: ReadonlySet<string> = new Set([
  ...[
    'Id',
    'ID',
    'Created',
    'CreatedAt',
    'UpdatedAt',
    'StartedAt',
    'FinishedAt',
    'CheckpointedAt',
    'RestoredAt',
  ],
  ...[
    'Pid',
    'ConmonPid',
    'PidFile',
    'ConmonPidFile',
    'CgroupPath',
    'ResolvConfPath',
    'HostnamePath',
    'HostsPath',
  ],
  ...[
    'OCIConfigPath',
    'StaticDir',
    'LogPath',
    'Path',
    'GraphDriver',
    'SandboxKey',
    'SandboxID',
    'InfraContainerID',
  ],
  ...['NetworkID', 'EndpointID', 'LockNumber', 'Mountpoint', 'ContainerIDFile', 'Log', 'RestartCount'],
  // The file that a container's end is reported to (the storage of its container).
  ...['ExitCommand', 'Rootfs'],
]);

/**
 * Every object of Podman's with a name in it, as it would be under another name, at another address; without what a
 * test says it does not compare.
 */
export async function normalForm(
  on: PodmanMode,
  name: string,
  without: readonly string[] = [],
): Promise<readonly string[]> {
  return (await normalForms(on, [name], without))[0] ?? [];
}

/** The same of several names with one look at Podman. */
export async function normalForms(
  on: PodmanMode,
  names: readonly string[],
  without: readonly string[] = [],
): Promise<readonly (readonly string[])[]> {
  const found = [...(await inspected(on, new Set([...passing, ...without]))), ...(await listed(on))];
  return names.map((name) =>
    found
      .filter((one) => mentions(one.name, name))
      .map((one) => normal(`${one.kind} ${one.name}: ${one.text}`, name))
      .sort(),
  );
}

interface Found {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

async function inspected(on: PodmanMode, without: ReadonlySet<string>): Promise<readonly Found[]> {
  const kinds = ['pod', 'container', 'volume', 'secret', 'network'] as const;
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const list = kind === 'pod' || kind === 'container' ? ['ps', '--quiet'] : ['ls', '--quiet'];
      const all = kind === 'container' ? ['--all'] : [];
      const ids = lines((await on.podman([kind, ...list, ...all], patient)).stdout);
      if (ids.length === 0) return [];
      const { stdout } = await on.podman([kind, 'inspect', ...ids], patient);
      const value: unknown = JSON.parse(stdout);
      // Of several pods, 4.3.1 prints a list; of one, the pod itself.
      return (Array.isArray(value) ? value : [value]).map((one: Inspected) => ({
        kind,
        name: one.Name ?? one.name ?? one.Spec?.Name ?? '',
        text: JSON.stringify(
          lasting(one, one.IsInfra === true ? new Set([...without, ...ofInfra]) : without),
        ),
      }));
    }),
  );
  return found.flat();
}

/** What a pod's infra container has from the way it was made, and nobody goes by: it runs no program of the user's. */
const ofInfra = ['CreateCommand', 'Ulimits', 'Umask', 'sdNotifyMode'];

interface Inspected {
  readonly IsInfra?: boolean;
  readonly Name?: string;
  readonly name?: string;
  readonly Spec?: { readonly Name?: string };
}

/** Files of all volumes, with owner, mode, size, where links lead, and what is in them but for records, which hold names. */
async function listed(on: PodmanMode): Promise<readonly Found[]> {
  const script = [
    'cd "$1" || exit 0;',
    'for folder in */_data; do (cd "$folder" && find . -printf \'%p %y %m %U:%G %s %l\\n\' && case $folder in kube2pod-*) ;; *) find . -type f -exec cksum {} + ;; esac)',
    '| sed "s|^|$folder |"; done',
  ].join(' ');
  const root = (await on.podman(['info', '--format', '{{.Store.VolumePath}}'], patient)).stdout.trim();
  const words = ['sh', '-c', script, 'sh', root];
  const { stdout } =
    on.mode === 'rootless'
      ? await on.podman(['unshare', ...words], patient)
      : await on.run('sh', words.slice(1), patient);
  return lines(stdout).map((line) => ({
    kind: 'file',
    name: line.slice(0, line.indexOf('/')),
    text: line.slice(line.indexOf(' ')),
  }));
}

const patient = { timeoutMs: 60_000 };

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** `a-1` is in `a-1-data`, and not in `a-10`. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9])`).test(text);
}

function lasting(value: unknown, without: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => lasting(one, without));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !without.has(key))
      .map(([key, one]) => [
        key,
        unordered.has(key) && Array.isArray(one) ? sorted(one, without) : lasting(one, without),
      ]),
  );
}

/** Lists that Podman makes of maps: in another order each time. */
const unordered: ReadonlySet<string> = new Set(['Binds', 'Env', 'Mounts', 'SharedNamespaces']);

function sorted(list: readonly unknown[], without: ReadonlySet<string>): readonly unknown[] {
  return list.map((one) => JSON.stringify(lasting(one, without))).sort();
}

function normal(text: string, name: string): string {
  return (
    text
      .replaceAll(name, 'NAME')
      .replaceAll(/\b[0-9a-f]{64}\b/g, 'ID')
      .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UID')
      .replaceAll(/\b10(\.\d+){3}\b/g, 'ADDRESS')
      .replaceAll(/\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, 'MAC')
      .replaceAll(/\bv1-[0-9a-f]{32}\b/g, 'DIGEST')
      // Names that Podman gives by id: a host name, an alias.
      .replaceAll(/"[0-9a-f]{12}"/g, '"SHORT"')
      .replaceAll(/\b20\d\d-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)/g, 'TIME')
  );
}

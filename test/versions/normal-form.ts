import type { Machine } from './machines.js';

/** What containers are, in words that do not depend on how they were made. */
export interface NormalContainer {
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly user: string;
  readonly groups: string;
  readonly capabilities: string;
  readonly memory: number;
  readonly graceSeconds: number;
  readonly labels: { readonly [name: string]: string };
  readonly hostname: string;
  /** Links of its namespaces that it shares with the infra container. */
  readonly shared: readonly string[];
  /** By path inside the container: each file, its permission bits and its content. */
  readonly files: { readonly [path: string]: string };
}

interface Inspected {
  readonly State: { readonly Pid: number };
  readonly Config: {
    readonly StopTimeout: number;
    readonly Labels: { readonly [name: string]: string } | null;
  };
  readonly HostConfig: { readonly Memory: number };
  readonly Mounts: readonly { readonly Destination: string }[];
}

/** Labels that tell who made a container, and not what it is. */
const isMaker = (name: string): boolean =>
  /^(kube2pod\.io|io\.kubernetes|io\.podman|io\.containers|PODMAN_SYSTEMD_UNIT)/.test(name);
/** Variables that Podman or the shell set themselves. */
const isOwn = (line: string): boolean => /^(HOSTNAME|container|PATH|TERM|HOME|SHLVL|PWD|OLDPWD)=/.test(line);

/** Looks at a running container from outside (podman inspect, /proc) and from inside (its files). */
export async function normalForm({ run }: Machine, name: string, infra: string): Promise<NormalContainer> {
  const [inspected] = JSON.parse(await run('podman', 'inspect', name)) as [Inspected];
  const pid = inspected.State.Pid;
  const infraPid = (await run('podman', 'inspect', '--format', '{{.State.Pid}}', infra)).trim();
  const proc = async (file: string): Promise<readonly string[]> =>
    (await run('cat', `/proc/${pid}/${file}`)).split('\0').slice(0, -1);
  const status = (await run('cat', `/proc/${pid}/status`)).split('\n');
  const field = (key: string): string =>
    (status.find((line) => line.startsWith(`${key}:`)) ?? '').split('\t').slice(1).join(' ').trim();
  const link = async (of: string | number, kind: string): Promise<string> =>
    (await run('readlink', `/proc/${of}/ns/${kind}`)).trim();
  const shared: string[] = [];
  for (const kind of ['net', 'ipc', 'uts', 'pid'])
    if ((await link(pid, kind)) === (await link(infraPid, kind))) shared.push(kind);
  const files: { [path: string]: string } = {};
  const places = inspected.Mounts.map(({ Destination }) => Destination).filter(
    (path) => !path.startsWith('/etc/'),
  );
  for (const place of places.sort()) {
    const list = await run(
      'podman',
      'exec',
      name,
      'sh',
      '-c',
      'cd "$1" && find -L . -type f ! -path "*/..*" | sort | while read -r f; do printf "%s %s " "$f" "$(stat -L -c %a "$f")"; md5sum <"$f"; done',
      'sh',
      place,
    );
    files[place] = list.trim();
  }
  return {
    command: await proc('cmdline'),
    env: (await proc('environ')).filter((line) => !isOwn(line)).sort(),
    user: `${field('Uid')} ${field('Gid')}`,
    groups: field('Groups'),
    capabilities: field('CapBnd'),
    memory: inspected.HostConfig.Memory,
    graceSeconds: inspected.Config.StopTimeout,
    labels: Object.fromEntries(
      Object.entries(inspected.Config.Labels ?? {})
        .filter(([label]) => !isMaker(label))
        .sort(),
    ),
    hostname: (await run('podman', 'exec', name, 'hostname')).trim(),
    shared,
    files,
  };
}

import type { Machine } from './machines.js';

/** What containers are, in words that do not depend on how they were made. */
export interface NormalContainer {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly user: string;
  readonly groups: string;
  readonly capabilities: string;
  readonly noNewPrivileges: string;
  readonly readOnlyRoot: boolean;
  readonly memory: number;
  /** Thousandths of a processor; 0 is no limit. */
  readonly cpu: number;
  readonly graceSeconds: number;
  readonly health: unknown;
  readonly labels: { readonly [name: string]: string };
  readonly hostname: string;
  /** Entries of its hosts file that stand in the manifest, and its resolv.conf. */
  readonly names: readonly string[];
  /** Namespaces that it shares with the infra container. */
  readonly shared: readonly string[];
  /** What the pod publishes. */
  readonly ports: readonly string[];
  /** By path inside the container: whether it is read-only; each file, its permission bits and a sum of its content. */
  readonly files: { readonly [path: string]: readonly string[] };
}

interface Inspected {
  readonly State: { readonly Pid: number; readonly StartedAt: string };
  readonly Config: {
    readonly StopTimeout: number;
    readonly Labels: { readonly [name: string]: string } | null;
    readonly Healthcheck?: { readonly Test?: readonly string[]; readonly Interval?: number };
  };
  readonly HostConfig: {
    readonly Memory: number;
    readonly CpuQuota: number;
    readonly CpuPeriod: number;
    readonly NanoCpus: number;
    readonly ReadonlyRootfs: boolean;
    readonly PortBindings?: {
      readonly [port: string]: readonly { readonly HostIp: string; readonly HostPort: string }[];
    };
  };
  readonly Mounts: readonly { readonly Destination: string; readonly RW: boolean }[];
}

/** Labels that tell who made a container, and not what it is. */
const isMaker = (name: string): boolean =>
  /^(kube2pod\.io|io\.kubernetes|io\.podman|io\.containers|PODMAN_SYSTEMD_UNIT)/.test(name);
/** Variables that Podman or the shell set themselves. */
const isOwn = (line: string): boolean => /^(HOSTNAME|container|PATH|TERM|HOME|SHLVL|PWD|OLDPWD)=/.test(line);

async function inspect({ run }: Machine, name: string): Promise<Inspected> {
  const [inspected] = JSON.parse(await run('podman', 'inspect', '--type', 'container', name)) as [Inspected];
  return inspected;
}

/** The containers of a pod that run, in the order of their start. */
export async function normalForms(machine: Machine, pod: string): Promise<readonly NormalContainer[]> {
  const { run } = machine;
  const infra = (await run('podman', 'pod', 'inspect', '--format', '{{.InfraContainerID}}', pod)).trim();
  const names = (await run('podman', 'ps', '--filter', `pod=${pod}`, '--format', '{{.Names}}'))
    .trim()
    .split('\n')
    .filter((name) => !name.endsWith('-infra'));
  const outer = await inspect(machine, infra);
  const made = await Promise.all(names.map((name) => normalForm(machine, name, outer)));
  return [...made].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)).map(({ form }) => form);
}

const program = `
echo "$(readlink /proc/self/cwd)"
cat /proc/sys/kernel/hostname
for place in "$@"; do
  echo "place $place"
  if [ -d "$place" ]; then
    cd "$place" && find -L . -type f ! -path "*/..*" | sort | while read -r f; do printf '%s %s ' "$f" "$(stat -L -c %a "$f")"; md5sum <"$f"; done
  else
    stat -L -c %a "$place"; md5sum <"$place"
  fi
done
echo names
grep -v '^#' /etc/hosts | grep -E '[.]ver[.]test'
grep ver.test /etc/resolv.conf
true`;

/** Looks at a running container from outside (podman inspect, /proc) and from inside (its files). */
async function normalForm(machine: Machine, name: string, infra: Inspected) {
  const { run } = machine;
  const inspected = await inspect(machine, name);
  const { State, Config, HostConfig, Mounts } = inspected;
  const proc = `/proc/${State.Pid}`;
  const outside = await run(
    'sh',
    '-c',
    `cat ${proc}/cmdline; printf '\\n\\0'; cat ${proc}/environ; printf '\\n\\0'; cat ${proc}/status; printf '\\0'
     for kind in net ipc uts pid; do [ "$(readlink ${proc}/ns/$kind)" != "$(readlink /proc/${infra.State.Pid}/ns/$kind)" ] || echo $kind; done`,
  );
  const [command = '', env = '', rest = ''] = outside.split('\0\n\0');
  const [status = '', shared = ''] = rest.split('\0');
  const field = (key: string): string =>
    (status.split('\n').find((line) => line.startsWith(`${key}:`)) ?? '')
      .split('\t')
      .slice(1)
      .join(' ')
      .trim();
  const mounts = Mounts.filter(({ Destination }) => !/^\/(etc|dev|proc|sys)\//.test(Destination));
  const paths = mounts.map(({ Destination }) => Destination).sort();
  const inside = await run('podman', 'exec', name, '/bin/sh', '-c', program, 'sh', ...paths);
  const [listed = '', names = ''] = inside.split('\nnames\n');
  const [[workingDir = '', hostname = ''] = [], ...files] = listed
    .split('\nplace ')
    .map((text) => text.split('\n'));
  const cpu =
    HostConfig.CpuQuota > 0 ? (HostConfig.CpuQuota * 1000) / HostConfig.CpuPeriod : HostConfig.NanoCpus / 1e6;
  const form: NormalContainer = {
    name,
    command: command.split('\0'),
    env: env
      .split('\0')
      .filter((line) => !isOwn(line))
      .sort(),
    workingDir,
    user: `${field('Uid')} ${field('Gid')}`,
    groups: field('Groups'),
    capabilities: field('CapBnd'),
    noNewPrivileges: field('NoNewPrivs'),
    readOnlyRoot: HostConfig.ReadonlyRootfs,
    memory: HostConfig.Memory,
    cpu,
    graceSeconds: Config.StopTimeout,
    health: Config.Healthcheck ?? null,
    labels: Object.fromEntries(
      Object.entries(Config.Labels ?? {})
        .filter(([label]) => !isMaker(label))
        .sort(),
    ),
    hostname,
    names: names.trim().split('\n'),
    shared: shared.trim().split('\n'),
    ports: Object.entries(infra.HostConfig.PortBindings ?? {})
      .map(([port, [binding]]) => `${binding?.HostIp || '0.0.0.0'}:${binding?.HostPort} ${port}`)
      .sort(),
    files: Object.fromEntries(
      files.map(([path = '', ...lines]) => [
        `${path} ${mounts.find(({ Destination }) => Destination === path)?.RW ? 'rw' : 'ro'}`,
        lines,
      ]),
    ),
  };
  return { form, startedAt: State.StartedAt };
}

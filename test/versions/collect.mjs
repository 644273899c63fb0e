// collect.mjs EXPRESSION [COUNTS]: prints, as JSON, what the running containers of each pod whose name matches are, in
// words that do not depend on how they were made (NormalPod in normal-form.ts). COUNTS, as JSON: how many must run in
// each pod. Runs where their Podman is; rootless within `podman unshare`, so that ids are the containers' own and
// /proc/PID/root can be read.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const wanted = new RegExp(process.argv[2] ?? '');
const counts = JSON.parse(process.argv[3] ?? '{}');
const run = (program, ...words) =>
  execFileSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
const lines = (text) => text.split('\n').filter((line) => line !== '');
const reading = (path) => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};
const text = (path) => reading(path)?.toString('utf8') ?? '';
const sorted = (values) => [...values].sort();

const names = lines(run('podman', 'pod', 'ps', '--format', '{{.Name}}')).filter((name) => wanted.test(name));
const pods = names.length === 0 ? [] : JSON.parse(run('podman', 'pod', 'inspect', ...names));

/** What runs, looked at again where something ended in between. */
function inspectRunning(tries = 5) {
  const ids = lines(run('podman', 'ps', '--no-trunc', '--format', '{{.ID}}'));
  try {
    return ids.length === 0 ? [] : JSON.parse(run('podman', 'inspect', '--type', 'container', ...ids));
  } catch (error) {
    if (tries === 0) throw error;
    return inspectRunning(tries - 1);
  }
}
let containers = inspectRunning();

const namespaces = ['net', 'ipc', 'uts', 'pid'];
const namespaceOf = (pid, kind) => readlinkSync(`/proc/${pid}/ns/${kind}`);

/** Labels and annotations that tell who made a container, and not what it is. */
const isMaker = (name) =>
  /^(kube2pod\.io|io\.kubernetes|io\.podman|io\.containers|io\.container\.|PODMAN_SYSTEMD_UNIT|org\.opencontainers|org\.systemd\.property)/.test(
    name,
  );
const ofUser = (map) =>
  Object.fromEntries(
    Object.entries(map ?? {})
      .filter(([name]) => !isMaker(name))
      .sort(),
  );
/** Variables that Podman or the shell set themselves. */
const isOwn = (line) => /^(HOSTNAME|container|TERM|HOME|SHLVL|PWD|OLDPWD)=/.test(line);

function statusOf(pid) {
  const fields = new Map(lines(text(`/proc/${pid}/status`)).map((line) => line.split(/:\t?/, 2)));
  return (key) => (fields.get(key) ?? '').replaceAll('\t', ' ').trim();
}

/** The mount's files, with permission bits, owners and a sum of the content. `..` names are the kubelet's links. */
function treeOf(root, path = '') {
  const at = `${root}${path}`;
  const stat = statSync(at);
  const line = `${path || '.'} ${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`;
  if (stat.isDirectory()) {
    const inside = readdirSync(at).filter((name) => !name.startsWith('..'));
    return [`${line} folder`, ...sorted(inside).flatMap((name) => treeOf(root, `${path}/${name}`))];
  }
  const sum = stat.isFile() ? createHash('md5').update(readFileSync(at)).digest('hex') : 'no file';
  return [`${line} ${sum}`];
}

function mountsOf(pid, { Mounts, HostConfig }) {
  const mounted = lines(text(`/proc/${pid}/mountinfo`)).map((line) => line.split(' '));
  const places = [...Mounts.map(({ Destination }) => Destination), ...Object.keys(HostConfig.Tmpfs ?? {})];
  const own = places.filter((place) => !/^\/(etc|dev|proc|sys|run)(\/|$)/.test(place));
  const accessOf = (fields) => fields[5]?.split(',')[0] ?? 'not mounted';
  return Object.fromEntries(
    sorted(new Set(own)).flatMap((place) => {
      const fields = mounted.findLast((row) => row[4] === place) ?? [];
      const after = fields.slice(fields.indexOf('-') + 1);
      const access = accessOf(fields);
      // An empty place that nobody can write is what a read-only root has there anyway.
      if (access === 'ro' && /^\/(var\/)?tmp$/.test(place)) return [];
      const size =
        after[0] === 'tmpfs' ? ` tmpfs ${/size=\d+k/.exec(after[2] ?? '')?.[0] ?? 'without size'}` : '';
      const root = `/proc/${pid}/root${place}`;
      const isHost = Mounts.some(
        ({ Destination, Type, Source }) => Destination === place && Type === 'bind' && Source === '/tmp',
      );
      return [[`${place} ${access}${size}`, isHost ? ['a folder of the host'] : treeOf(root)]];
    }),
  );
}

/** Without its own name and what Podman adds for the host. */
function hostsOf(pid, own) {
  return sorted(
    lines(text(`/proc/${pid}/root/etc/hosts`))
      .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
      .filter(
        ([ip = '', ...hosts]) =>
          ip !== '' &&
          !own.includes(ip) &&
          !/^(127\.|::1)/.test(ip) &&
          !hosts.some((host) => host.endsWith('.containers.internal')),
      )
      .flatMap(([ip, ...hosts]) => hosts.map((host) => `${ip} ${host}`)),
  );
}

function resolverOf(pid, gateways) {
  return lines(text(`/proc/${pid}/root/etc/resolv.conf`))
    .filter((line) => !line.startsWith('#'))
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map((word) => (gateways.includes(word) ? 'GATEWAY' : word))
        .join(' '),
    );
}

/** The plain words of a health check; `CMD-SHELL` and `CMD` are two spellings of Podman's for the same. */
function healthOf(check) {
  if (!check || check.Test?.[0] === 'NONE') return null;
  const { Test = [], Interval = 0, Timeout = 0, Retries = 0, StartPeriod = 0, Successes = 0 } = check;
  return { Test, Interval, Timeout, Retries, StartPeriod, Successes };
}

function normalContainer(container, infra) {
  const { Name, State, Config, HostConfig } = container;
  const pid = State.Pid;
  const status = statusOf(pid);
  const isHosts = (kind) => namespaceOf(pid, kind) === namespaceOf('self', kind);
  const networks = Object.values(infra.NetworkSettings?.Networks ?? {});
  const gateways = networks.map(({ Gateway }) => Gateway).filter((gateway) => gateway !== '');
  const own = networks.flatMap(({ IPAddress, GlobalIPv6Address }) => [IPAddress, GlobalIPv6Address]);
  const cpu =
    HostConfig.CpuQuota > 0 ? (HostConfig.CpuQuota * 1000) / HostConfig.CpuPeriod : HostConfig.NanoCpus / 1e6;
  return {
    name: Name,
    image: container.ImageName,
    command: text(`/proc/${pid}/cmdline`).split('\0').slice(0, -1),
    env: sorted(
      text(`/proc/${pid}/environ`)
        .split('\0')
        .filter((line) => line !== '' && !isOwn(line)),
    ),
    workingDir: readlinkSync(`/proc/${pid}/cwd`).replace(/^\/proc\/\d+\/root/, ''),
    user: `${status('Uid')} ${status('Gid')}`,
    groups: status('Groups'),
    capabilities: `${status('CapBnd')} ${status('CapEff')}`,
    noNewPrivileges: status('NoNewPrivs'),
    security: sorted(HostConfig.SecurityOpt ?? []),
    privileged: HostConfig.Privileged,
    readOnlyRoot: HostConfig.ReadonlyRootfs,
    memory: HostConfig.Memory,
    memoryWithSwap: HostConfig.MemorySwap,
    cpu,
    cpuShares: HostConfig.CpuShares,
    oomScore: text(`/proc/${pid}/oom_score_adj`).trim(),
    graceSeconds: Config.StopTimeout,
    stopSignal: String(Config.StopSignal),
    terminal: `${Config.Tty} ${Config.OpenStdin}`,
    health: healthOf(Config.Healthcheck),
    startupHealth: healthOf(Config.StartupHealthCheck),
    labels: ofUser(Config.Labels),
    annotations: ofUser(Config.Annotations),
    hosts: hostsOf(pid, own),
    resolver: resolverOf(pid, gateways),
    shared: namespaces.filter(
      (kind) => !isHosts(kind) && namespaceOf(pid, kind) === namespaceOf(infra.State.Pid, kind),
    ),
    ofHost: namespaces.filter(isHosts),
    files: mountsOf(pid, container),
  };
}

function normalPod(pod) {
  const mine = containers.filter(({ Pod, State }) => Pod === (pod.Id ?? pod.ID) && State.Running);
  const infra = mine.find(({ IsInfra, Id }) => IsInfra || Id === pod.InfraContainerID);
  if (infra === undefined) return { name: pod.Name, containers: [] };
  // An ordinary user may not enter the machine's own namespaces, and is in them anyway.
  const { Pid } = infra.State;
  const entered = ['net', 'ipc', 'uts'].filter(
    (kind) => namespaceOf(Pid, kind) !== namespaceOf('self', kind),
  );
  const seen = ['-t', String(Pid), ...entered.map((kind) => `--${kind}`)];
  const [hostname, ...sysctls] = lines(
    run(
      'nsenter',
      ...seen,
      'cat',
      ...['kernel/hostname', 'kernel/shm_rmid_forced', 'net/core/somaxconn', 'net/ipv4/tcp_syncookies'].map(
        (name) => `/proc/sys/${name}`,
      ),
    ),
  );
  const byStart = (a, b) => (a.State.StartedAt < b.State.StartedAt ? -1 : 1);
  return {
    name: pod.Name,
    hostname,
    sysctls,
    labels: ofUser(pod.Labels),
    ports: sorted(
      Object.entries(infra.HostConfig.PortBindings ?? {}).map(
        ([port, [binding]]) => `${binding?.HostIp || '0.0.0.0'}:${binding?.HostPort} ${port}`,
      ),
    ),
    aliases: sorted(
      new Set(
        Object.values(infra.NetworkSettings?.Networks ?? {})
          .flatMap(({ Aliases }) => Aliases ?? [])
          // kube play also takes the short names of containers, which name nothing on a node.
          .filter(
            (alias) =>
              !/^[0-9a-f]{12}$/.test(alias) && !mine.some(({ Name }) => Name === `${pod.Name}-${alias}`),
          ),
      ),
    ),
    containers: mine
      .filter((one) => one !== infra)
      .sort(byStart)
      .map((one) => normalContainer(one, infra)),
  };
}

/** Undefined: a process ended while it was looked at. */
function seenPod(pod) {
  try {
    const seen = normalPod(pod);
    const mine = containers.filter(({ Pod, State }) => Pod === (pod.Id ?? pod.ID) && State.Running);
    return mine.every(({ State }) => existsSync(`/proc/${State.Pid}`)) ? seen : undefined;
  } catch (error) {
    if (/^(ENOENT|ESRCH)$/.test(error.code) || error.status !== undefined) return undefined;
    throw error;
  }
}

/** One whose container is between two runs (a probe has ended it) is looked at again. */
async function settledPod(pod) {
  for (const until = Date.now() + 30_000; ; await sleep(1000)) {
    const seen = seenPod(pod);
    const isWhole = seen !== undefined && seen.containers.length >= (counts[pod.Name] ?? 0);
    if (isWhole || (seen !== undefined && Date.now() > until)) return seen;
    if (Date.now() > until) throw new Error(`the containers of ${pod.Name} come and go`);
    containers = inspectRunning();
  }
}

const settled = [];
for (const pod of [pods].flat()) settled.push(await settledPod(pod));
console.log(JSON.stringify(settled));

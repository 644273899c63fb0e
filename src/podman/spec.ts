import type { Text } from '../model/text.js';
import type {
  ContainerSpec,
  HealthSpec,
  Mount,
  PodNetwork,
  PodSpec,
  PublishedPort,
} from './container-spec.js';
import { mountArgument } from './mount.js';

/** One word of a command line; may hold secret or late pieces until it is printed or executed. */
export type Word = Text;

/** How one field of a spec is said to Podman. */
export interface SpecRow<V> {
  /** The flags of `podman create` or `podman pod create`, in words. */
  readonly argv: (value: V) => readonly Word[];
}

type Rows<T> = { readonly [K in keyof T]-?: SpecRow<NonNullable<T[K]>> };

const word = (text: string): Word => [text];
const flag = (name: string, value: string): readonly Word[] => [word(name), word(value)];
/** A switch whose default differs between Podman's ways in is always written out. */
const onOff =
  (name: string) =>
  (value: boolean): readonly Word[] => [word(`${name}=${value}`)];
const single =
  (name: string) =>
  (value: string | number | bigint): readonly Word[] =>
    flag(name, String(value));
const repeated =
  (name: string) =>
  (values: readonly string[]): readonly Word[] =>
    values.flatMap((value) => flag(name, value));
const pairs =
  (name: string) =>
  (values: { readonly [key: string]: string }): readonly Word[] =>
    Object.entries(values).flatMap(([key, value]) => flag(name, `${key}=${value}`));

/** Seconds as Podman's duration flags take them. */
const seconds = (value: number): string => `${value}s`;

/** cpu quota as decimal cores: exact, because the period is always 100 ms (a power of ten in microseconds). */
function cpus(value: { readonly period: number; readonly quota: number }): readonly Word[] {
  return [...flag('--cpu-period', String(value.period)), ...flag('--cpu-quota', String(value.quota))];
}

function healthFlags(prefix: string, health: HealthSpec): readonly Word[] {
  return [
    ...flag(`${prefix}-cmd`, JSON.stringify(health.command)),
    ...flag(`${prefix}-interval`, seconds(health.intervalSeconds)),
    ...flag(`${prefix}-timeout`, seconds(health.timeoutSeconds)),
    ...flag(`${prefix}-retries`, String(health.retries)),
  ];
}

/**
 * Every field of a container's spec and its flag. The order is the order on the command line.
 * Sources: man podman-create(1); measured differences between releases are in `versions.ts`.
 */
export const containerSpecRows: Rows<ContainerSpec> = {
  name: { argv: single('--name') },
  pod: { argv: single('--pod') },
  labels: { argv: pairs('--label') },
  annotations: { argv: pairs('--annotation') },
  httpProxy: { argv: onOff('--http-proxy') },
  health: {
    argv: (value) =>
      value === 'none'
        ? [word('--no-healthcheck')]
        : [
            ...healthFlags('--health', value),
            ...flag('--health-start-period', seconds(value.startPeriodSeconds)),
            ...(value.onFailure === undefined ? [] : flag('--health-on-failure', value.onFailure)),
          ],
  },
  startupHealth: { argv: (value) => healthFlags('--health-startup', value) },
  restart: { argv: single('--restart') },
  stopSignal: { argv: single('--stop-signal') },
  stopTimeoutSeconds: { argv: single('--stop-timeout') },
  timeoutSeconds: { argv: single('--timeout') },
  env: {
    argv: (value) =>
      Object.entries(value).flatMap(([name, text]): readonly Word[] => [
        word('--env'),
        [`${name}=`, ...text],
      ]),
  },
  secretEnv: {
    argv: (value) =>
      Object.entries(value).flatMap(([name, secret]) =>
        flag('--secret', `${secret},type=env,target=${name}`),
      ),
  },
  secretMounts: {
    argv: (value) =>
      value.flatMap(({ secret, target, uid, gid, mode }) =>
        flag(
          '--secret',
          `${secret},type=mount,target=${target},uid=${uid},gid=${gid},mode=0${mode.toString(8)}`,
        ),
      ),
  },
  workdir: { argv: single('--workdir') },
  user: { argv: single('--user') },
  groupAdd: { argv: repeated('--group-add') },
  capDrop: { argv: repeated('--cap-drop') },
  capAdd: { argv: repeated('--cap-add') },
  privileged: { argv: onOff('--privileged') },
  readOnly: { argv: onOff('--read-only') },
  readOnlyTmpfs: { argv: onOff('--read-only-tmpfs') },
  noNewPrivileges: { argv: (value) => (value ? flag('--security-opt', 'no-new-privileges') : []) },
  seccomp: { argv: (value) => flag('--security-opt', `seccomp=${value}`) },
  apparmor: { argv: (value) => flag('--security-opt', `apparmor=${value}`) },
  selinux: { argv: (value) => value.flatMap((label) => flag('--security-opt', `label=${label}`)) },
  unmask: { argv: (value) => value.flatMap((path) => flag('--security-opt', `unmask=${path}`)) },
  ipc: { argv: single('--ipc') },
  mounts: { argv: (value) => value.flatMap((mount: Mount) => mountArgument(mount)) },
  devices: { argv: repeated('--device') },
  cpuQuotaMicros: { argv: cpus },
  cpuShares: { argv: single('--cpu-shares') },
  memoryBytes: { argv: single('--memory') },
  memorySwapBytes: { argv: single('--memory-swap') },
  oomScoreAdj: { argv: single('--oom-score-adj') },
  pidsLimit: { argv: single('--pids-limit') },
  logDriver: { argv: single('--log-driver') },
  logOptions: { argv: repeated('--log-opt') },
  stdin: { argv: onOff('--interactive') },
  tty: { argv: onOff('--tty') },
  entrypoint: { argv: (value) => [word('--entrypoint'), entrypointWord(value)] },
  image: { argv: (value) => [word(value)] },
  command: { argv: (value) => value },
};

/** `--entrypoint` as a JSON list, which keeps blanks and argument borders; pieces of text stay pieces. */
export function entrypointWord(words: readonly Word[]): Word {
  const quoted = words.map((text): Word => {
    return ['"', ...text.map((part) => (typeof part === 'string' ? jsonInside(part) : part)), '"'];
  });
  return ['[', ...quoted.flatMap((text, index): Word => (index === 0 ? text : [',', ...text])), ']'];
}

function jsonInside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function portArgument(port: PublishedPort): string {
  const { hostAddress, hostPort, containerPort, protocol } = port;
  const address =
    hostAddress === undefined ? '' : `${hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress}:`;
  return `${address}${hostPort}:${containerPort}/${protocol}`;
}

/** `--network-alias` stands alone: `NET:alias=x` beside it loses x (seen on 4.3.1, 5.4.2 and 5.8.6). */
function networkFlags(network: 'host' | 'none' | PodNetwork): readonly Word[] {
  if (typeof network === 'string') return flag('--network', network);
  const { name, address, mac, aliases } = network;
  const options = [
    ...(address === undefined ? [] : [`ip=${address}`]),
    ...(mac === undefined ? [] : [`mac=${mac}`]),
  ];
  return [
    ...flag('--network', options.length === 0 ? name : `${name}:${options.join(',')}`),
    ...aliases.flatMap((alias) => flag('--network-alias', alias)),
  ];
}

/** Every field of a pod's spec and its flag. Source: man podman-pod-create(1). */
export const podSpecRows: Rows<PodSpec> = {
  name: { argv: single('--name') },
  infraName: { argv: single('--infra-name') },
  labels: { argv: pairs('--label') },
  hostname: { argv: single('--hostname') },
  network: { argv: networkFlags },
  publish: { argv: (value) => value.flatMap((port) => flag('--publish', portArgument(port))) },
  dnsServers: { argv: repeated('--dns') },
  dnsSearch: { argv: repeated('--dns-search') },
  dnsOptions: { argv: repeated('--dns-option') },
  addHosts: {
    argv: (value) => value.flatMap(({ name, address }) => flag('--add-host', `${name}:${address}`)),
  },
  noHosts: { argv: (value) => (value ? [word('--no-hosts')] : []) },
  share: { argv: (value) => flag('--share', value.join(',')) },
  pid: { argv: single('--pid') },
  uts: { argv: single('--uts') },
  userns: { argv: single('--userns') },
  sysctls: { argv: pairs('--sysctl') },
  cpuQuotaMicros: { argv: (value) => flag('--cpus', String(value.quota / value.period)) },
  cpuShares: { argv: single('--cpu-shares') },
  memoryBytes: { argv: single('--memory') },
  exitPolicy: { argv: single('--exit-policy') },
};

/** The words after `podman create` (container) for a spec: flags, then image and arguments. */
export function containerWords(spec: ContainerSpec): readonly Word[] {
  return specWords(containerSpecRows, spec);
}

/** The words after `podman pod create` for a spec. */
export function podWords(spec: PodSpec): readonly Word[] {
  return specWords(podSpecRows, spec);
}

function specWords<T extends object>(rows: Rows<T>, spec: T): readonly Word[] {
  return (Object.keys(rows) as (keyof T)[]).flatMap((key) => {
    const value = spec[key];
    // The table is keyed by the spec's own fields; TypeScript cannot correlate a row with its field's type.
    return value === undefined ? [] : (rows[key] as SpecRow<unknown>).argv(value);
  });
}

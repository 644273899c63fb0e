import { plainText, type Text } from '../model/text.js';
import type { ContainerSpec, HealthSpec, HostEntry, Mount, PodSpec } from './container-spec.js';
import { entrypointWord, healthText } from './container-spec-rows.js';
import { hostLine } from './host-entries.js';
import { mountArgument } from './mount.js';
import type { Word } from './spec-row.js';

/**
 * How a value stands behind a key. `plain`: Quadlet takes the rest of the line as one word. `words`: it splits it as a
 * command line. `assignment`: one `name=value` with quotes of its own.
 */
export type UnitValue =
  /** `key` where it is not the row's. */
  | { readonly as: 'plain'; readonly text: Text; readonly key?: string }
  | { readonly as: 'words'; readonly words: readonly Word[] }
  | { readonly as: 'assignment'; readonly name: string; readonly text: Text };

/**
 * How one field of a spec is said in a unit: by a key of Quadlet's (from the release `since` on; before it, and for what
 * the key cannot say, by its flag), by `PodmanArgs=` and its flag, or not at all because the unit says it elsewhere.
 */
export type UnitRow<V> =
  | 'args'
  | 'elsewhere'
  | {
      readonly key: string;
      readonly since?: string;
      /** Absent: the value as text. An empty list: nothing needs to be said. Undefined: the key cannot say it. */
      readonly values?: (value: V) => readonly UnitValue[] | undefined;
    }
  /** Nothing, when the value is Podman's own default in a unit; else by the flag. */
  | { readonly unless: (value: V) => boolean };

type Rows<T> = { readonly [K in keyof T]-?: UnitRow<NonNullable<T[K]>> };

const plain = (text: string): Extract<UnitValue, { as: 'plain' }> => ({ as: 'plain', text: [text] });
const each = (values: readonly string[]): readonly UnitValue[] => values.map(plain);
const hostLines = (entries: readonly HostEntry[]): readonly UnitValue[] =>
  entries.map((entry) => plain(hostLine(entry)));
const whenTrue = (value: boolean): readonly UnitValue[] => (value ? [plain('true')] : []);
const pairs = (values: { readonly [key: string]: string }): readonly UnitValue[] =>
  Object.entries(values).map(([name, value]) => ({ as: 'assignment', name, text: [value] }));

function healthValues(prefix: string, health: HealthSpec): readonly UnitValue[] {
  const { command, intervalSeconds, timeoutSeconds, retries } = health;
  return [
    { ...plain(healthText(command)), key: `${prefix}Cmd` },
    { ...plain(`${intervalSeconds}s`), key: `${prefix}Interval` },
    { ...plain(`${timeoutSeconds}s`), key: `${prefix}Timeout` },
    { ...plain(String(retries)), key: `${prefix}Retries` },
  ];
}

/** The short form where it can say the mount: a whole volume, or a folder beside the units. */
function mountValue(mount: Mount): UnitValue {
  if (mount.kind === 'volume' && mount.subpath === undefined) {
    const { volume, target, readOnly, options = [] } = mount;
    return {
      ...plain(`${volume}:${target}:${[readOnly ? 'ro' : 'rw', ...options].join(',')}`),
      key: 'Volume',
    };
  }
  const source = mount.kind === 'bind' ? plainText(mount.source) : undefined;
  if (mount.kind === 'bind' && source?.startsWith('./') === true) {
    return { ...plain(`${source}:${mount.target}:${mount.readOnly ? 'ro' : 'rw'}`), key: 'Volume' };
  }
  const [, argument = []] = mountArgument(mount);
  return { as: 'words', words: [argument] };
}

/** The network's own unit is named, so that Quadlet adds the dependency. */
export const networkUnit = (name: string): string => `${name}.network`;

/**
 * Every field of a container and its key. Keys without `since` are known to every Quadlet that has `.pod` units (5.0).
 * Sources: man podman-systemd.unit(5); containers/podman pkg/systemd/quadlet/quadlet.go, groupsInfo. The releases in
 * `since` were tried: 5.4.2 and 5.8.6.
 */
export const containerUnitRows: Rows<ContainerSpec> = {
  name: { key: 'ContainerName' },
  pod: { key: 'Pod', values: (value) => [plain(`${value}.pod`)] },
  image: { key: 'Image' },
  entrypoint: { key: 'Entrypoint', values: (words) => [{ as: 'plain', text: entrypointWord(words) }] },
  command: { key: 'Exec', values: (words) => [{ as: 'words', words }] },
  labels: { key: 'Label', values: pairs },
  annotations: { key: 'Annotation', values: pairs },
  env: {
    key: 'Environment',
    values: (value) => Object.entries(value).map(([name, text]) => ({ as: 'assignment', name, text })),
  },
  secretEnv: {
    key: 'Secret',
    values: (value) =>
      Object.entries(value).map(([name, secret]) => ({
        as: 'words',
        words: [[`${secret},type=env,target=${name}`]],
      })),
  },
  secretMounts: {
    key: 'Secret',
    values: (value) =>
      value.map(({ secret, target, uid, gid, mode }) => ({
        as: 'words',
        words: [[`${secret},type=mount,target=${target},uid=${uid},gid=${gid},mode=0${mode.toString(8)}`]],
      })),
  },
  workdir: { key: 'WorkingDir' },
  user: {
    key: 'User',
    values: (value) => {
      const [user = '', group] = value.split(':');
      return [plain(user), ...(group === undefined ? [] : [{ ...plain(group), key: 'Group' }])];
    },
  },
  groupAdd: { key: 'GroupAdd', since: '5.4.0', values: each },
  capDrop: { key: 'DropCapability', values: each },
  capAdd: { key: 'AddCapability', values: each },
  privileged: { unless: (value) => !value },
  readOnly: { key: 'ReadOnly', values: whenTrue },
  readOnlyTmpfs: { unless: (value) => value },
  noNewPrivileges: { key: 'NoNewPrivileges', values: whenTrue },
  seccomp: { key: 'SeccompProfile' },
  apparmor: 'args',
  selinux: 'args',
  unmask: { key: 'Unmask', values: (value) => [{ as: 'words', words: [[value.join(':')]] }] },
  mounts: { key: 'Mount', values: (value) => value.map(mountValue) },
  devices: { key: 'AddDevice', values: each },
  network: 'args',
  addHosts: { key: 'AddHost', values: hostLines },
  ipc: 'args',
  cpuQuotaMicros: 'args',
  cpuShares: 'args',
  memoryBytes: 'args',
  memorySwapBytes: 'args',
  oomScoreAdj: 'args',
  pidsLimit: { key: 'PidsLimit' },
  cpusetCpus: 'args',
  cpusetMems: 'args',
  ulimits: { key: 'Ulimit', values: each },
  init: { key: 'RunInit', values: (value) => [plain(String(value))] },
  volumesFrom: 'args',
  stopSignal: { key: 'StopSignal', since: '5.4.0' },
  stopTimeoutSeconds: { key: 'StopTimeout' },
  timeoutSeconds: 'args',
  // Of the service: systemd starts a new container, as a node does.
  restart: 'elsewhere',
  health: {
    key: 'HealthCmd',
    values: (value) =>
      value === 'none'
        ? undefined
        : [
            ...healthValues('Health', value),
            ...(value.startPeriodSeconds === 0
              ? []
              : [{ ...plain(`${value.startPeriodSeconds}s`), key: 'HealthStartPeriod' }]),
            ...(value.onFailure === undefined ? [] : [{ ...plain(value.onFailure), key: 'HealthOnFailure' }]),
          ],
  },
  startupHealth: { key: 'HealthStartupCmd', values: (value) => healthValues('HealthStartup', value) },
  logDriver: { key: 'LogDriver' },
  logOptions: { key: 'LogOpt', since: '5.4.0', values: each },
  stdin: { unless: (value) => !value },
  tty: { unless: (value) => !value },
  httpProxy: { key: 'HttpProxy', since: '5.8.0', values: (value) => [plain(String(value))] },
};

/** Every field of a pod and its key; as above. */
export const podUnitRows: Rows<PodSpec> = {
  name: { key: 'PodName' },
  infraName: 'args',
  labels: { key: 'Label', since: '5.8.0', values: pairs },
  hostname: { key: 'HostName', since: '5.8.0' },
  network: {
    key: 'Network',
    values: (value) => {
      if (typeof value === 'string') return [plain(value)];
      const { name, address, mac, aliases } = value;
      const options = [
        ...(address === undefined ? [] : [`ip=${address}`]),
        ...(mac === undefined ? [] : [`mac=${mac}`]),
      ];
      return [
        plain(`${networkUnit(name)}${options.length === 0 ? '' : `:${options.join(',')}`}`),
        ...aliases.map((alias) => ({ ...plain(alias), key: 'NetworkAlias' })),
      ];
    },
    since: '5.4.0',
  },
  publish: {
    key: 'PublishPort',
    values: (value) =>
      value.map(({ hostAddress, hostPort, containerPort, protocol }) => {
        const address = hostAddress?.includes(':') === true ? `[${hostAddress}]` : hostAddress;
        return plain(
          `${address === undefined ? '' : `${address}:`}${hostPort}:${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`,
        );
      }),
  },
  dnsServers: { key: 'DNS', since: '5.4.0', values: each },
  dnsSearch: { key: 'DNSSearch', since: '5.4.0', values: each },
  dnsOptions: { key: 'DNSOption', since: '5.4.0', values: each },
  addHosts: { key: 'AddHost', since: '5.4.0', values: hostLines },
  noHosts: 'args',
  share: { unless: (value) => [...value].sort().join() === 'ipc,net,uts' },
  pid: 'args',
  uts: 'args',
  userns: { key: 'UserNS' },
  idMap: 'args',
  sysctls: 'args',
  cpuQuotaMicros: 'args',
  cpuShares: 'args',
  memoryBytes: 'args',
  exitPolicy: { key: 'ExitPolicy', since: '5.8.0' },
};

/** Folder, beside the units, of files that Quadlet does not read: timers go where systemd itself looks. */
export const systemdFolder = 'systemd';

import { resolve } from 'node:path';
import type { PullOptions } from '../io/pull.js';
import { isIp } from '../model/ip-address.js';
import type { ApplyOverrides, PublishOverride } from '../model/overrides.js';
import { say } from './output.js';

const group = 'As podman kube play:';
const text = { type: 'string', requiresArg: true, group } as const;
const texts = { type: 'string', array: true, nargs: 1, default: [] as string[], group } as const;

/** For yargs: the flags of `podman kube play` that shape its result. Source: man podman-kube-play(1). */
export const overrideOptions = {
  configmap: { ...texts, describe: 'A file with ConfigMaps that the manifests refer to' },
  publish: {
    ...texts,
    describe: '[[IP:]HOSTPORT:]CONTAINERPORT[/PROTOCOL] of the pods, before their hostPorts',
  },
  'publish-all': {
    type: 'boolean',
    default: false,
    group,
    describe: 'Publish every containerPort at its number',
  },
  network: { ...texts, describe: 'Join the pods to this network instead of the namespace’s, or: host, none' },
  ip: { ...texts, describe: 'Address of the first pod; again for the second' },
  'mac-address': { ...texts, describe: 'MAC address of the first pod; again for the second' },
  replace: {
    alias: 'force',
    type: 'boolean',
    default: false,
    group,
    describe: 'Make every pod anew, also in place of pods and containers that are not kube2pod’s',
  },
  start: {
    type: 'boolean',
    default: true,
    group,
    describe: 'Start what is made (--start=false: only make it)',
  },
  'log-driver': { ...text, describe: 'Logging driver of the containers' },
  'log-opt': { ...texts, describe: 'Option of the logging driver, such as max-size=10mb' },
  userns: { ...text, describe: 'User namespace of the pods, such as keep-id or auto' },
  annotation: { ...texts, describe: 'KEY=VALUE for the OCI runtime, on every container' },
  hosts: {
    type: 'boolean',
    default: true,
    group,
    describe: 'Make /etc/hosts (--no-hosts: leave it as the image has it)',
  },
  'pod-prefix': {
    type: 'boolean',
    default: true,
    group,
    describe: 'Name containers after their pod (--no-pod-prefix: as in the manifest)',
  },
  'seccomp-profile-root': {
    ...text,
    describe: 'Folder of seccomp profiles (default: /var/lib/kubelet/seccomp)',
  },
  authfile: { ...text, describe: 'Logins of registries' },
  creds: { ...text, describe: 'USER:PASSWORD for the registries' },
  'cert-dir': { ...text, describe: 'Folder of certificates for the registries' },
  'tls-verify': { type: 'boolean', group, describe: 'Whether registries must have good certificates' },
  build: {
    type: 'boolean',
    default: false,
    group,
    describe: 'Build images from folders of their names that have a Containerfile',
  },
  'context-dir': { ...text, describe: 'Where the folders for --build are (default: here)' },
} as const;

/** What these options give. */
export interface OverrideOptions {
  readonly configmap: readonly string[];
  readonly publish: readonly string[];
  readonly publishAll: boolean;
  readonly network: readonly string[];
  readonly ip: readonly string[];
  readonly macAddress: readonly string[];
  readonly replace: boolean;
  readonly start: boolean;
  readonly logDriver?: string;
  readonly logOpt: readonly string[];
  readonly userns?: string;
  readonly annotation: readonly string[];
  readonly hosts: boolean;
  readonly podPrefix: boolean;
  readonly seccompProfileRoot?: string;
  readonly authfile?: string;
  readonly creds?: string;
  readonly certDir?: string;
  readonly tlsVerify?: boolean;
  readonly build: boolean;
  readonly contextDir?: string;
}

/** What a run is told by the flags. */
export interface AskedOverrides {
  readonly overrides: ApplyOverrides;
  readonly pull: PullOptions;
  readonly buildContext?: string;
}

/** Reads the flags; says on standard error what is wrong with them. */
export function overridesOf(options: OverrideOptions): AskedOverrides | undefined {
  const publish = options.publish.flatMap((word) => word.split(',')).map(parsePublish);
  const wrong = [...publish.filter((port) => typeof port === 'string'), ...complaints(options)];
  for (const complaint of wrong) say(`kube2pod: ${complaint}`);
  if (wrong.length > 0) return undefined;
  const { logDriver, userns, seccompProfileRoot } = options;
  return {
    overrides: {
      publish: publish.flatMap((port) => (typeof port === 'string' ? [] : port)),
      publishPorts: options.publishAll ? 'all' : 'with-host-port',
      networks: options.network,
      ips: options.ip,
      macs: options.macAddress,
      ...(logDriver === undefined ? {} : { logDriver }),
      logOptions: options.logOpt,
      ...(userns === undefined ? {} : { userns }),
      annotations: Object.fromEntries(options.annotation.map(parted)),
      hosts: options.hosts ? 'managed' : 'of-image',
      containerNames: options.podPrefix ? 'with-pod' : 'plain',
      ...(seccompProfileRoot === undefined ? {} : { seccompProfileRoot: resolve(seccompProfileRoot) }),
      start: options.start ? 'started' : 'created',
      existing: options.replace ? 'replace' : 'keep',
    },
    pull: pullOf(options),
    ...(options.build ? { buildContext: resolve(options.contextDir ?? '.') } : {}),
  };
}

function pullOf({ authfile, creds, certDir, tlsVerify }: OverrideOptions): PullOptions {
  return {
    ...(authfile === undefined ? {} : { authfile }),
    ...(creds === undefined ? {} : { credentials: creds }),
    ...(certDir === undefined ? {} : { certDir }),
    ...(tlsVerify === undefined ? {} : { tlsVerify: tlsVerify ? 'yes' : 'no' }),
  };
}

function parted(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function complaints(options: OverrideOptions): readonly string[] {
  const { annotation, ip, macAddress, network, contextDir, build, creds } = options;
  return [
    ...annotation
      .filter((word) => word.indexOf('=') < 1)
      .map((word) => `--annotation ${word}: write KEY=VALUE`),
    ...ip.filter((word) => !isIp(word)).map((word) => `--ip ${word}: this is no address`),
    ...macAddress
      .filter((word) => !/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(word))
      .map((word) => `--mac-address ${word}: this is no MAC address`),
    ...(network.length > 1 && network.some((word) => word === 'host' || word === 'none')
      ? ['--network host and none stand alone']
      : []),
    ...(contextDir !== undefined && !build ? ['--context-dir is for --build'] : []),
    ...(creds !== undefined && !creds.includes(':') ? ['--creds: write USER:PASSWORD'] : []),
  ];
}

/** `[[IP:]HOSTPORT:]CONTAINERPORT[/PROTOCOL]`; ranges on both sides alike. Source: man podman-kube-play(1), --publish. */
export function parsePublish(word: string): readonly PublishOverride[] | string {
  const wrong = `--publish ${word}: write [[IP:]HOSTPORT:]CONTAINERPORT[/PROTOCOL]`;
  const found =
    /^(?:(?:(\[[0-9a-fA-F:]+\]|[0-9.]+):)?(\d+(?:-\d+)?):)?(\d+(?:-\d+)?)(?:\/(tcp|udp|sctp))?$/.exec(word);
  if (found === null) return wrong;
  const [, address, host, container = '', protocol = 'tcp'] = found;
  const inside = rangeOf(container);
  const outside = host === undefined ? inside : rangeOf(host);
  if (inside === undefined || outside === undefined || inside.length !== outside.length) return wrong;
  const hostAddress = address?.replace(/[[\]]/g, '');
  return inside.map((containerPort, index) => ({
    ...(hostAddress === undefined ? {} : { hostAddress }),
    hostPort: outside[index] ?? containerPort,
    containerPort,
    protocol: protocol as PublishOverride['protocol'],
  }));
}

function rangeOf(text: string): readonly number[] | undefined {
  const [first = 0, last = first] = text.split('-').map(Number);
  if (first < 1 || last > 65535 || last < first) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

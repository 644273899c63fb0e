import type { PodNetwork, PodSpec, PublishedPort } from './container-spec.js';
import { addHosts } from './host-entries.js';
import { cpuShares, quotaBody } from './limit-rows.js';
import { networkBody, portBody, usernsBody } from './spec-bodies.js';
import {
  type BodyContext,
  type BodyPart,
  flag,
  flagOnly,
  pairs,
  type Rows,
  repeated,
  single,
  specBody,
  specWords,
  type Word,
  word,
} from './spec-row.js';

function portArgument(port: PublishedPort): string {
  const { hostAddress, hostPort, containerPort, protocol } = port;
  const address =
    hostAddress === undefined ? '' : `${hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress}:`;
  return `${address}${hostPort}:${containerPort}/${protocol}`;
}

/** `--network-alias` stands alone: `NET:alias=x` beside it loses x (seen on 4.3.1, 5.4.2 and 5.8.6). */
function networkFlags(network: 'host' | 'none' | PodNetwork): readonly Word[] {
  if (typeof network === 'string') return flag('--network', network);
  const { name, address, mac, aliases, more = [] } = network;
  const options = [
    ...(address === undefined ? [] : [`ip=${address}`]),
    ...(mac === undefined ? [] : [`mac=${mac}`]),
  ];
  return [
    ...flag(
      '--network',
      options.length === 0 ? name : `${name}${name.includes(':') ? ',' : ':'}${options.join(',')}`,
    ),
    ...more.flatMap((other) => flag('--network', other)),
    ...aliases.flatMap((alias) => flag('--network-alias', alias)),
  ];
}

/**
 * Every field of a pod's spec: its flag and its place in a body.
 * Sources: man podman-pod-create(1); podman pkg/specgen/podspecgen.go, PodSpecGenerator.
 */
export const podSpecRows: Rows<PodSpec> = {
  name: single('--name', 'name'),
  infraName: single('--infra-name', 'infra_name'),
  labels: pairs('--label', 'labels'),
  hostname: single('--hostname', 'hostname'),
  network: { argv: networkFlags, body: networkBody },
  publish: {
    argv: (value) => value.flatMap((port) => flag('--publish', portArgument(port))),
    body: (value) => ({ portmappings: value.map(portBody) }),
  },
  dnsServers: repeated('--dns', 'dns_server'),
  dnsSearch: repeated('--dns-search', 'dns_search'),
  dnsOptions: repeated('--dns-option', 'dns_option'),
  addHosts,
  noHosts: {
    argv: (value) => (value ? [word('--no-hosts')] : []),
    body: (value) => ({ no_manage_hosts: value }),
  },
  share: {
    argv: (value) => flag('--share', value.join(',')),
    body: (value) => ({ shared_namespaces: value }),
  },
  pid: { argv: (value) => flag('--pid', value), body: (value) => ({ pidns: { nsmode: value } }) },
  uts: { argv: (value) => flag('--uts', value), body: (value) => ({ utsns: { nsmode: value } }) },
  userns: { argv: (value) => flag('--userns', value), body: usernsBody },
  idMap: flagOnly(({ first, size }) => [
    ...flag('--uidmap', `0:${first}:${size}`),
    ...flag('--gidmap', `0:${first}:${size}`),
  ]),
  sysctls: pairs('--sysctl', 'sysctl'),
  cpuQuotaMicros: {
    argv: ({ period, quota }) => flag('--cpus', String(quota / period)),
    body: quotaBody,
  },
  cpuShares,
  memoryBytes: {
    argv: (value) => flag('--memory', String(value)),
    // Inspect shows the limit only beside a place for the processor's.
    body: (value) => ({ resource_limits: { memory: { limit: value }, cpu: {} } }),
  },
  exitPolicy: single('--exit-policy', 'exit_policy'),
};

/** The words after `podman pod create` for a spec. */
export function podWords(spec: PodSpec): readonly Word[] {
  return specWords(podSpecRows, spec);
}

/** The body of `pods/create` for a spec; undefined: only the command line can say it to that version. */
export function podBody(spec: PodSpec, context: BodyContext): BodyPart | undefined {
  return specBody(podSpecRows, spec, context);
}

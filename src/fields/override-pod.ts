import type { ApplyOverrides } from '../model/overrides.js';
import type { PodModel } from '../model/pod-model.js';
import type { Observed, PodAddress } from '../phases/observed.js';
import type { ContainerSpec, PodNetwork, PodSpec, PublishedPort } from '../podman/container-spec.js';
import { podNames } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { label } from '../reconcile/labels.js';
import { macOf } from '../services/allocate/addresses.js';
import type { PodNames } from './context.js';
import type { PlannedPod } from './plan-pod.js';

/** A pod's names; `--no-pod-prefix` leaves the pod's out of those of its containers. */
export function overriddenNames(model: PodModel, { containerNames }: ApplyOverrides): PodNames {
  const names = podNames(model.identity.namespace, model.identity.name);
  return containerNames === 'plain' ? { ...names, container: (name) => name } : names;
}

/**
 * The addresses that `--ip` and `--mac-address` give, the first to the first pod; on another network than the
 * namespace's a pod has none of ours. Source: podman pkg/domain/infra/abi/play.go, playKubePod (ipIndex).
 */
export function overriddenAddresses(
  addresses: Observed['addresses'],
  pods: readonly string[],
  { networks, ips, macs }: ApplyOverrides,
): Observed['addresses'] {
  const given = new Map<string, PodAddress>(addresses);
  for (const [index, pod] of pods.entries()) {
    const before = networks.length === 0 ? addresses.get(pod) : undefined;
    const ip = ips[index] ?? before?.ip;
    if (ip === undefined) given.delete(pod);
    else
      given.set(pod, {
        ip,
        mac: macs[index] ?? (ips[index] === undefined ? before?.mac : undefined) ?? macOf(ip),
      });
  }
  return given;
}

/** One planned pod, its model and its place among the pods of a run. */
export interface OverriddenPod {
  readonly planned: PlannedPod;
  readonly model: PodModel;
  readonly index: number;
  readonly observed: Observed;
}

/** Changes a planned pod as the flags say: the one place where they take effect. */
export function overridePod(pod: OverriddenPod, overrides: ApplyOverrides): PlannedPod {
  const { planned } = pod;
  const change = (operations: readonly Operation[]): readonly Operation[] =>
    operations
      .filter(({ op }) => overrides.start === 'started' || !starting.has(op))
      .map((operation) => overrideOperation(operation, pod, overrides));
  const start = change(planned.start);
  return {
    ...planned,
    joinsNetwork: planned.joinsNetwork && overrides.networks.length === 0,
    // What is made and not started is all there is to do.
    create: overrides.start === 'started' ? change(planned.create) : [...change(planned.create), ...start],
    start: overrides.start === 'started' ? start : [],
  };
}

const starting: ReadonlySet<Operation['op']> = new Set([
  'infra.start',
  'container.start',
  'container.complete',
]);

function overrideOperation(operation: Operation, pod: OverriddenPod, overrides: ApplyOverrides): Operation {
  switch (operation.op) {
    case 'pod.create':
      return { ...operation, pod: overridePodSpec(operation.pod, pod, overrides) };
    case 'container.create':
    case 'container.complete':
      return { ...operation, container: overrideContainer(operation.container, overrides) };
    default:
      return operation;
  }
}

function overridePodSpec(spec: PodSpec, pod: OverriddenPod, overrides: ApplyOverrides): PodSpec {
  const { publish, addHosts, dnsServers, ...rest } = spec;
  const network = overriddenNetwork(spec.network, pod, overrides);
  const ports =
    network === 'host' || network === 'none' ? [] : publishedPorts(publish ?? [], pod.model, overrides);
  const gateway = pod.observed.networks.get(pod.planned.namespace)?.gateway;
  // The name server of the namespace's network is out of reach on another one.
  const servers = overrides.networks.length === 0 ? dnsServers : dnsServers?.filter((one) => one !== gateway);
  return {
    ...rest,
    ...(network === undefined ? {} : { network }),
    ...(ports.length === 0 ? {} : { publish: ports }),
    ...(servers === undefined || servers.length === 0 ? {} : { dnsServers: servers }),
    ...(overrides.hosts === 'of-image' ? { noHosts: true } : addHosts === undefined ? {} : { addHosts }),
    ...(overrides.userns === undefined || spec.idMap !== undefined ? {} : { userns: overrides.userns }),
    ...(typeof network === 'string' ? { labels: withoutAddress(spec.labels) } : {}),
  };
}

function withoutAddress(labels: PodSpec['labels'] = {}): NonNullable<PodSpec['labels']> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== label.address));
}

/** Several networks may be named; `host` and `none` stand alone. Source: man podman-kube-play(1), --network. */
function overriddenNetwork(
  own: PodSpec['network'],
  { planned, index, observed }: OverriddenPod,
  { networks, macs }: ApplyOverrides,
): PodSpec['network'] {
  const [first, ...more] = networks;
  if (first === undefined || own === 'host') return own;
  if (first === 'host' || first === 'none') return first;
  const address = observed.addresses.get(planned.names.pod);
  const mac = address?.mac ?? macs[index];
  const aliases = typeof own === 'object' ? own.aliases : [];
  const network: PodNetwork = {
    name: first,
    ...(address === undefined ? {} : { address: address.ip }),
    ...(mac === undefined ? {} : { mac }),
    aliases: isMode(first) ? [] : aliases,
  };
  return more.length === 0 ? network : { ...network, more };
}

/** Networks that are no network of Podman's own, and know no aliases. */
function isMode(network: string): boolean {
  return /^(slirp4netns|pasta|private|ns|container)(:|$)/.test(network);
}

/**
 * A port of the command line takes the place of the manifest's for the same port of the container.
 * Source: podman pkg/specgen/generate/kube/play_test.go and play.go, mergePublishPorts, getPodPorts.
 */
function publishedPorts(
  written: readonly PublishedPort[],
  { initContainers, containers }: PodModel,
  { publish, publishPorts }: ApplyOverrides,
): readonly PublishedPort[] {
  const lasting = [...initContainers.filter(({ role }) => role === 'sidecar'), ...containers];
  const protocols = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;
  const declared = lasting
    .flatMap(({ ports }) => ports)
    .map(
      ({ containerPort, protocol }): PublishedPort => ({
        hostPort: containerPort,
        containerPort,
        protocol: protocols[protocol],
      }),
    );
  const isSame = (a: PublishedPort, b: PublishedPort): boolean =>
    a.containerPort === b.containerPort && a.protocol === b.protocol;
  const kept = written.filter((port) => !publish.some((other) => isSame(port, other)));
  const named = [...kept, ...publish];
  const more =
    publishPorts === 'all' ? declared.filter((port) => !named.some((other) => isSame(port, other))) : [];
  return [...named, ...more];
}

/** Folder of seccomp profiles where none is named. Source: podman cmd/podman/kube/play.go, defaultSeccompRoot. */
const seccompRoot = '/var/lib/kubelet/seccomp/';

function overrideContainer(spec: ContainerSpec, overrides: ApplyOverrides): ContainerSpec {
  const { logDriver, logOptions, annotations, seccompProfileRoot, hosts } = overrides;
  const { addHosts, ...rest } = spec;
  const isMoved = seccompProfileRoot !== undefined && spec.seccomp?.startsWith(seccompRoot) === true;
  return {
    ...rest,
    ...(addHosts === undefined || hosts === 'of-image' ? {} : { addHosts }),
    ...(logDriver === undefined ? {} : { logDriver }),
    ...(logOptions.length === 0 ? {} : { logOptions: [...(spec.logOptions ?? []), ...logOptions] }),
    ...(Object.keys(annotations).length === 0
      ? {}
      : { annotations: { ...spec.annotations, ...annotations } }),
    ...(isMoved ? { seccomp: `${seccompProfileRoot}/${spec.seccomp?.slice(seccompRoot.length)}` } : {}),
  };
}

import type { Container, ContainerPort as KubePort } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ResolveContext } from '../context.js';
import type { ContainerPort } from './model.js';

/** What a container's ports are resolved from. */
export interface PortsInput {
  readonly container: Pick<Container, 'ports'>;
  readonly hostNetwork: boolean;
}

/**
 * The ports of a container. A containerPort alone opens nothing on the host (Podman 4.3's kube play publishes it; a
 * node does not). On the host's network hostPort is the containerPort, and there is nothing to publish.
 * Reports: podman/sctp-rootless, podman/port-privileged.
 * Sources: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_ContainerPort and defaultHostNetworkPorts;
 * staging/src/k8s.io/api/core/v1/types.go, ContainerPort.
 */
export function resolvePorts(
  input: PortsInput,
  at: FieldPath,
  context: ResolveContext,
): readonly ContainerPort[] {
  return (input.container.ports ?? []).map((port, index) => {
    const resolved = resolvePort(port, input.hostNetwork);
    if (!input.hostNetwork)
      checkHostPort(resolved, at.child('ports').index(index).child('hostPort'), context);
    return resolved;
  });
}

function resolvePort(port: KubePort, hostNetwork: boolean): ContainerPort {
  const { name, containerPort, protocol, hostPort = 0, hostIP, ...rest } = port;
  rest satisfies Record<string, never>;
  const published = hostPort === 0 && hostNetwork ? containerPort : hostPort;
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    containerPort,
    protocol: protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP',
    ...(published === 0 ? {} : { hostPort: published }),
    ...(hostIP === undefined || hostIP === '' ? {} : { hostIP }),
  };
}

/** What rootless Podman cannot publish. Source: podman-run(1), rootless port forwarding. */
function checkHostPort(port: ContainerPort, at: FieldPath, context: ResolveContext): void {
  const { report, observed, situation } = context;
  const { hostPort, protocol } = port;
  if (hostPort === undefined || !situation.target.rootless) return;
  if (protocol === 'SCTP') report('podman/sctp-rootless', at, { port: hostPort });
  const start = observed.node.unprivilegedPortStart;
  if (hostPort < start) report('podman/port-privileged', at, { port: hostPort, start, live: observed.live });
}

/** A port that will be published, and whose it is in words (`pod "web"`, `container "b" of pod "web"`). */
export interface HostPortClaim {
  readonly port: ContainerPort;
  readonly owner: string;
  readonly at: FieldPath;
}

/**
 * Finds host ports that are asked for twice, inside a pod or over all pods of the input: only one can have it, and
 * on one node the scheduler would leave the second Pending. An unset or zero address is every address.
 * Reports: podman/host-port-taken, at the later one.
 * Source: kubernetes pkg/scheduler/framework/types.go, HostPortInfo.CheckConflict.
 */
export function checkHostPorts(
  claims: readonly HostPortClaim[],
  { report }: Pick<ResolveContext, 'report'>,
): void {
  const byPort = new Map<string, HostPortClaim[]>();
  for (const claim of claims) {
    const key = `${claim.port.hostPort}/${claim.port.protocol}`;
    const before = byPort.get(key) ?? [];
    byPort.set(key, before);
    const earlier = before.find((other) => collide(other.port, claim.port));
    before.push(claim);
    if (earlier === undefined) continue;
    report('podman/host-port-taken', claim.at, { port: printPort(claim.port), by: earlier.owner }, [
      { at: earlier.at, message: 'the first one' },
    ]);
  }
}

/** Whether two claims of the same port meet at an address. */
function collide(one: ContainerPort, other: ContainerPort): boolean {
  if (one.hostPort === undefined) return false;
  const [first, second] = [one.hostIP ?? '0.0.0.0', other.hostIP ?? '0.0.0.0'];
  return first === second || isAnyAddress(first) || isAnyAddress(second);
}

function isAnyAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function printPort({ hostIP, hostPort = 0, protocol }: ContainerPort): string {
  return `${hostIP === undefined ? '' : `${hostIP}:`}${hostPort}/${protocol}`;
}

import type { ContainerPort } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../check.js';

/** A port of any container of the pod, with its place. */
export interface PlacedPort {
  readonly port: ContainerPort;
  readonly place: FieldPath;
}

/** Source: pkg/api/pod/warnings.go, warningsForPodSpecAndMeta ("Accumulate ports across all containers"). */
export function warnOfPorts(ports: readonly PlacedPort[], scope: Scope): void {
  const byNumber = new Map<string, PlacedPort[]>();
  const byName = new Map<string, FieldPath>();
  for (const placed of ports) {
    const { port, place } = placed;
    const { containerPort, protocol = '', hostIP = '', hostPort = 0, name = '' } = port;
    if (hostIP !== '' && hostPort === 0) warn(place, 'hostIP has no effect without hostPort', scope);
    const key = `${containerPort}/${protocol === '' ? 'TCP' : protocol}`;
    const others = byNumber.get(key) ?? [];
    for (const other of others) {
      const clash = clashOf(port, other.port);
      if (clash !== undefined) warn(place, `${clash} ${other.place}`, scope);
    }
    byNumber.set(key, [...others, placed]);
    const first = byName.get(name);
    if (first !== undefined) warn(place, `the name "${name}" is taken: it finds ${first}`, scope);
    else if (name !== '') byName.set(name, place);
  }
}

/** How the same port of containers stands to another one; undefined where they do not meet. */
function clashOf(one: ContainerPort, other: ContainerPort): string | undefined {
  const [address, otherAddress] = [one.hostIP ?? '', other.hostIP ?? ''];
  const [port, otherPort] = [one.hostPort ?? 0, other.hostPort ?? 0];
  if (address === otherAddress && port === otherPort) return 'is the same port as';
  if (port === 0 || otherPort === 0) return 'overlaps';
  const isOpen = port === otherPort && (address === '') !== (otherAddress === '');
  return isOpen ? 'it is not defined which of two gets the host port: this one or' : undefined;
}

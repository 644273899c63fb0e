import type { Container, ContainerPort } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  invalid,
  portRange,
  required,
  type Scope,
} from '../check.js';
import { portNameRule } from '../names.js';

/** hostIP is not looked at: an address that is none is accepted. Source: pkg/apis/core/validation/validation.go, validateContainerPorts. */
export function validatePorts(ports: readonly ContainerPort[], at: FieldPath, scope: Scope): void {
  checkUnique(
    ports,
    ({ name }) => (name !== undefined && portNameRule(name) === undefined ? name : undefined),
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, { name = '', containerPort = 0, hostPort = 0, protocol = '' }] of ports.entries()) {
    const place = at.index(index);
    if (name !== '') checkName(name, portNameRule, place.child('name'), scope);
    if (containerPort === 0) required(undefined, place.child('containerPort'), scope);
    else checkRange(containerPort, portRange, place.child('containerPort'), scope);
    if (hostPort !== 0) checkRange(hostPort, portRange, place.child('hostPort'), scope);
    if (protocol !== '') checkWord(protocol, ['TCP', 'UDP', 'SCTP'], place.child('protocol'), scope);
  }
}

/** On the network of the host, both ports are one. Source: validatePodHostNetworkDeps. */
export function checkHostNetworkPorts(containers: readonly Container[], at: FieldPath, scope: Scope): void {
  for (const [container, { ports = [] }] of containers.entries()) {
    for (const [index, { hostPort = 0, containerPort }] of ports.entries()) {
      const place = at.index(container).child('ports').index(index).child('hostPort');
      if (hostPort !== 0 && hostPort !== containerPort)
        invalid(hostPort, place, 'must be the containerPort on the network of the host', scope);
    }
  }
}

/** Which of a container's ports are the host's too: pods on its network get their hostPort by default, templates do not. */
export type HostPorts = 'written' | 'all';

/**
 * Two containers of a pod cannot have one port of the host; init containers run one by one, so each is looked at alone
 * (and reported as the first). Source: checkHostPortConflicts; pkg/apis/core/v1/defaults.go, defaultHostNetworkPorts.
 */
export function checkHostPortConflicts(
  containers: readonly Container[],
  hostPorts: HostPorts,
  place: (container: number) => FieldPath,
  scope: Scope,
): void {
  const all = containers.flatMap(({ ports = [] }, container) =>
    ports.map((port, index) => ({
      port,
      place: place(container).child('ports').index(index).child('hostPort'),
    })),
  );
  checkUnique(
    all,
    ({ port: { hostPort = 0, hostIP = '', protocol = 'TCP', containerPort = 0 } }) => {
      const taken = hostPort === 0 && hostPorts === 'all' ? containerPort : hostPort;
      return taken === 0 ? undefined : `${protocol}/${hostIP}/${taken}`;
    },
    (index) => all[index]?.place ?? place(0),
    scope,
  );
}

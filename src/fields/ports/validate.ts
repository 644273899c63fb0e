import type { Container, ContainerPort } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkRange, checkUnique, checkWord, invalid, portRange, type Scope } from '../check.js';
import { portNameRule } from '../names.js';

/** Source: pkg/apis/core/validation/validation.go, validateContainerPorts and validateHostNetwork. */
export function validatePorts(
  ports: readonly ContainerPort[],
  hostNetwork: boolean,
  at: FieldPath,
  scope: Scope,
): void {
  checkUnique(
    ports,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, port] of ports.entries()) {
    // hostIP is not looked at: an address that is none is accepted.
    const { name, containerPort, hostPort, protocol } = port;
    const place = at.index(index);
    if (name !== undefined && name !== '') checkName(name, portNameRule, place.child('name'), scope);
    if (containerPort === undefined || containerPort === 0) {
      scope.report('api/required', place.child('containerPort'), {
        path: place.child('containerPort').toString(),
      });
    } else checkRange(containerPort, portRange, place.child('containerPort'), scope);
    if (hostPort !== undefined && hostPort !== 0) {
      checkRange(hostPort, portRange, place.child('hostPort'), scope);
      if (hostNetwork && hostPort !== containerPort) {
        invalid(
          hostPort,
          place.child('hostPort'),
          'must be the containerPort on the network of the host',
          scope,
        );
      }
    }
    checkWord(protocol, ['TCP', 'UDP', 'SCTP'], place.child('protocol'), scope);
  }
}

/** Two containers of a pod cannot have one port of the host. Source: pkg/apis/core/validation/validation.go, checkHostPortConflicts. */
export function checkHostPortConflicts(
  containers: readonly Container[],
  hostNetwork: boolean,
  at: FieldPath,
  scope: Scope,
): void {
  const all = containers.flatMap(({ ports = [] }, container) =>
    ports.map((port, index) => ({
      port,
      place: at.index(container).child('ports').index(index).child('hostPort'),
    })),
  );
  checkUnique(
    all,
    ({ port: { hostPort, hostIP = '', protocol = 'TCP', containerPort } }) => {
      const taken = hostPort === undefined || hostPort === 0 ? (hostNetwork ? containerPort : 0) : hostPort;
      return taken === 0 ? undefined : `${protocol}/${hostIP}/${taken}`;
    },
    (index) => all[index]?.place ?? at,
    scope,
  );
}

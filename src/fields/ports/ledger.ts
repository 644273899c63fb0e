import type { Container, ContainerPort } from 'kubernetes-types/core/v1.js';
import { exact, type Ledger, type LedgerPart, type LedgerRow } from '../ledger.js';

const types = 'kubernetes staging/src/k8s.io/api/core/v1/types.go, ContainerPort';

/** A rootless forwarder connects from inside the pod, so a program there sees another client. */
const hostPort: LedgerRow = {
  verdict: (value, { target }) =>
    target.rootless && value !== 0
      ? {
          level: 'approximate',
          why: "rootless Podman forwards the port itself, so the program sees the pod's own address as its client",
        }
      : { level: 'exact' },
  source: 'kubernetes pkg/kubelet/container/helpers.go, MakePortMappings',
  how: '--publish of the pod; on the host network the port is open anyway',
};

const containerPortRows = {
  name: exact(types, 'resolved to its number where a probe or hook names it'),
  containerPort: exact(types, 'says what the container listens on and publishes nothing, as on a node'),
  hostPort,
  hostIP: exact(types, 'the address of --publish'),
  protocol: exact(types, 'the protocol of --publish; TCP when unset; SCTP cannot be published rootless'),
} satisfies Ledger<ContainerPort>;

/** The container's ports. */
export const containerRows = {
  ports: exact(types, '--publish for hostPort; nothing else is opened on the host', {
    fields: containerPortRows,
  }),
} satisfies LedgerPart<Container, 'ports'>;

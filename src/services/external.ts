import type { Report } from '../diagnostics/diagnostic.js';
import type { KubeObject } from '../phases/documents.js';
import type { ServicePublication } from './model.js';
import { isService } from './rules.js';

/** What a machine must have for others to reach Services by its addresses. */
export interface ExternalContext {
  /** Addresses of this machine; absent: nobody looked. */
  readonly addresses?: readonly string[];
  /** First port that this user may publish. */
  readonly firstPort: number;
}

/**
 * Publications of external addresses: a node takes what comes to it under them, so those that this machine has.
 * Source: kubernetes staging/src/k8s.io/api/core/v1/types.go, ServiceSpec.ExternalIPs; pkg/proxy/serviceport.go.
 */
export function externalPublications(
  externalIPs: readonly string[],
  ports: readonly Pick<ServicePublication, 'port' | 'protocol'>[],
  { addresses = [], firstPort }: ExternalContext,
): readonly ServicePublication[] {
  const own = [...new Set(externalIPs)].filter((address) => addresses.includes(address));
  return own.flatMap((hostAddress) =>
    ports
      .filter(({ port }) => port >= firstPort)
      .map(({ port, protocol }) => ({ hostAddress, hostPort: port, port, protocol })),
  );
}

/** Says which external addresses lead nowhere. Reports: podman/external-address. */
export function reportExternalAddresses(
  objects: readonly KubeObject[],
  { addresses, firstPort }: ExternalContext,
  report: Report,
): void {
  for (const { at, manifest } of objects.filter(isService)) {
    const { externalIPs = [], ports = [] } = manifest.spec ?? {};
    const low = ports.map(({ port }) => port).filter((port) => port < firstPort);
    for (const [index, address] of externalIPs.entries()) {
      const place = at.child('spec', 'externalIPs').index(index);
      if (addresses !== undefined && !addresses.includes(address))
        report('podman/external-address', place, { address, problem: 'absent' });
      else if (low.length > 0)
        report('podman/external-address', place, { address, problem: 'low-port', ports: low });
    }
  }
}

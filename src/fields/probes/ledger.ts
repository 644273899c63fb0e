import type { Container } from 'kubernetes-types/core/v1.js';
import type { Situation } from '../../podman/target.js';
import { type LedgerPart, type LedgerRow, supervised, type Verdict } from '../ledger.js';

const source = 'kubernetes pkg/kubelet/prober/worker.go, doProbe';

/** The supervisor runs it from outside the container; without one each row speaks for the whole probe. */
const probe = (why: string, own?: (value: unknown, situation: Situation) => Verdict | undefined): LedgerRow =>
  supervised(source, (value, situation) => own?.(value, situation) ?? { level: 'ignored', why }, {
    how: 'run by the supervisor from outside the image: HTTP, TCP and gRPC to the pod’s address, commands by podman exec; in Quadlet units a command is a health check of Podman’s',
  });

const handlerOf = (value: unknown): 'exec' | 'network' =>
  typeof value === 'object' && value !== null && 'exec' in value && value.exec !== undefined
    ? 'exec'
    : 'network';

/** What a unit and `podman kube play` do with a liveness or startup probe. */
function ownCheck(value: unknown, { output }: Situation): Verdict | undefined {
  const handler = handlerOf(value);
  if (output === 'quadlet') {
    return handler === 'exec'
      ? {
          level: 'approximate',
          why: 'a health check of Podman’s, which kills the container without its grace period, and whose success count and own grace period do not exist',
        }
      : {
          level: 'ignored',
          why: 'a unit has nothing that asks a container from outside; a command (exec) would become a health check',
        };
  }
  if (output === 'kube') {
    return {
      level: 'approximate',
      why:
        handler === 'exec'
          ? 'podman kube play makes a health check of it, which needs systemd'
          : 'podman kube play runs it inside the container, where the image must have curl (httpGet) or nc (tcpSocket), and needs systemd for it',
    };
  }
  return undefined;
}

/** What becomes of a container's probes. */
export const containerRows = {
  livenessProbe: probe(
    'nothing watches the pod to run it, so a container that hangs is not started again',
    ownCheck,
  ),
  readinessProbe: probe('nothing watches the pod to run it, so the container counts as ready once it runs'),
  startupProbe: probe(
    'nothing watches the pod to run it, so nothing waits for the container to come up',
    ownCheck,
  ),
} satisfies LedgerPart<Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

import type { Container } from 'kubernetes-types/core/v1.js';
import { type LedgerPart, type LedgerRow, supervised } from '../ledger.js';

const source = 'kubernetes pkg/kubelet/prober/worker.go, doProbe';

/** The supervisor runs it from outside the container; without one each row speaks for the whole probe. */
const probe = (why: string): LedgerRow =>
  supervised(
    source,
    { level: 'ignored', why },
    {
      how: 'run by the supervisor from outside the image: HTTP, TCP and gRPC to the pod’s address, commands by podman exec',
    },
  );

/** What becomes of a container's probes. */
export const containerRows = {
  livenessProbe: probe('nothing watches the pod to run it, so a container that hangs is not started again'),
  readinessProbe: probe('nothing watches the pod to run it, so the container counts as ready once it runs'),
  startupProbe: probe('nothing watches the pod to run it, so nothing waits for the container to come up'),
} satisfies LedgerPart<Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

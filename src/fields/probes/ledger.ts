import type { Container } from 'kubernetes-types/core/v1.js';
import { ignored, type LedgerPart } from '../ledger.js';

const source = 'kubernetes pkg/kubelet/prober/worker.go, doProbe';

/** What becomes of a container's probes: until something watches the pod, each row speaks for the whole probe. */
export const containerRows = {
  livenessProbe: ignored(
    source,
    'nothing watches the pod to run it, so a container that hangs is not started again',
  ),
  readinessProbe: ignored(
    source,
    'nothing watches the pod to run it, so the container counts as ready once it runs',
  ),
  startupProbe: ignored(
    source,
    'nothing watches the pod to run it, so nothing waits for the container to come up',
  ),
} satisfies LedgerPart<Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

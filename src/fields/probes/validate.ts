import type { Probe } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkRange, invalid, nonNegative, type Scope } from '../check.js';
import { validateHandlers } from '../handlers.js';

/** Which of the three probes it is. */
export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** Source: pkg/apis/core/validation/validation.go, validateLivenessProbe, validateReadinessProbe, validateStartupProbe, validateProbe. */
export function validateProbe(probe: Probe | undefined, which: ProbeName, at: FieldPath, scope: Scope): void {
  if (probe === undefined) return;
  const { exec, httpGet, tcpSocket, grpc, successThreshold = 1, terminationGracePeriodSeconds } = probe;
  validateHandlers({ exec, httpGet, tcpSocket, grpc }, at, scope);
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    checkRange(probe[field], nonNegative, at.child(field), scope);
  }
  if (terminationGracePeriodSeconds !== undefined) {
    const place = at.child('terminationGracePeriodSeconds');
    if (which === 'readinessProbe')
      invalid(terminationGracePeriodSeconds, place, 'must not be set for a readiness probe', scope);
    else if (terminationGracePeriodSeconds <= 0)
      invalid(terminationGracePeriodSeconds, place, 'must be greater than 0', scope);
  }
  if (which !== 'readinessProbe' && successThreshold > 1) {
    invalid(successThreshold, at.child('successThreshold'), 'must be 1', scope);
  }
}

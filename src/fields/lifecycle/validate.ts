import type { Lifecycle } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { Scope } from '../check.js';
import { type Handlers, validateHandlers } from '../handlers.js';

/** Source: pkg/apis/core/validation/validation.go, validateLifecycle. `graceSeconds` bounds a sleep. */
export function validateLifecycle(
  lifecycle: Lifecycle | undefined,
  graceSeconds: number,
  at: FieldPath,
  scope: Scope,
): void {
  for (const field of ['postStart', 'preStop'] as const) {
    const hook = lifecycle?.[field];
    if (hook === undefined) continue;
    const { exec, httpGet, tcpSocket, sleep } = hook as Handlers;
    validateHandlers({ exec, httpGet, tcpSocket, sleep }, at.child(field), scope, graceSeconds);
  }
}

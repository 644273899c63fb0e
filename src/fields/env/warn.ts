import type { EnvVar } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../check.js';

/**
 * A second definition hides the first one, unless it is made from it.
 * Source: pkg/api/pod/warnings.go, warningsForPodSpecAndMeta ("duplicate containers[*].env").
 */
export function warnOfEnv(env: readonly EnvVar[], at: FieldPath, scope: Scope): void {
  const seen = new Set<string>();
  for (const [index, { name, value = '', valueFrom }] of env.entries()) {
    const reference = `$(${name})`;
    const isMadeFromFirst = valueFrom === undefined && value !== reference && value.includes(reference);
    if (seen.has(name) && !isMadeFromFirst)
      warn(at.index(index), `hides the previous definition of "${name}"`, scope);
    seen.add(name);
  }
}

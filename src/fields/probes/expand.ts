import type { EnvVar } from 'kubernetes-types/core/v1.js';
import { expand } from '../../model/expansion.js';

/**
 * `$(NAME)` in a probe's command, from variables that are written as plain values: a probe sees no ConfigMap, Secret
 * or field (these count as empty). `$$` is one `$`, and a name nobody defines stays as it is written.
 * Source: kubernetes pkg/kubelet/container/helpers.go, ExpandContainerCommandOnlyStatic.
 */
export function expandStatic(text: string, env: readonly EnvVar[]): string {
  const values = new Map(env.map(({ name, value }) => [name, [value ?? '']]));
  return expand<never>(text, (name) => values.get(name)).join('');
}

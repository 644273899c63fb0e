import type { EnvFromSource } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ResolveContext } from '../context.js';
import type { EnvVariable } from './model.js';
import { type EnvSource, sourceValues } from './sources.js';

/**
 * The variables of whole ConfigMaps and Secrets, in order, the prefix before each key. Keys need not be identifiers
 * (relaxed names are the rule since Kubernetes 1.34), so none is passed over.
 * Reports: reference/missing-config-map, reference/missing-secret, podman/env-not-text.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables (the loop over EnvFrom).
 */
export function resolveEnvFrom(
  list: readonly EnvFromSource[],
  at: FieldPath,
  context: ResolveContext,
): readonly EnvVariable[] {
  return list.flatMap((entry, index) => {
    const { prefix = '', configMapRef, secretRef, ...rest } = entry;
    rest satisfies Record<string, never>;
    const origin = at.index(index);
    const found = chooseSource(configMapRef, secretRef);
    if (found === undefined) return [];
    const from = sourceValues(found.source, origin.child(found.field, 'name'), context);
    for (const key of from?.broken ?? []) {
      context.report('podman/env-not-text', origin, { name: prefix + key, problem: 'utf-8' });
    }
    return [...(from?.values ?? [])].map(([key, value]) => ({ name: prefix + key, value, origin }));
  });
}

function chooseSource(
  configMap: EnvFromSource['configMapRef'],
  secret: EnvFromSource['secretRef'],
): { readonly source: EnvSource; readonly field: string } | undefined {
  if (configMap !== undefined) {
    const { name = '', optional = false, ...rest } = configMap;
    rest satisfies Record<string, never>;
    return { source: { kind: 'ConfigMap', name, optional }, field: 'configMapRef' };
  }
  if (secret !== undefined) {
    const { name = '', optional = false, ...rest } = secret;
    rest satisfies Record<string, never>;
    return { source: { kind: 'Secret', name, optional }, field: 'secretRef' };
  }
  return undefined;
}

import type { FieldPath } from '../../diagnostics/field-path.js';
import { secretData } from '../../model/secret-data.js';
import { secretPart, type Text } from '../../model/text.js';
import type { ResolveContext } from '../context.js';

/** A ConfigMap or Secret that a variable is read from. */
export interface EnvSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly optional: boolean;
}

/** The values of one source by key; those of a Secret are marked. */
export interface SourceValues {
  readonly values: ReadonlyMap<string, Text>;
  /** Keys whose bytes were no UTF-8. */
  readonly broken: ReadonlySet<string>;
}

/**
 * The keys of a ConfigMap or Secret as values of variables. Of a ConfigMap only `data` counts, never `binaryData`.
 * Undefined when there is no such object, which is reported unless the reference is optional.
 * Reports: reference/missing-config-map, reference/missing-secret.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables.
 */
export function sourceValues(
  source: EnvSource,
  at: FieldPath,
  context: ResolveContext,
): SourceValues | undefined {
  const { kind, name, optional } = source;
  const { references, identity, report } = context;
  const { namespace } = identity;
  if (kind === 'ConfigMap') {
    const found = references.configMap(namespace, name);
    if (found === undefined && !optional) report('reference/missing-config-map', at, { namespace, name });
    return found && plainValues(found.manifest.data ?? {});
  }
  const found = references.secret(namespace, name);
  if (found === undefined && !optional) report('reference/missing-secret', at, { namespace, name });
  return found && secretValues(secretData(found.manifest));
}

function plainValues(data: { readonly [key: string]: string }): SourceValues {
  return { values: new Map(Object.entries(data).map(([key, text]) => [key, [text]])), broken: new Set() };
}

/** Bytes that are no UTF-8 become U+FFFD, as in the JSON that a container runtime is given. */
function secretValues(data: ReadonlyMap<string, Uint8Array>): SourceValues {
  const values = new Map<string, Text>();
  const broken = new Set<string>();
  for (const [key, bytes] of data) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    values.set(key, [secretPart(text)]);
    if (!Buffer.from(text, 'utf8').equals(bytes)) broken.add(key);
  }
  return { values, broken };
}

/** Reports the absence of a key, and says which there are. */
export function reportMissingKey(
  {
    source,
    key,
    values,
  }: { readonly source: EnvSource; readonly key: string; readonly values: SourceValues['values'] },
  at: FieldPath,
  { report, identity }: ResolveContext,
): void {
  const { kind, name } = source;
  const params = { namespace: identity.namespace, name, key, keys: [...values.keys()] };
  if (kind === 'ConfigMap') report('reference/missing-config-map-key', at, params);
  else report('reference/missing-secret-key', at, params);
}

import type { ConfigMapKeySelector, EnvVarSource, SecretKeySelector } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { fieldText } from '../../model/field-text.js';
import type { FileKeySelector } from '../../model/kubernetes.js';
import { latePart, type Text } from '../../model/text.js';
import type { ResolveContext } from '../context.js';
import type { EnvInput } from './input.js';
import { resolveResourceField } from './resource-field.js';
import { type EnvSource, reportMissingKey, sourceValues } from './sources.js';

interface ValueFromInput {
  readonly source: EnvVarSource;
  readonly name: string;
  readonly input: EnvInput;
}

/**
 * The value of a variable that comes from somewhere else. Undefined: the variable is left out, because its source is
 * missing and optional (or reported). When several sources are set, the kubelet takes the first of this order.
 * Reports: reference/*, podman/allocatable-unknown.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables (the switch over ValueFrom).
 */
export function resolveValueFrom(
  { source, name, input }: ValueFromInput,
  at: FieldPath,
  context: ResolveContext,
): Text | undefined {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef, ...rest } = source;
  rest satisfies Record<string, never>;
  if (fieldRef !== undefined) {
    const { identity, facts } = context;
    return fieldText(fieldRef.fieldPath, { identity, facts, nodeName: input.podSpec.nodeName }) ?? [];
  }
  if (resourceFieldRef !== undefined) {
    return resolveResourceField({ selector: resourceFieldRef, input }, at.child('resourceFieldRef'), context);
  }
  if (configMapKeyRef !== undefined) {
    return keyValue(
      { ...keySource('ConfigMap', configMapKeyRef), variable: name },
      at.child('configMapKeyRef'),
      context,
    );
  }
  if (secretKeyRef !== undefined) {
    return keyValue(
      { ...keySource('Secret', secretKeyRef), variable: name },
      at.child('secretKeyRef'),
      context,
    );
  }
  return fileKeyRef === undefined ? [] : fileValue(fileKeyRef);
}

interface KeySource {
  readonly source: EnvSource;
  readonly key: string;
}

function keySource(kind: EnvSource['kind'], selector: ConfigMapKeySelector | SecretKeySelector): KeySource {
  const { name = '', key, optional = false, ...rest } = selector;
  rest satisfies Record<string, never>;
  return { source: { kind, name, optional }, key };
}

function keyValue(
  { source, key, variable }: KeySource & { readonly variable: string },
  at: FieldPath,
  context: ResolveContext,
): Text | undefined {
  const from = sourceValues(source, at.child('name'), context);
  if (from === undefined) return undefined;
  const value = from.values.get(key);
  if (value === undefined && !source.optional) {
    reportMissingKey({ source, key, values: from.values }, at.child('key'), context);
  }
  if (from.broken.has(key)) context.report('podman/env-not-text', at, { name: variable, problem: 'utf-8' });
  return value;
}

/** A file that an init container writes is read when the container is created; until then the value is late. */
function fileValue(selector: FileKeySelector): Text {
  const { volumeName, path, key, optional = false, ...rest } = selector;
  rest satisfies Record<string, never>;
  return [latePart({ name: 'fileKey', volume: volumeName, path, key, optional })];
}

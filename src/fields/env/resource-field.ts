import type { Container, PodSpec, ResourceFieldSelector } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { resourceText } from '../../model/resource-text.js';
import type { Text } from '../../model/text.js';
import type { ResolveContext } from '../context.js';
import type { EnvInput } from './input.js';

/**
 * A resource of a container as a variable: its own, or that of another container of the pod.
 * Reports: reference/missing-container, podman/allocatable-unknown.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, containerResourceRuntimeValue; resourceText.
 */
export function resolveResourceField(
  { selector, input }: { readonly selector: ResourceFieldSelector; readonly input: EnvInput },
  at: FieldPath,
  { report, observed }: ResolveContext,
): Text {
  const { containerName = '', resource, divisor, ...rest } = selector;
  rest satisfies Record<string, never>;
  const container = containerName === '' ? input.container : findContainer(input.podSpec, containerName);
  if (container === undefined) {
    const here = at.child('containerName');
    report('reference/missing-container', here, { path: here.toString(), name: containerName });
    return [];
  }
  const text = resourceText(
    { resource, divisor, container: container.resources, pod: input.podSpec.resources },
    observed,
  );
  if (text !== undefined) return text;
  const here = at.child('resource');
  report('podman/allocatable-unknown', here, { path: here.toString(), resource });
  return ['0'];
}

/** Source: kubernetes pkg/api/v1/resource/helpers.go, findContainerInPod. */
function findContainer({ containers, initContainers = [] }: PodSpec, name: string): Container | undefined {
  return [...containers, ...initContainers].find((container) => container.name === name);
}

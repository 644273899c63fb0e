import type { ContainerSpec, PodSpec } from '../../podman/container-spec.js';
import type { Contribution, PlanContext } from '../context.js';

/**
 * The labels of a pod or container: the manifest's, then ours, which win. Annotations are not handed to Podman: some
 * of them steer it and the runtime (`io.podman.annotations.*`, `run.oci.*`), and a node hands none to its runtime
 * unless it is told to; they live in the record and in the downward API, and fields/steering reads those of Podman.
 * Source: containerd docs/cri/config.md, pod_annotations; man podman-create(1), --label and --annotation.
 */
export function planMetadata(
  context: Pick<PlanContext, 'identity' | 'labels'>,
): Contribution<ContainerSpec> & Contribution<PodSpec> {
  return { spec: { labels: { ...context.identity.labels, ...context.labels } } };
}

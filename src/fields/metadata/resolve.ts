import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { PodMetadata } from './model.js';

/**
 * The labels and annotations of a pod, from its own metadata or its template's (never those of a Deployment's own
 * metadata, which `podman kube play` takes). They go into the identity: the downward API shows them, and Podman's
 * labels repeat the labels.
 * Source: kubernetes pkg/controller/controller_utils.go, GetPodFromTemplate.
 */
export function resolveMetadata(metadata: ObjectMeta | undefined): PodMetadata {
  const { labels = {}, annotations = {} } = metadata ?? {};
  return { labels, annotations };
}

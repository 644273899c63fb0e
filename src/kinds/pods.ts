import { createHash } from 'node:crypto';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { resolveMetadata } from '../fields/metadata/resolve.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import type { KubeObject } from '../phases/documents.js';

/** The pods that an object asks for; none for objects that are no workloads. One row per kind. */
const requests: { readonly [kind: string]: (object: KubeObject) => readonly PodRequest[] } = {
  Pod: podItself,
};

/** Every pod that an object asks for, by the kind's own rules. */
export function podRequests(object: KubeObject): readonly PodRequest[] {
  return requests[object.kind]?.(object) ?? [];
}

function podItself(object: KubeObject): readonly PodRequest[] {
  // The schema of the kind was checked in phase 2.
  const { metadata, spec } = object.manifest as Pod;
  if (spec === undefined) return [];
  const { kind, namespace, name, apiVersion } = object;
  return [
    {
      podSpec: spec,
      at: object.at,
      identity: {
        namespace,
        name,
        uid: stableUid(namespace, kind, name),
        ...resolveMetadata(metadata),
        serviceAccountName: spec.serviceAccountName ?? spec.serviceAccount ?? 'default',
        owner: { apiVersion, kind, name },
      },
    },
  ];
}

/** A UUID (version 5 layout) that is the same at every apply. The API server's are random. */
export function stableUid(namespace: string, kind: string, name: string): string {
  const hex = createHash('sha256').update(`kube2pod/${namespace}/${kind}/${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

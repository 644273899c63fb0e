import type { PodIdentity } from './pod-model.js';
import type { Text } from './text.js';

/** What the fields of a pod are read from. */
export interface FieldSource {
  readonly identity: PodIdentity;
  readonly facts: { readonly podIP: Text; readonly hostIP: Text; readonly nodeName: Text };
  /** `spec.nodeName` of the manifest: it names the one node there is. */
  readonly nodeName?: string | undefined;
}

/**
 * A field of the pod as the downward API shows it to variables. A label or annotation that is not there is empty
 * text. Undefined for a path that the API server refuses. One address family: the lists hold one address.
 * Sources: kubernetes pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue; pkg/fieldpath/fieldpath.go,
 * ExtractFieldPathAsString and SplitMaybeSubscriptedPath; pkg/apis/core/pods/helpers.go, ConvertDownwardAPIFieldLabel
 * (`spec.host` is the old name of `spec.nodeName`).
 */
export function fieldText(fieldPath: string, { identity, facts, nodeName }: FieldSource): Text | undefined {
  const subscript = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/s.exec(fieldPath);
  if (subscript !== null) {
    const map = subscript[1] === 'metadata.labels' ? identity.labels : identity.annotations;
    return plain(map[subscript[2] ?? ''] ?? '');
  }
  switch (fieldPath) {
    case 'metadata.name':
      return plain(identity.name);
    case 'metadata.namespace':
      return plain(identity.namespace);
    case 'metadata.uid':
      return plain(identity.uid);
    case 'spec.serviceAccountName':
      return plain(identity.serviceAccountName);
    case 'spec.nodeName':
    case 'spec.host':
      return nodeName === undefined || nodeName === '' ? facts.nodeName : plain(nodeName);
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIP;
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIP;
    default:
      return undefined;
  }
}

function plain(value: string): Text {
  return [value];
}

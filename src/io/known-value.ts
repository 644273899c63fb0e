import type { LateValue } from '../model/text.js';
import type { Observed } from '../phases/observed.js';
import { label } from '../reconcile/labels.js';
import { isHolder } from '../services/names.js';

/** Run-time values that were observed before planning. */
export function knownValue(value: LateValue, observed: Observed): string | undefined {
  const { node } = observed;
  switch (value.name) {
    case 'podIP':
      return observed.addresses.get(value.pod)?.ip ?? heldAddress(value.pod, observed);
    case 'hostIP':
      return node.address;
    case 'nodeName':
      return node.name;
    case 'allocatable': {
      const amount = value.resource === 'cpu' ? node.cpuMillis : node.memoryBytes;
      // Rounded up, as the kubelet does (pkg/api/v1/resource/helpers.go, convertResourceCPUToString).
      return String((amount + value.divisor - 1n) / value.divisor);
    }
    case 'mountpoint':
    case 'fileKey':
    case 'imageRoot':
      return undefined;
    default:
      return value satisfies never;
  }
}

/** The address of a pod of an earlier apply; a Service that is gone since has none, and its variables are empty. */
function heldAddress(pod: string, { state }: Observed): string | undefined {
  return state.pods.get(pod)?.labels[label.address] ?? (isHolder(pod) ? '' : undefined);
}

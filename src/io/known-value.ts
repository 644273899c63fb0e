import type { LateValue } from '../model/text.js';
import type { Observed } from '../phases/observed.js';

/** Run-time values that were observed before planning. */
export function knownValue(value: LateValue, observed: Observed): string | undefined {
  const { node } = observed;
  switch (value.name) {
    case 'podIP':
      return observed.addresses.get(value.pod)?.ip;
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
      return undefined;
    default:
      return value satisfies never;
  }
}

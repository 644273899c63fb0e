import type { FieldPath } from '../diagnostics/field-path.js';
import type { PlannedPod } from '../fields/plan-pod.js';
import type { Observed } from '../phases/observed.js';
import { networkName } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { label, recordVersion } from '../reconcile/labels.js';

/** Makes the networks that the planned pods join and that are not there yet: one per namespace (design decision 9). */
export function networkOperations(pods: readonly PlannedPod[], observed: Observed): readonly Operation[] {
  const first = new Map<string, PlannedPod>();
  for (const pod of pods) {
    if (pod.joinsNetwork && !first.has(pod.namespace)) first.set(pod.namespace, pod);
  }
  return [...first].flatMap(([namespace, { origin }]) => namespaceNetwork(namespace, origin, observed));
}

/** Makes the network of one namespace, unless it is there. */
export function namespaceNetwork(
  namespace: string,
  origin: FieldPath,
  observed: Observed,
): readonly Operation[] {
  const name = networkName(namespace);
  const facts = observed.networks.get(namespace);
  if (facts?.exists === true || observed.state.networks.has(name)) return [];
  return [
    {
      op: 'network.create',
      id: `network.create ${name}`,
      needs: [],
      origin,
      network: {
        name,
        labels: {
          [label.manager]: 'kube2pod',
          [label.record]: recordVersion,
          [label.namespace]: namespace,
        },
        dns: true,
        ...(facts === undefined
          ? {}
          : { subnet: facts.subnet, gateway: facts.gateway, dynamicRange: facts.dynamicRange }),
      },
    },
  ];
}

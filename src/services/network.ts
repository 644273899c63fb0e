import type { FieldPath } from '../diagnostics/field-path.js';
import type { PlannedPod } from '../fields/plan-pod.js';
import type { Observed } from '../phases/observed.js';
import { networkName } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { label, recordVersion } from '../reconcile/labels.js';

/**
 * Makes the networks that the planned pods join and that are not there yet: one for all supervised pods, else one per
 * namespace (design decision 9).
 */
export function networkOperations(
  pods: readonly PlannedPod[],
  observed: Observed,
  situation: { readonly supervised: boolean },
): readonly Operation[] {
  const first = new Map<string, PlannedPod>();
  for (const pod of pods) {
    const name = networkName(pod.namespace, situation);
    if (pod.joinsNetwork && !first.has(name)) first.set(name, pod);
  }
  return [...first.values()].flatMap(({ namespace, origin }) =>
    namespaceNetwork({ namespace, origin }, observed, situation),
  );
}

/** Makes the network of the pods of one namespace, unless it is there. */
export function namespaceNetwork(
  { namespace, origin }: { readonly namespace: string; readonly origin: FieldPath },
  observed: Observed,
  situation: { readonly supervised: boolean },
): readonly Operation[] {
  const name = networkName(namespace, situation);
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
          ...(situation.supervised ? {} : { [label.namespace]: namespace }),
        },
        // kube2pod's own name server listens there.
        dns: !situation.supervised,
        ...(facts === undefined
          ? {}
          : { subnet: facts.subnet, gateway: facts.gateway, dynamicRange: facts.dynamicRange }),
      },
    },
  ];
}

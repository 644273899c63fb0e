import type { PodmanState } from '../../phases/observed.js';
import { label } from '../../reconcile/labels.js';
import { hostAddress } from '../node-facts.js';
import { hostProber, type Prober } from '../prober.js';
import type { Surroundings } from './surroundings.js';

/**
 * Network requests to pods by the address of their label: through the given prober, but from the host itself where the
 * pod is on its network. Source: kubernetes pkg/kubelet/prober/prober.go, runProbe (status.PodIP).
 */
export function reachPods(prober: Prober, state: () => PodmanState | undefined): Surroundings['reach'] {
  return async (pod, action, timeoutMs) => {
    const { hostNetwork } = pod.rules;
    const address = hostNetwork ? hostAddress() : state()?.pods.get(pod.name)?.labels[label.address];
    // Not seen yet, or seen no more: nothing is known of the pod by that.
    if (address === undefined) return 'no-prober';
    return (hostNetwork ? hostProber : prober).probe({ action, address, timeoutMs });
  };
}

import type { PodModel } from '../../model/pod-model.js';
import type { HostPortClaim } from './resolve.js';

/**
 * The ports of this machine that pods ask for. Of a controller as many pods as it wants: there are models of more, for
 * places that planning chooses among. Init containers that end publish nothing.
 */
export function hostPortClaims(pods: readonly PodModel[]): readonly HostPortClaim[] {
  const counts = new Map<string, number>();
  return pods.flatMap((pod) => {
    const { namespace, owner, set, name } = pod.identity;
    const key = `${owner.kind}/${namespace}/${owner.name}`;
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    if (set !== undefined && before >= set.replicas) return [];
    const lasting = [...pod.initContainers.filter(({ role }) => role === 'sidecar'), ...pod.containers];
    return lasting.flatMap(({ name: container, origin, ports }) =>
      ports.flatMap((port, index) =>
        port.hostPort === undefined
          ? []
          : [
              {
                port,
                owner: `container "${container}" of pod "${name}"`,
                at: origin.child('ports').index(index).child('hostPort'),
              },
            ],
      ),
    );
  });
}

import type { IngressSummary } from '../ingress/model.js';
import type { PodmanState, PodState } from '../phases/observed.js';
import { volumeRulesOf } from '../supervisor/rules.js';
import { isOurs, type Labels, label } from './labels.js';
import type { ObjectKey } from './object-key.js';

/** The owner of the one proxy of all Ingresses: an object that nobody writes, so that no manifest's object owns it. */
export const proxyOwner = { kind: 'IngressProxy', namespace: 'default', name: 'proxy' } as const;

/** The proxy's pod is no pod of a manifest: listings leave it out. */
export function isProxy(labels: Labels): boolean {
  return isOurs(labels) && labels[label.kind] === proxyOwner.kind;
}

/** The proxy's pod, if it is there. */
export function findProxy({ pods }: Pick<PodmanState, 'pods'>): PodState | undefined {
  return [...pods.values()].find(({ labels }) => isProxy(labels));
}

/** The Ingresses that the proxy serves: those whose records say so. Without the supervisor an Ingress has a record, too. */
export function servedIngresses({ volumes }: Pick<PodmanState, 'volumes'>): readonly ObjectKey[] {
  return [...volumes.values()].flatMap(({ labels }): readonly ObjectKey[] => {
    if (!isOurs(labels) || labels[label.kind] !== 'Ingress') return [];
    if (volumeRulesOf<IngressSummary>(labels[label.ingress])?.served !== true) return [];
    return [{ kind: 'Ingress', namespace: labels[label.namespace] ?? '', name: labels[label.name] ?? '' }];
  });
}

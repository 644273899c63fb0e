import { imageCandidates } from '../model/image-reference.js';
import type { KubeObject } from '../phases/documents.js';
import type { Needs } from '../phases/needs.js';
import type { PodmanState } from '../phases/observed.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { proxyOwner, servedIngresses } from '../reconcile/proxy.js';
import { recordName } from '../reconcile/records.js';
import { isIngress } from './context.js';
import type { ProxySettings } from './model.js';
import { proxyPod } from './proxy.js';

/** Ingresses of earlier applies that are served on: not those that go. */
export function keptIngresses(
  earlier: readonly KubeObject[],
  gone: readonly ObjectKey[],
  state: Pick<PodmanState, 'volumes'>,
): readonly KubeObject[] {
  const served = new Set(servedIngresses(state).map(recordName));
  const going = new Set(gone.map(recordName));
  return earlier
    .filter(isIngress)
    .filter((one) => served.has(recordName(one)) && !going.has(recordName(one)));
}

/** The image as Podman is told it. */
export function proxyImage(image: string): string {
  return imageCandidates(image)[0] ?? image;
}

/** What has to be looked up and allocated for the proxy, beside what the pods need. */
export function withProxyNeeds(needs: Needs, { image }: ProxySettings): Needs {
  const { namespace } = proxyOwner;
  return {
    ...needs,
    images: [...needs.images, { reference: proxyImage(image), pullPolicy: 'IfNotPresent', accounts: false }],
    pods: [...needs.pods, { namespace, pod: proxyPod }],
    namespaces: [...new Set([...needs.namespaces, namespace])].sort(),
  };
}

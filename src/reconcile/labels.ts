import type { PodIdentity } from '../model/pod-model.js';

/** Version of what kube2pod writes into Podman (labels, records); a newer kube2pod reads older ones. */
export const recordVersion = '1';

/** Names of the labels that kube2pod puts on everything it makes (design decision 5). */
export const label = {
  manager: 'kube2pod.io/manager',
  record: 'kube2pod.io/record-version',
  kind: 'kube2pod.io/kind',
  namespace: 'kube2pod.io/namespace',
  name: 'kube2pod.io/name',
  pod: 'kube2pod.io/pod',
  container: 'kube2pod.io/container',
  role: 'kube2pod.io/role',
  digest: 'kube2pod.io/digest',
  address: 'kube2pod.io/address',
  /** On a pod, and on what its containers are made anew from: digest of what a restart reads anew. */
  renewal: 'kube2pod.io/renewal',
  /** What the supervisor must know of a pod, a container or (on its record) an object, as JSON; only on what is supervised. */
  rules: 'kube2pod.io/rules',
  /** Marks a Service's holder pod. */
  service: 'kube2pod.io/service',
  /** On the Ingress proxy's pod: how it is published; on an Ingress's record: its hosts. */
  ingress: 'kube2pod.io/ingress',
  /** On a Deployment's record: how its pods are to be replaced. */
  rollout: 'kube2pod.io/rollout',
  /** On a record: the set of files that its object was applied with. */
  set: 'kube2pod.io/set',
  /** Place of a container in its pod's start order. */
  order: 'kube2pod.io/order',
  /** On the record of what makes pods later: digest of what a new pod would be made from. */
  template: 'kube2pod.io/template',
  /** On such a record: digest of what makes it another object when it changes. */
  identity: 'kube2pod.io/identity',
  /** On the record of a Job: the CronJob that started it. */
  parent: 'kube2pod.io/parent',
  /** What a volume or secret is for: `pod` (goes with it), `claim` (kept on delete), `record`, `status`, `values`, `key`. */
  purpose: 'kube2pod.io/purpose',
} as const;

export type Labels = { readonly [name: string]: string };

/** Labels of everything that belongs to one object of a manifest. */
export function ownerLabels(object: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): Labels {
  return {
    [label.manager]: 'kube2pod',
    [label.record]: recordVersion,
    [label.kind]: object.kind,
    [label.namespace]: object.namespace,
    [label.name]: object.name,
  };
}

/** Labels of everything made for one pod; the names that other tools of the field look for come along. */
export function podLabels(identity: PodIdentity): Labels {
  const { namespace, name, uid, owner } = identity;
  return {
    ...ownerLabels({ kind: owner.kind, namespace, name: owner.name }),
    [label.pod]: name,
    'io.kubernetes.pod.name': name,
    'io.kubernetes.pod.namespace': namespace,
    'io.kubernetes.pod.uid': uid,
  };
}

/** Whether a Podman object was made by kube2pod. */
export function isOurs(labels: Labels): boolean {
  return labels[label.manager] === 'kube2pod';
}

/** Whether a Podman object was made for this object of a manifest. */
export function isOwnedBy(
  labels: Labels,
  object: { readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  return (
    isOurs(labels) &&
    labels[label.kind] === object.kind &&
    labels[label.namespace] === object.namespace &&
    labels[label.name] === object.name
  );
}

/** Kubernetes names of the pods that an object has now. */
export function heldPods(
  object: { readonly kind: string; readonly namespace: string; readonly name: string },
  state: { readonly pods: ReadonlyMap<string, { readonly labels: Labels }> },
): readonly string[] {
  return [...state.pods.values()].flatMap(({ labels }) =>
    isOwnedBy(labels, object) ? (labels[label.pod] ?? []) : [],
  );
}

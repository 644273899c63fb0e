import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import { matches } from '../fields/selector.js';
import type { ContainerState, PodmanState, PodState } from '../phases/observed.js';
import { infraName } from '../podman/commands.js';
import { isOurs, type Labels, label } from '../reconcile/labels.js';
import { nextName } from '../reconcile/observe-pods.js';
import { findProxy, isProxy } from '../reconcile/proxy.js';
import { recordName } from '../reconcile/records.js';
import type { ServiceRules } from '../services/model.js';
import type { PodRules } from '../supervisor/model.js';
import { rulesOf, volumeRulesOf } from '../supervisor/rules.js';
import type { TargetName } from './target.js';

/** A container as the user knows it. */
export interface FoundContainer {
  /** As in the manifest. */
  readonly name: string;
  readonly role: string;
  readonly podmanName: string;
  readonly running: boolean;
}

/** A pod of ours, by its Kubernetes name. */
export interface FoundPod {
  readonly namespace: string;
  readonly name: string;
  readonly podmanName: string;
  /** Podman's name of the container that holds the pod's network. */
  readonly infra: string;
  readonly labels: Labels;
  /** Init containers first, each group in file order. */
  readonly containers: readonly FoundContainer[];
  /** Numbers of its containers' named ports. */
  readonly ports: { readonly [name: string]: number };
}

/** The pods behind a name, and the Service when it is one; or why there are none. */
export type Found =
  | { readonly pods: readonly FoundPod[]; readonly service?: ServiceRules }
  | { readonly missing: string };

/** Where to look: a namespace, and everything that Podman has. */
export interface Search {
  readonly namespace: string;
  readonly state: PodmanState;
}

/** Every pod that kube2pod made, those for Services and Ingresses excepted, sorted by namespace and name. */
export function allPods(state: PodmanState): readonly FoundPod[] {
  return [...state.pods.values()]
    .filter(({ labels }) => isOurs(labels) && labels[label.pod] !== undefined && !isProxy(labels))
    .map((pod) => foundPod(pod, state))
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function foundPod({ name, labels }: PodState, state: PodmanState): FoundPod {
  const own = [...state.containers.values()].filter((one) => one.pod === name && !one.isInfra);
  // One that is being made in the place of another is not it yet.
  const containers = own.filter((one) => !own.some((other) => one.name === nextName(other.name)));
  return {
    namespace: labels[label.namespace] ?? '',
    name: labels[label.pod] ?? name,
    podmanName: name,
    infra: infraName(name),
    labels,
    containers: containers.sort(byOrder).map((one) => ({
      name: one.labels[label.container] ?? one.name,
      role: one.labels[label.role] ?? 'app',
      podmanName: one.name,
      running: one.state === 'running',
    })),
    ports: rulesOf<PodRules>(labels[label.rules])?.ports ?? {},
  };
}

function byOrder(a: ContainerState, b: ContainerState): number {
  return Number(a.labels[label.order] ?? 0) - Number(b.labels[label.order] ?? 0);
}

/** The pods whose labels a selector chooses. */
export function podsBySelector(selector: LabelSelector, { namespace, state }: Search): readonly FoundPod[] {
  return allPods(state).filter((pod) => pod.namespace === namespace && matches(selector, pod.labels));
}

/**
 * The pods that a name means: that pod, those of a workload, those behind a Service. Source for what belongs to what:
 * k8s.io/kubectl/pkg/polymorphichelpers/attachablepodforobject.go; here the owner stands in labels.
 */
export function findPods(target: TargetName, search: Search): Found {
  const { kind, name } = target;
  if (kind === undefined) return findByName(name, search);
  if (kind === 'Pod') {
    const pods = podsNamed(name, search);
    return pods.length > 0 ? { pods } : missing(target, search);
  }
  // What serves an Ingress is the one proxy of all.
  const proxy = kind === 'Ingress' && isRecorded(kind, name, search) ? findProxy(search.state) : undefined;
  if (proxy !== undefined) return { pods: [foundPod(proxy, search.state)] };
  if (kind === 'Service') return findService(name, search) ?? missing(target, search);
  const pods = podsOf(kind, name, search);
  if (pods.length > 0) return { pods };
  return isRecorded(kind, name, search) ? { pods: [] } : missing(target, search);
}

/** A pod comes before a workload, as in kubectl; a workload's name is taken where kubectl would find no pod. */
function findByName(name: string, search: Search): Found {
  const pods = podsNamed(name, search);
  if (pods.length > 0) return { pods };
  const kinds = [
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Job',
    'CronJob',
  ];
  const having = kinds.filter(
    (kind) => isRecorded(kind, name, search) || podsOf(kind, name, search).length > 0,
  );
  const [kind] = having;
  if (kind === undefined) return missing({ name }, search);
  if (having.length === 1) return findPods({ kind, name }, search);
  const choices = having.map((one) => `${one.toLowerCase()}/${name}`).join(' or ');
  return { missing: `"${name}" is the name of several objects: say ${choices}` };
}

/** Podman's own name of a pod is understood too: `get` and `podman pod ps` show both. */
function podsNamed(name: string, { namespace, state }: Search): readonly FoundPod[] {
  const here = allPods(state).filter((pod) => pod.namespace === namespace);
  const named = here.filter((pod) => pod.name === name);
  return named.length > 0 ? named : here.filter((pod) => pod.podmanName === name);
}

function podsOf(kind: string, name: string, { namespace, state }: Search): readonly FoundPod[] {
  const owners = kind === 'CronJob' ? jobsOf(name, { namespace, state }) : [name];
  const ownerKind = kind === 'CronJob' ? 'Job' : kind;
  return allPods(state).filter(
    ({ labels, ...pod }) =>
      pod.namespace === namespace &&
      labels[label.kind] === ownerKind &&
      owners.includes(labels[label.name] ?? ''),
  );
}

/** The Jobs that a CronJob started. */
function jobsOf(cronJob: string, { namespace, state }: Search): readonly string[] {
  return [...state.volumes.values()]
    .filter(({ labels }) => labels[label.parent] === cronJob && labels[label.namespace] === namespace)
    .map(({ labels }) => labels[label.name] ?? '');
}

function isRecorded(kind: string, name: string, { namespace, state }: Search): boolean {
  return state.volumes.has(recordName({ kind, namespace, name }));
}

function findService(name: string, search: Search): Found | undefined {
  const { namespace, state } = search;
  const record = state.volumes.get(recordName({ kind: 'Service', namespace, name }));
  if (record === undefined) return undefined;
  const rules = volumeRulesOf<ServiceRules>(record.labels[label.rules]);
  if (rules === undefined) return { missing: `service/${name} has no pods that could be chosen` };
  const { selector } = rules;
  if (selector === undefined) return { missing: `service/${name} has no selector, so no pod can be chosen` };
  return { pods: podsBySelector({ matchLabels: selector }, search), service: rules };
}

/** Says what is not there, and where something of that name is. */
function missing({ kind = 'pod', name }: TargetName, { namespace, state }: Search): Found {
  const elsewhere = allPods(state).find(
    (pod) => pod.namespace !== namespace && (pod.name === name || pod.labels[label.name] === name),
  );
  const hint =
    elsewhere === undefined
      ? ''
      : ` (there is one in namespace "${elsewhere.namespace}": -n ${elsewhere.namespace})`;
  return { missing: `${kind.toLowerCase()} "${name}" was not found in namespace "${namespace}"${hint}` };
}

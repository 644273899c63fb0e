import type { FieldPath } from '../diagnostics/field-path.js';
import type { ContainerState, PodmanState, StateEntry } from '../phases/observed.js';
import type { Operation, OperationOf, StopHook } from '../podman/operations.js';
import type { ContainerRules } from '../supervisor/model.js';
import { rulesOf } from '../supervisor/rules.js';
import { isOurs, isOwnedBy, label } from './labels.js';
import type { ObjectKey } from './object-key.js';
import { proxyOwner, servedIngresses } from './proxy.js';
import { recordName } from './records.js';

/** One object to take away, and whether the data of its claims goes, too. */
export interface RemovedObject extends ObjectKey {
  readonly origin: FieldPath;
  readonly claims?: boolean;
}

/** What to take away, and how. */
export interface Removal {
  readonly objects: readonly RemovedObject[];
  /** Also the volumes of claims, with their data. */
  readonly claims: boolean;
  /** Instead of each container's own grace period. */
  readonly graceSeconds?: number;
  /** Only these of the objects' things, and no network. */
  /** The proxy of Ingresses goes with the last of them, unless others take it over. */
  readonly proxy?: 'kept';
  readonly only?: (labels: { readonly [name: string]: string }, name: string) => boolean;
}

/**
 * The operations that take away all that is ours of the given objects, and nothing else: containers stopped as the
 * kubelet does (pkg/kubelet/kuberuntime killPodWithSyncResult: sidecars last, in reverse order), pods, their own
 * volumes and secrets, records, and a network on which nothing is left.
 */
export function planRemoval(removal: Removal, state: PodmanState): readonly Operation[] {
  const objects = withProxy(
    withContents(removal.objects, state).flatMap((object) => [object, ...runsOf(object, state)]),
    removal,
    state,
  );
  const parts = objects.map((object) => removeObject(object, removal, state));
  // All pods first: a claim may be used by the pod of another object.
  const all = [...parts.flatMap(({ pods }) => pods), ...parts.flatMap(({ rest }) => rest)];
  // An object may be named twice: itself, and with its CronJob or Namespace.
  const operations = [...new Map(all.map((operation) => [operation.id, operation])).values()];
  return [...operations, ...removeNetworks(removal, state, operations)];
}

/** With the last Ingress goes the proxy. */
function withProxy(
  objects: readonly Removed[],
  { proxy, only }: Removal,
  state: PodmanState,
): readonly Removed[] {
  const [last] = objects.filter(({ kind }) => kind === 'Ingress');
  if (last === undefined || proxy === 'kept' || only !== undefined) return objects;
  const gone = new Set(objects.map(recordName));
  const stays = servedIngresses(state).some((ingress) => !gone.has(recordName(ingress)));
  return stays ? objects : [...objects, { ...proxyOwner, origin: last.origin }];
}

/** The Jobs that a CronJob has started go with it. */
function runsOf<T extends ObjectKey>(cronJob: T, state: PodmanState): readonly T[] {
  if (cronJob.kind !== 'CronJob') return [];
  return [...state.volumes.values()]
    .filter(({ labels }) => isOurs(labels) && labels[label.purpose] === 'record')
    .filter(
      ({ labels }) => labels[label.parent] === cronJob.name && labels[label.namespace] === cronJob.namespace,
    )
    .map(({ labels }) => ({ ...cronJob, kind: 'Job', name: labels[label.name] ?? '' }));
}

type Removed = Removal['objects'][number];

/** With a Namespace goes all that is in it. Source: kubernetes pkg/controller/namespace/deletion/namespaced_resources_deleter.go. */
function withContents(objects: readonly Removed[], state: PodmanState): readonly Removed[] {
  const known = new Set(objects.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`));
  const contents = objects
    .filter(({ kind }) => kind === 'Namespace')
    .flatMap(({ name: namespace, origin }) =>
      [...state.volumes.values()].flatMap(({ labels }): readonly Removed[] => {
        const [kind = '', name = ''] = [labels[label.kind], labels[label.name]];
        const isRecord = isOurs(labels) && labels[label.purpose] === 'record';
        if (!isRecord || labels[label.namespace] !== namespace || known.has(`${kind}/${namespace}/${name}`))
          return [];
        return [{ kind, namespace, name, origin }];
      }),
    );
  return [...objects, ...contents];
}

function removeObject(
  object: RemovedObject,
  removal: Removal,
  state: PodmanState,
): { readonly pods: readonly Operation[]; readonly rest: readonly Operation[] } {
  const { origin } = object;
  const { only } = removal;
  const mine = <T extends StateEntry>(entries: ReadonlyMap<string, T>): readonly T[] =>
    [...entries.values()].filter(
      (entry) => isOwnedBy(entry.labels, object) && (only === undefined || only(entry.labels, entry.name)),
    );
  const pods = podsOfObject(object, state)
    .filter((pod) => only === undefined || only(pod.labels, pod.name))
    .flatMap((pod) => removeWholePod(pod, origin, removal.graceSeconds, state));
  const needs = pods.map(({ id }) => id);
  const volumes = mine(state.volumes)
    .filter((volume) => volume.labels[label.purpose] !== 'claim' || removal.claims || object.claims === true)
    .map(
      (volume): Operation => ({
        op: 'volume.remove',
        id: `volume.remove ${volume.name}`,
        needs,
        origin,
        volume: volume.name,
      }),
    );
  const secrets = mine(state.secrets).map(
    (secret): Operation => ({
      op: 'secret.remove',
      id: `secret.remove ${secret.name}`,
      needs,
      origin,
      secret: secret.name,
    }),
  );
  const known = new Set(needs);
  return { pods, rest: [...volumes, ...secrets].filter(({ id }) => !known.has(id)) };
}

/** Its own pods; a pod by its name, even when a controller made it. */
function podsOfObject(object: ObjectKey, { pods }: PodmanState): readonly StateEntry[] {
  return [...pods.values()].filter(
    ({ labels }) =>
      isOwnedBy(labels, object) ||
      (object.kind === 'Pod' &&
        isOurs(labels) &&
        labels[label.pod] === object.name &&
        labels[label.namespace] === object.namespace),
  );
}

/** Whether anything is there that was made for an object. */
export function isThere(object: ObjectKey, state: PodmanState): boolean {
  return state.volumes.has(recordName(object)) || podsOfObject(object, state).length > 0;
}

/** Stops and removes one pod with all that goes with it: its own volumes and secrets. */
export function removeWholePod(
  pod: StateEntry,
  origin: FieldPath,
  graceSeconds: number | undefined,
  state: PodmanState,
): readonly Operation[] {
  const removed = removePod(pod.name, origin, graceSeconds, state);
  const needs = removed.map(({ id }) => id);
  const isPart = ({ labels }: StateEntry): boolean =>
    isOurs(labels) &&
    labels[label.purpose] === 'pod' &&
    labels[label.pod] === pod.labels[label.pod] &&
    labels[label.namespace] === pod.labels[label.namespace];
  const volumes = [...state.volumes.values()].filter(isPart).map(
    ({ name }): Operation => ({
      op: 'volume.remove',
      id: `volume.remove ${name}`,
      needs,
      origin,
      volume: name,
    }),
  );
  const secrets = [...state.secrets.values()].filter(isPart).map(
    ({ name }): Operation => ({
      op: 'secret.remove',
      id: `secret.remove ${name}`,
      needs,
      origin,
      secret: name,
    }),
  );
  return [...removed, ...volumes, ...secrets];
}

/**
 * Stops and removes one pod: app containers together, then sidecars one by one from the last to the first, all within one
 * grace period. Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer;
 * kuberuntime_termination_order.go, waitForTurn.
 */
export function removePod(
  pod: string,
  origin: FieldPath,
  graceSeconds: number | undefined,
  state: PodmanState,
): readonly Operation[] {
  const running = [...state.containers.values()].filter(
    (c) => c.pod === pod && !c.isInfra && c.state === 'running',
  );
  const sidecars = running
    .filter((c) => c.labels[label.role] === 'sidecar')
    .sort(bySidecarOrder)
    .reverse();
  const others = running.filter((c) => c.labels[label.role] !== 'sidecar');
  const stages = [others, ...sidecars.map((sidecar) => [sidecar])].filter((stage) => stage.length > 0);
  // Every preStop hook begins at once, also of those whose turn is later.
  const hooks = running.flatMap((container) => stopHook(container, graceSeconds, state));
  const stops: OperationOf<'container.stop'>[] = [];
  for (const stage of stages) {
    const [first] = stops;
    const containers = stage.map(({ name }) => name).sort();
    const whole = graceSeconds ?? graceOf(stage);
    stops.push({
      op: 'container.stop',
      id: `container.stop ${containers.join(' ')}`,
      needs: stops.map(({ id }) => id),
      origin,
      containers,
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
      ...(first !== undefined || hooks.length === 0 ? {} : { hooks }),
      ...(first === undefined || whole === undefined
        ? {}
        : { left: { since: first.id, graceSeconds: whole } }),
    });
  }
  const remove: Operation = {
    op: 'pod.remove',
    id: `pod.remove ${pod}`,
    needs: stops.map(({ id }) => id),
    origin,
    pod,
    graceSeconds: 0,
  };
  return [...stops, remove];
}

/** The preStop hook that a supervised container carries in its rules. */
function stopHook(
  container: ContainerState,
  graceSeconds: number | undefined,
  state: PodmanState,
): readonly StopHook[] {
  const rules = rulesOf<ContainerRules>(container.labels[label.rules]);
  const hook = rules?.lifecycle.preStop;
  if (rules === undefined || hook === undefined) return [];
  const address = state.pods.get(container.pod)?.labels[label.address] ?? '127.0.0.1';
  return [{ container: container.name, hook, graceSeconds: graceSeconds ?? rules.graceSeconds, address }];
}

/** The grace period of containers whose rules tell it. */
function graceOf([container]: readonly ContainerState[]): number | undefined {
  return rulesOf<ContainerRules>(container?.labels[label.rules])?.graceSeconds;
}

function bySidecarOrder(a: ContainerState, b: ContainerState): number {
  return Number(a.labels[label.order] ?? 0) - Number(b.labels[label.order] ?? 0);
}

function removeNetworks(
  removal: Removal,
  state: PodmanState,
  operations: readonly Operation[],
): readonly Operation[] {
  const [first] = removal.objects;
  if (first === undefined || removal.only !== undefined) return [];
  const gone = new Set(
    operations.flatMap((operation) => (operation.op === 'pod.remove' ? [operation.pod] : [])),
  );
  const namespaces = new Set(removal.objects.map(({ namespace }) => namespace));
  return [...state.networks.values()]
    .filter(({ labels }) => isOurs(labels))
    .filter(({ labels: { [label.namespace]: own } }) => own === undefined || namespaces.has(own))
    .filter(({ labels }) => !podsOf(labels[label.namespace], state).some((pod) => !gone.has(pod)))
    .map(
      (network): Operation => ({
        op: 'network.remove',
        id: `network.remove ${network.name}`,
        needs: operations.map(({ id }) => id),
        origin: first.origin,
        network: network.name,
      }),
    );
}

/** Pods that may be on a network: those of its namespace, or all when it belongs to none. */
function podsOf(namespace: string | undefined, state: PodmanState): readonly string[] {
  return [...state.pods.values()].flatMap(({ name, labels }) =>
    isOurs(labels) && (namespace === undefined || labels[label.namespace] === namespace) ? [name] : [],
  );
}

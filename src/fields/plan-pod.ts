import type { FieldPath } from '../diagnostics/field-path.js';
import type { PodModel, SetMembership } from '../model/pod-model.js';
import type { Observed } from '../phases/observed.js';
import { podNames } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import { type Labels, label, podLabels } from '../reconcile/labels.js';
import type { PlanContext, PodNames } from './context.js';
import { uniqueOperations } from './merge.js';
import { mountsOf, planContainer } from './plan-container.js';
import { createOperations, firstStarts } from './pod-operations.js';
import { mapFiles, mapOwners, podIdMap } from './security/id-map.js';
import type { FilesVolume } from './volumes/model.js';
import { filesVolumes, planVolumes } from './volumes/plan-volumes.js';

/** One pod in Podman's words: what creates it, and what starts it afterwards. */
export interface PlannedPod {
  readonly namespace: string;
  readonly names: PodNames;
  readonly labels: Labels;
  readonly origin: FieldPath;
  readonly joinsNetwork: boolean;
  readonly hasInit: boolean;
  /** Another pod must be ready first. */
  readonly waits: boolean;
  /** Podman names of its containers, volumes and secrets. */
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  readonly secrets: readonly string[];
  /** Its place among the pods of its controller. */
  readonly set?: SetMembership;
  /** Volumes whose contents follow their ConfigMap or Secret while it runs. */
  readonly files: readonly FilesVolume[];
  readonly create: readonly Operation[];
  readonly start: readonly Operation[];
}

/** What planning a pod needs besides its model. */
export interface PodPlanning {
  readonly observed: Observed;
  readonly situation: Situation;
  /** Those of a template, which are not final yet. */
  readonly names?: PodNames;
}

/**
 * Plans one pod: images, volumes and secrets, then the pod and its infra container, which gives the pod its address,
 * then all containers, and only when all of them exist they start in the kubelet's order (design decision 3).
 */
export function planPod(
  model: PodModel,
  { observed, situation, names = podNames(model.identity.namespace, model.identity.name) }: PodPlanning,
): PlannedPod {
  const { identity, origin } = model;
  const labels: Labels = { ...podLabels(identity), [label.purpose]: 'pod' };
  const context: PlanContext = { situation, observed, identity, names, labels, origin };
  const containers = [...model.initContainers, ...model.containers].map((container, order) =>
    planContainer(container, order, model, context),
  );
  const idMap = podIdMap(model.security, context);
  const before = uniqueOperations([
    ...planVolumes(model.volumes, mountsOf(model), context),
    ...containers.flatMap(({ merged }) => merged.before),
  ]).map((operation) => (idMap === undefined ? operation : mapOwners(operation, idMap)));
  const create = createOperations(model, containers, before, context);
  return {
    namespace: identity.namespace,
    names,
    labels,
    origin,
    joinsNetwork: !model.networking.hostNetwork,
    hasInit: model.initContainers.length > 0,
    waits: identity.startsAfter !== undefined,
    containers: containers.map(({ spec }) => spec.name),
    volumes: before.flatMap((operation) =>
      operation.op === 'volume.create' && operation.volume.labels[label.purpose] === 'pod'
        ? [operation.volume.name]
        : [],
    ),
    secrets: before.flatMap((operation) => (operation.op === 'secret.create' ? [operation.secret] : [])),
    ...(identity.set === undefined ? {} : { set: identity.set }),
    files: filesVolumes(model.volumes, mountsOf(model), context).map((volume) =>
      idMap === undefined ? volume : { ...volume, files: mapFiles(volume.files, idMap.first) },
    ),
    create,
    start: firstStarts({ model, containers, create, situation }),
  };
}

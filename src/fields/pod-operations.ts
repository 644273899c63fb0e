import type { PodModel } from '../model/pod-model.js';
import { lateValues } from '../model/text.js';
import { infraName } from '../podman/commands.js';
import type { PodSpec } from '../podman/container-spec.js';
import type { Operation, RetryRule } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import { label } from '../reconcile/labels.js';
import type { PlanContext } from './context.js';
import { mergeContributions } from './merge.js';
import { planMetadata } from './metadata/podman.js';
import { planNetworking } from './network/podman.js';
import type { PlannedContainer } from './plan-container.js';
import { planPorts } from './ports/podman.js';
import { planPodResources } from './resources/podman.js';
import { planPodSecurity } from './security/podman.js';
import { planPodSteering } from './steering/podman.js';
import { podRules } from './supervisor-rules.js';

/** What makes a pod, after `before`: the pod, its infra container's start, and its containers. */
export function createOperations(
  model: PodModel,
  containers: readonly PlannedContainer[],
  before: readonly Operation[],
  context: PlanContext,
): readonly Operation[] {
  const { names, origin } = context;
  const security = planPodSecurity(model.security, context);
  const pod = mergeContributions<PodSpec>([
    planMetadata(context),
    planNetworking(model.networking, context),
    security,
    planPodSteering(model.steering, security.spec.idMap === undefined ? 'none' : 'own'),
    planPodResources(model.resources, context),
    planPorts({
      containers: [...model.initContainers, ...model.containers],
      hostNetwork: model.networking.hostNetwork,
    }),
  ]);
  const address = context.observed.addresses.get(names.pod);
  const labels = {
    ...pod.spec.labels,
    ...(address === undefined || model.networking.hostNetwork ? {} : { [label.address]: address.ip }),
    ...(context.situation.supervised ? { [label.rules]: JSON.stringify(podRules(model)) } : {}),
  };
  const podCreate: Operation = {
    op: 'pod.create',
    id: `pod.create ${names.pod}`,
    needs: before.map(({ id }) => id),
    origin,
    pod: { ...pod.spec, labels, name: names.pod, infraName: infraName(names.pod), exitPolicy: 'continue' },
  };
  const infraStart: Operation = {
    op: 'infra.start',
    id: `infra.start ${names.pod}`,
    needs: [podCreate.id],
    origin,
    pod: names.pod,
  };
  const created = containers
    .filter((planned) => !isDeferred(planned, containers))
    // Beside the start of the infra container, unless they take its address.
    .flatMap((planned) => createContainer(planned, [podCreate.id, ...sourcesOf(planned, containers)]));
  return [...before, ...pod.before, podCreate, ...pod.between, infraStart, ...created];
}

/** Containers of the pod whose volumes another one takes over are there before it. */
function sourcesOf({ spec }: PlannedContainer, containers: readonly PlannedContainer[]): readonly string[] {
  const named = (spec.volumesFrom ?? []).map((source) => source.split(':')[0]);
  return containers.flatMap((one) =>
    named.includes(one.spec.name) ? [`container.create ${one.spec.name}`] : [],
  );
}

/** Whether a container must be created late: it needs files that init containers of the pod may make. */
function isDeferred(
  { merged, container }: PlannedContainer,
  containers: readonly PlannedContainer[],
): boolean {
  const readsFiles = container.env.some(({ value }) =>
    lateValues(value).some(({ name }) => name === 'fileKey'),
  );
  return (merged.atStart.length > 0 || readsFiles) && containers.some((one) => one.container.role !== 'app');
}

/** What a container's creation takes: the folders that its mounts expect, the container, what is put into it. */
function createContainer(
  { container, spec, merged }: PlannedContainer,
  needs: readonly string[],
): readonly Operation[] {
  const { atStart, between } = merged;
  const create: Operation = {
    op: 'container.create',
    id: `container.create ${spec.name}`,
    needs: [...needs, ...atStart.map(({ id }) => id)],
    origin: container.origin,
    container: spec,
  };
  return [...atStart, create, ...between];
}

/**
 * The supervisor starts what it watches, but for what nothing has to be awaited for: that is started at once, without a
 * word when it fails, since the supervisor then tries again. Where files of init containers must be there before a
 * container can be made, all is started from here.
 */
export function firstStarts({
  model,
  containers,
  create,
  situation,
}: {
  readonly model: PodModel;
  readonly containers: readonly PlannedContainer[];
  readonly create: readonly Operation[];
  readonly situation: Situation;
}): readonly Operation[] {
  const starts = (): readonly Operation[] => startOperations(model, containers, create);
  if (!situation.supervised || containers.some((planned) => isDeferred(planned, containers))) return starts();
  const waits = model.identity.startsAfter !== undefined;
  const isPlain = containers.every(
    ({ container }) => container.role === 'app' && container.lifecycle.postStart === undefined,
  );
  if (waits || !isPlain) return [];
  return starts().map((operation) =>
    operation.op === 'container.start' ? { ...operation, onFailure: 'leave-to-supervisor' } : operation,
  );
}

/** Init containers and sidecars one after the other, then the containers in file order. */
function startOperations(
  model: PodModel,
  containers: readonly PlannedContainer[],
  create: readonly Operation[],
): readonly Operation[] {
  const operations: Operation[] = [];
  for (const planned of containers) {
    const { container, spec } = planned;
    if (isDeferred(planned, containers))
      operations.push(
        ...createContainer(
          planned,
          operations.slice(-1).map(({ id }) => id),
        ),
      );
    const previous = operations.at(-1)?.id;
    const needs = previous === undefined ? create.map(({ id }) => id) : [previous];
    const place = { needs, origin: container.origin };
    operations.push(
      container.role === 'init'
        ? {
            op: 'container.complete',
            id: `container.complete ${spec.name}`,
            ...place,
            container: spec,
            retry: retryRule(model),
          }
        : { op: 'container.start', id: `container.start ${spec.name}`, ...place, container: spec.name },
    );
  }
  return operations;
}

/** Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions; back-off of pkg/kubelet/kubelet.go. */
function retryRule({ restart }: PodModel): RetryRule {
  return {
    onFailure: restart.policy === 'Never' ? 'fail' : 'retry',
    firstDelaySeconds: 10,
    maxDelaySeconds: 300,
  };
}

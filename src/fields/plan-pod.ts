import type { FieldPath } from '../diagnostics/field-path.js';
import type { ContainerModel, PodModel, SetMembership } from '../model/pod-model.js';
import { lateValues } from '../model/text.js';
import type { Observed } from '../phases/observed.js';
import { infraName } from '../podman/commands.js';
import type { ContainerSpec, PodSpec } from '../podman/container-spec.js';
import { podNames } from '../podman/names.js';
import type { Operation, RetryRule } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import { type Labels, label, podLabels } from '../reconcile/labels.js';
import type { ContainerRules, PodRules } from '../supervisor/model.js';
import type { PlanContext, PodNames } from './context.js';
import { planEnv } from './env/podman.js';
import { planImage } from './image/podman.js';
import { planLifecycle } from './lifecycle/podman.js';
import { type Merged, mergeContributions, uniqueOperations } from './merge.js';
import { planMetadata } from './metadata/podman.js';
import { planContainerNetworking } from './network/container.js';
import { planNetworking } from './network/podman.js';
import { planPorts } from './ports/podman.js';
import { planProbes } from './probes/podman.js';
import { planProcess } from './process/podman.js';
import { planPodResources, planResources } from './resources/podman.js';
import { planContainerRestart } from './restart/podman.js';
import { planContainerSecurity, planPodSecurity } from './security/podman.js';
import { planContainerSteering, planPodSteering } from './steering/podman.js';
import type { FilesVolume, ResolvedMount } from './volumes/model.js';
import { planMounts } from './volumes/plan-mounts.js';
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

interface PlannedContainer {
  readonly container: ContainerModel;
  readonly spec: ContainerSpec;
  readonly merged: Merged<ContainerSpec>;
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
  const before = uniqueOperations([
    ...planVolumes(model.volumes, mountsOf(model), context),
    ...containers.flatMap(({ merged }) => merged.before),
  ]);
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
    files: filesVolumes(model.volumes, mountsOf(model), context),
    create,
    start: firstStarts({ model, containers, create, situation }),
  };
}

function planContainer(
  container: ContainerModel,
  order: number,
  model: PodModel,
  podContext: PlanContext,
): PlannedContainer {
  const { name, role } = container;
  const own: Labels = {
    [label.container]: name,
    [label.role]: role,
    [label.order]: String(order),
    'io.kubernetes.container.name': name,
  };
  const context: PlanContext = { ...podContext, origin: container.origin };
  const merged = mergeContributions<ContainerSpec>([
    planMetadata({ ...context, labels: { ...context.labels, ...own } }),
    planImage(container.image, context),
    planProcess({ process: container.process, container: name }, context),
    planEnv({ env: container.env, container: name, volumes: model.volumes }, context),
    planContainerSecurity(container.security, context),
    planResources(container.resources, context),
    planContainerSteering(model.steering, name),
    planContainerNetworking(model.networking, context),
    planMounts(
      { mounts: container.mounts, volumes: model.volumes, container: name, all: mountsOf(model) },
      context,
    ),
    planProbes(container.probes, context.situation),
    planLifecycle(
      {
        lifecycle: container.lifecycle,
        container: name,
        mountPaths: container.mounts.mounts.map(({ path }) => path),
      },
      context,
    ),
    planContainerRestart({
      restart: container.restart,
      pod: model.restart,
      role,
      supervised: context.situation.supervised,
    }),
    { spec: { httpProxy: false } },
  ]);
  const directories = merged.between.flatMap((operation) =>
    operation.op === 'container.mkdir' ? [operation.path] : [],
  );
  const spec: ContainerSpec = {
    ...merged.spec,
    ...(context.situation.supervised
      ? {
          labels: {
            ...merged.spec.labels,
            [label.rules]: JSON.stringify({
              ...containerRules(container, order, model, directories),
              ...(hasMessage(merged.spec) ? { message: container.lifecycle.terminationMessagePolicy } : {}),
            }),
          },
        }
      : {}),
    name: context.names.container(name),
    pod: context.names.pod,
    image: container.image.reference,
  };
  return { container, spec, merged };
}

function hasMessage({ mounts = [] }: Partial<ContainerSpec>): boolean {
  return mounts.some((mount) => mount.kind === 'bind' && mount.prepared === 'message');
}

/** What the supervisor goes by; it stands in a label, so that it survives whatever happens to the supervisor. */
function containerRules(
  { role, restart, probes, lifecycle }: ContainerModel,
  order: number,
  model: PodModel,
  directories: readonly string[],
): ContainerRules {
  const { postStart, preStop } = lifecycle;
  return {
    role,
    order,
    restart,
    probes,
    lifecycle: { ...(postStart && { postStart }), ...(preStop && { preStop }) },
    graceSeconds: model.restart.graceSeconds,
    directories,
    restarts: 0,
    streak: 0,
  };
}

function podRules({ networking, restart, identity, initContainers, containers }: PodModel): PodRules {
  const { deadlineSeconds } = restart;
  const { startsAfter } = identity;
  const named = [...initContainers, ...containers].flatMap(({ ports }) =>
    ports.filter(({ name }) => name !== undefined),
  );
  return {
    hostNetwork: networking.hostNetwork,
    containers: initContainers.length + containers.length,
    ports: Object.fromEntries(named.map(({ name = '', containerPort }) => [name, containerPort])),
    ...(networking.member === undefined ? {} : { member: networking.member }),
    ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
    ...(startsAfter === undefined ? {} : { after: podNames(identity.namespace, startsAfter).pod }),
  };
}

function createOperations(
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
    planPodSteering(model.steering, security.spec.userns === undefined ? 'none' : 'own'),
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

function mountsOf(model: PodModel): readonly ResolvedMount[] {
  return [...model.initContainers, ...model.containers].flatMap(({ mounts }) => mounts.mounts);
}

/**
 * The supervisor starts what it watches, but for what nothing has to be awaited for: that is started at once, without a
 * word when it fails, since the supervisor then tries again. Where files of init containers must be there before a
 * container can be made, all is started from here.
 */
function firstStarts({
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

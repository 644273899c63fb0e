import type { ContainerModel, PodModel } from '../model/pod-model.js';
import type { ContainerSpec } from '../podman/container-spec.js';
import { type Labels, label } from '../reconcile/labels.js';
import type { PlanContext } from './context.js';
import { planEnv } from './env/podman.js';
import { planImage } from './image/podman.js';
import { planLifecycle } from './lifecycle/podman.js';
import { type Merged, mergeContributions } from './merge.js';
import { planMetadata } from './metadata/podman.js';
import { planContainerNetworking } from './network/container.js';
import { planProbes } from './probes/podman.js';
import { planProcess } from './process/podman.js';
import { planResources } from './resources/podman.js';
import { planContainerRestart } from './restart/podman.js';
import { planContainerSecurity } from './security/podman.js';
import { planContainerSteering } from './steering/podman.js';
import { containerRules } from './supervisor-rules.js';
import type { ResolvedMount } from './volumes/model.js';
import { planMounts } from './volumes/plan-mounts.js';

/** One container in Podman's words, with what must be done before and after it is made. */
export interface PlannedContainer {
  readonly container: ContainerModel;
  readonly spec: ContainerSpec;
  readonly merged: Merged<ContainerSpec>;
}

/** Puts together what each area of fields says of a container; `order`: its place among the containers of the pod. */
export function planContainer(
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

/** The mounts of all containers of a pod. */
export function mountsOf(model: PodModel): readonly ResolvedMount[] {
  return [...model.initContainers, ...model.containers].flatMap(({ mounts }) => mounts.mounts);
}

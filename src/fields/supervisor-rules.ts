import type { ContainerModel, PodModel } from '../model/pod-model.js';
import { podNames } from '../podman/names.js';
import type { ContainerRules, PodRules } from '../supervisor/model.js';

/** What the supervisor goes by; it stands in a label, so that it survives whatever happens to the supervisor. */
export function containerRules(
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

/** What the supervisor must know of a pod; in a label of the pod. */
export function podRules({ networking, restart, identity, initContainers, containers }: PodModel): PodRules {
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

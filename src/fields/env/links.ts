import type { ContainerModel, PodModel } from '../../model/pod-model.js';

/**
 * A pod without the variables that tell of Services, for comparing it with what runs: as on a node, a Service that is
 * added or removed changes nothing about pods that run; containers find the new variables when they are made anew.
 * Source: kubernetes.io, concepts/services-networking/service, Environment variables.
 */
export function withoutServiceVariables(model: PodModel): PodModel {
  const strip = (container: ContainerModel): ContainerModel => ({
    ...container,
    env: container.env.filter(({ fromService }) => fromService !== true),
  });
  return {
    ...model,
    initContainers: model.initContainers.map(strip),
    containers: model.containers.map(strip),
  };
}

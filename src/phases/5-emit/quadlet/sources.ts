import type { Report } from '../../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../../diagnostics/field-path.js';
import type { ContainerModel, PodModel } from '../../../model/pod-model.js';
import { podNames } from '../../../podman/names.js';
import type { Operation, OperationOf } from '../../../podman/operations.js';
import type { Situation } from '../../../podman/target.js';

/** What all units of one conversion are printed from. */
export interface UnitSources {
  readonly situation: Situation;
  readonly report: Report;
  readonly operations: readonly Operation[];
  /** By Podman's name of the container. */
  readonly containers: ReadonlyMap<string, { readonly pod: PodModel; readonly container: ContainerModel }>;
}

/** Looks the models up by Podman's names, since a plan's operations carry only those. */
export function unitSources(
  operations: readonly Operation[],
  pods: readonly PodModel[],
  rest: Pick<UnitSources, 'situation' | 'report'>,
): UnitSources {
  const containers = pods.flatMap((pod) => {
    const names = podNames(pod.identity.namespace, pod.identity.name);
    return [...pod.initContainers, ...pod.containers].map(
      (container) => [names.container(container.name), { pod, container }] as const,
    );
  });
  return { ...rest, operations, containers: new Map(containers) };
}

/** All operations of one kind, in order. */
export function operationsOf<K extends Operation['op']>(
  { operations }: Pick<UnitSources, 'operations'>,
  kind: K,
): readonly OperationOf<K>[] {
  return operations.filter((operation): operation is OperationOf<K> => operation.op === kind);
}

/** `FILE:LINE path`: where a unit comes from. */
export function placeOf(origin: FieldPath): string {
  const path = origin.toString();
  return `${origin.document.file}:${origin.range().line}${path === '' ? '' : ` ${path}`}`;
}

/** Labels for people: kube2pod's own are for its commands, which do not look after units. */
export function ownLabels(labels: { readonly [name: string]: string }): { readonly [name: string]: string } {
  const isNoise = (name: string): boolean => /^(kube2pod\.io|io\.kubernetes\.(pod|container))[./]/.test(name);
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !isNoise(name)));
}

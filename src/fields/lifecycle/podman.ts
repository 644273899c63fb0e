import type { Mount } from '../../podman/container-spec.js';
import type { ContainerContribution, PlanContext } from '../context.js';
import type { ContainerLifecycle } from './model.js';

/** What planning a container's life needs besides its own part of the model. */
export interface LifecycleInput {
  readonly lifecycle: ContainerLifecycle;
  /** The container's name in its pod. */
  readonly container: string;
  /** Where its volumes are mounted. */
  readonly mountPaths: readonly string[];
}

/**
 * The signal that ends the container (without one Podman takes the image's, as a node does), and the file for its last
 * message, which the supervisor reads.
 * Sources: man podman-create(1), --stop-signal; kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, makeMounts.
 */
export function planLifecycle(input: LifecycleInput, context: PlanContext): ContainerContribution {
  const { stopSignal } = input.lifecycle;
  const mount = messageMount(input, context);
  return {
    spec: {
      ...(stopSignal === undefined ? {} : { stopSignal }),
      ...(mount === undefined ? {} : { mounts: [mount] }),
    },
  };
}

/** A volume that the manifest puts at the same place goes first. */
function messageMount(
  { lifecycle, container, mountPaths }: LifecycleInput,
  { situation, observed, names }: PlanContext,
): Mount | undefined {
  const { terminationMessagePath: target } = lifecycle;
  const { messageDirectory } = observed.node;
  if (!situation.supervised || situation.output !== 'run' || messageDirectory === undefined) return undefined;
  if (mountPaths.includes(target)) return undefined;
  const source = `${messageDirectory}/${names.pod}/${names.container(container)}`;
  // Shared, so that SELinux lets both the container and us at it; elsewhere the word means nothing.
  return {
    kind: 'bind',
    source: [source],
    target,
    readOnly: false,
    prepared: 'message',
    options: ['relabel=shared'],
  };
}

import type { ContainerRole } from '../../model/pod-model.js';
import type { ContainerContribution } from '../context.js';
import type { ContainerRestart, PodRestart, RestartPolicy } from './model.js';

const podmanPolicy = { Always: 'always', OnFailure: 'on-failure', Never: 'no' } as const satisfies {
  readonly [policy in RestartPolicy]: string;
};

/** What planning one container's end needs: its own policy, the pod's, and what kind of container it is. */
export interface RestartInput {
  readonly restart: ContainerRestart;
  readonly pod: PodRestart;
  readonly role: ContainerRole;
  /** Watched by the supervisor, which starts again what ends: Podman then never does. */
  readonly supervised: boolean;
}

/**
 * Podman's own means for a container's end. The stop time is always said: Podman's default is 10 s, a pod's 30. An
 * init container is tried again by whoever waits for it, never by Podman. A deadline is said only where nothing is
 * started again: Podman's time limit kills a container, and its restart policy would bring it back.
 * Source: man podman-create(1), --restart, --stop-timeout, --timeout.
 */
export function planContainerRestart({
  restart,
  pod,
  role,
  supervised,
}: RestartInput): ContainerContribution {
  const policy = role === 'init' || supervised ? 'no' : podmanPolicy[restart.policy];
  return {
    spec: {
      restart: policy,
      stopTimeoutSeconds: pod.graceSeconds,
      ...(policy === 'no' && !supervised && pod.deadlineSeconds !== undefined
        ? { timeoutSeconds: pod.deadlineSeconds }
        : {}),
    },
  };
}

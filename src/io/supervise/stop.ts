import type { SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { stopContainer as stopPodmanContainer } from '../connection.js';
import { leastGraceSeconds, runPreStop } from '../hooks.js';
import type { Surroundings } from './surroundings.js';

/**
 * Stops a container as the kubelet does: preStop first, inside the grace period, then the stop signal, then KILL.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
 */
export async function stopContainer(
  container: SupervisedContainer,
  graceSeconds: number,
  pod: SupervisedPod,
  surroundings: Surroundings,
): Promise<void> {
  const { name, id, rules } = container;
  const { program, note } = surroundings;
  const hook = rules.lifecycle.preStop;
  let leftSeconds = graceSeconds === 0 ? 0 : Math.max(graceSeconds, leastGraceSeconds);
  if (hook !== undefined) {
    const ran = await runPreStop({ container: id, hook, graceSeconds }, hookContext(pod, surroundings));
    ({ leftSeconds } = ran);
    if (ran.failed !== undefined) {
      note(pod.name, {
        type: 'Warning',
        reason: 'FailedPreStopHook',
        message: `PreStopHook of ${name} failed: ${ran.failed}`,
      });
    }
  }
  await stopPodmanContainer(program, id, leftSeconds);
}

/** Hooks of a pod reach it from where probes do. */
export function hookContext(pod: SupervisedPod, { program, reach }: Surroundings) {
  return {
    program,
    request: async (...[action, timeoutMs]: [Parameters<Surroundings['reach']>[1], number]) => {
      const result = await reach(pod, action, timeoutMs);
      return result === 'no-prober' ? 'the pod could not be reached' : result;
    },
  };
}

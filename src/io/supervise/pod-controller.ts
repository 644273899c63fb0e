import type { PodmanState } from '../../phases/observed.js';
import { infraName } from '../../podman/commands.js';
import type { ActOutcome, Controller } from '../../supervisor/controller.js';
import type { PodAction, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { decidePods } from '../../supervisor/pods.js';
import { inspectContainer, type PodmanConnection } from '../connection.js';
import { runHook } from '../hooks.js';
import { cleanMessage } from '../outcome.js';
import { runPodman } from '../podman.js';
import { withStoreLock } from './locked.js';
import { finish, recreate, recreateAll } from './recreate.js';
import type { StartFailures } from './start-failures.js';
import { startOnce } from './start-once.js';
import { hookContext, stopContainer } from './stop.js';
import type { Surroundings } from './surroundings.js';

/** A hook has as long as it takes. */
const longestHookMs = 24 * 3_600_000;

/** Does for each pod what the kubelet does: starts, restarts, stops. */
export function podController(surroundings: Surroundings, failures: StartFailures): Controller<PodAction> {
  return {
    name: 'pod',
    decide: decidePods,
    act: async (action, object, view) => {
      const pod = view.pods.find(({ name }) => name === object);
      return pod === undefined ? 'done' : act(action, pod, { ...surroundings, failures, state: view.state });
    },
  };
}

type PodSurroundings = Surroundings & { readonly failures: StartFailures; readonly state: PodmanState };

async function act(
  action: PodAction,
  pod: SupervisedPod,
  surroundings: PodSurroundings,
): Promise<ActOutcome> {
  const named = (name: string): SupervisedContainer | undefined =>
    pod.containers.find((container) => container.name === name);
  switch (action.action) {
    case 'start':
      return startContainer(named(action.container), pod, surroundings);
    case 'restart':
      return restartContainer(named(action.container), action.streak, pod, surroundings);
    case 'stop': {
      const container = named(action.container);
      if (container === undefined) return 'done';
      const message = `Stopping container ${container.name}: ${action.reason}`;
      surroundings.note(pod.name, { type: 'Normal', reason: 'Killing', message });
      await stopContainer(container, action.graceSeconds, pod, surroundings);
      return 'done';
    }
    case 'finish': {
      const container = named(action.container);
      if (container === undefined) return 'done';
      return withStoreLock(surroundings, () => finish(container, surroundings.program));
    }
    case 'restart-pod':
      return restartPod(pod, 'sandbox', surroundings);
    case 'restart-containers':
      return restartPod(pod, 'containers', surroundings);
    default:
      return action satisfies never;
  }
}

/**
 * Starts a container and runs its postStart hook, whose failure stops it again. A container that cannot be started has
 * ended with 128, as on a node.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer.
 */
async function startContainer(
  container: SupervisedContainer | undefined,
  pod: SupervisedPod,
  surroundings: PodSurroundings,
): Promise<ActOutcome> {
  if (container === undefined) return 'done';
  const { name, id, rules } = container;
  const { note, failures } = surroundings;
  // Apply starts containers too, under the lock; beside each other the supervisor's own starts may go.
  const started = await withStoreLock(
    surroundings,
    () => startOnce(container, surroundings.program),
    'shared',
  );
  if (started === 'failed') return 'failed';
  if (started === 'had-started') return 'done';
  if ('problem' in started) {
    const message = `${name} did not start: ${cleanMessage(started.problem.stderr)}`;
    note(pod.name, { type: 'Warning', reason: 'Failed', message });
    failures.record(id);
    return 'done';
  }
  const hook = rules.lifecycle.postStart;
  if (hook === undefined) return 'done';
  const failed = await runHook(
    { container: id, hook, limitMs: longestHookMs },
    hookContext(pod, surroundings),
  );
  if (failed === undefined) return 'done';
  const message = `PostStartHook of ${name} failed: ${failed}`;
  note(pod.name, { type: 'Warning', reason: 'FailedPostStartHook', message });
  await stopContainer(container, rules.graceSeconds, pod, surroundings);
  return 'done';
}

async function restartContainer(
  container: SupervisedContainer | undefined,
  streak: number,
  pod: SupervisedPod,
  surroundings: PodSurroundings,
): Promise<ActOutcome> {
  if (container === undefined) return 'done';
  const made = await withStoreLock(surroundings, () => recreate({ container, streak }, pod, surroundings));
  return made === 'failed' ? made : startContainer(made, pod, surroundings);
}

/**
 * Everything anew: kills what runs, makes the containers, and the sandbox if it is gone. Whether it is gone is asked
 * once more under the lock: what looked so may have been a pod that apply was just making.
 */
async function restartPod(
  pod: SupervisedPod,
  what: 'sandbox' | 'containers',
  surroundings: PodSurroundings,
): Promise<ActOutcome> {
  const { program, note } = surroundings;
  return withStoreLock(surroundings, async () => {
    if (what === 'sandbox' && (await sandboxOf(pod, program)) !== 'lost') return 'done';
    const message =
      what === 'sandbox'
        ? 'Pod sandbox changed, it will be killed and re-created.'
        : 'All containers start anew, as a restart rule asks';
    note(pod.name, { type: 'Normal', reason: 'SandboxChanged', message });
    const running = pod.containers.filter(({ state }) => state === 'running').map(({ id }) => id);
    if (running.length > 0) await runPodman(program, ['stop', '--time', '0', ...running]);
    return recreateAll(pod, what, surroundings);
  });
}

/** What became of the infra container since it was looked at; a pod that is gone needs nothing. */
async function sandboxOf(pod: SupervisedPod, program: PodmanConnection): Promise<'runs' | 'lost' | 'gone'> {
  const inspected = await inspectContainer(program, infraName(pod.name));
  if ('failure' in inspected) return 'gone';
  const { Running } = inspected.value.State as { readonly Running: boolean };
  return Running ? 'runs' : 'lost';
}

import type { HookAction } from '../../fields/lifecycle/model.js';
import { infraName } from '../../podman/commands.js';
import { label } from '../../reconcile/labels.js';
import type {
  ContainerRules,
  PodAction,
  SupervisedContainer,
  SupervisedPod,
} from '../../supervisor/model.js';
import { cleanMessage } from '../execute.js';
import { lockStore } from '../lock.js';
import type { NetworkProbe, ProbeResult } from '../network-probe.js';
import { type PodmanProgram, type ProgramResult, runPodman } from '../podman.js';
import { tarOf } from '../tar.js';

/** What acting on a pod needs of its surroundings. */
export interface ActContext {
  readonly program: PodmanProgram;
  /** Makes a network request of a hook from where the pod is reached. */
  readonly probe: (
    pod: SupervisedPod,
    action: NetworkProbe['action'],
    timeoutMs: number,
  ) => Promise<ProbeResult>;
  readonly log: (pod: string, message: string) => void;
  readonly failedStart: (container: string) => Promise<void>;
}

/** Does one thing about a pod. Failures are logged: the next look at the pod decides anew. */
export async function act(action: PodAction, pod: SupervisedPod, context: ActContext): Promise<void> {
  switch (action.action) {
    case 'start':
      return startContainer(named(pod, action.container), pod, context);
    case 'restart':
      return restartContainer(named(pod, action.container), action.streak, pod, context);
    case 'stop': {
      context.log(pod.name, `stopping ${action.container}: ${action.reason}`);
      return stopContainer(named(pod, action.container), action.graceSeconds, pod, context);
    }
    case 'restart-pod':
      return restartPod(pod, true, context);
    case 'restart-containers':
      return restartPod(pod, false, context);
    default:
      return action satisfies never;
  }
}

function named(pod: SupervisedPod, name: string): SupervisedContainer | undefined {
  return pod.containers.find((container) => container.name === name);
}

async function startContainer(
  container: SupervisedContainer | undefined,
  pod: SupervisedPod,
  context: ActContext,
): Promise<void> {
  if (container === undefined) return;
  const { name, rules } = container;
  const started = await runPodman(context.program, ['start', name]);
  if (started.code !== 0) {
    const message = cleanMessage(started.stderr);
    context.log(pod.name, `${name} did not start: ${message}`);
    await context.failedStart(name);
    return;
  }
  context.log(pod.name, `started ${name}`);
  const hook = rules.lifecycle.postStart;
  if (hook === undefined) return;
  // Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer (step 4).
  const failed = await runHook(hook, container, pod, context, 3_600_000);
  if (failed === undefined) return;
  context.log(pod.name, `postStart hook of ${name} failed: ${failed}`);
  await stopContainer(container, rules.graceSeconds, pod, context);
}

/** Runs a hook; undefined when it succeeded. */
export async function runHook(
  hook: HookAction,
  container: SupervisedContainer,
  pod: SupervisedPod,
  { program, probe }: Pick<ActContext, 'program' | 'probe'>,
  limitMs: number,
): Promise<string | undefined> {
  switch (hook.kind) {
    case 'exec': {
      const result = await runPodman(program, ['exec', container.name, ...hook.command], {
        timeoutMs: limitMs,
      });
      return result.code === 0 ? undefined : `exit code ${result.code} ${cleanMessage(result.stderr)}`.trim();
    }
    case 'httpGet':
      return probe(pod, hook, limitMs);
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, Math.min(hook.seconds * 1000, limitMs)));
      return undefined;
    default:
      return hook satisfies never;
  }
}

const leastGraceSeconds = 2;

/**
 * preStop first, inside the grace period; the stop signal then has what is left, at least 2 s.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
 */
export async function stopContainer(
  container: SupervisedContainer | undefined,
  graceSeconds: number,
  pod: SupervisedPod,
  context: Pick<ActContext, 'program' | 'probe' | 'log'>,
): Promise<void> {
  if (container === undefined) return;
  const begun = Date.now();
  const hook = container.rules.lifecycle.preStop;
  if (hook !== undefined && graceSeconds > 0) {
    const failed = await runHook(hook, container, pod, context, graceSeconds * 1000);
    if (failed !== undefined) context.log(pod.name, `preStop hook of ${container.name} failed: ${failed}`);
  }
  const used = Math.floor((Date.now() - begun) / 1000);
  const left =
    graceSeconds === 0 ? 0 : Math.max(graceSeconds - used, hook === undefined ? 0 : leastGraceSeconds);
  await runPodman(context.program, ['stop', '--time', String(left), container.name]);
}

/** A fresh container in place of an ended one: made by the very command that made the old one, with new counts. */
async function restartContainer(
  container: SupervisedContainer | undefined,
  streak: number,
  pod: SupervisedPod,
  context: ActContext,
): Promise<void> {
  if (container === undefined) return;
  const made = await withLock(context, () => recreate(container, streak, context));
  if (made !== undefined && made.code !== 0) {
    context.log(pod.name, `${container.name} could not be made anew: ${cleanMessage(made.stderr)}`);
    return;
  }
  await startContainer(container, pod, context);
}

async function withLock(
  context: ActContext,
  work: () => Promise<ProgramResult | undefined>,
): Promise<ProgramResult | undefined> {
  const lock = await lockStore(context.program, () => {});
  if ('problem' in lock) return work();
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function recreate(
  container: SupervisedContainer,
  streak: number,
  { program }: ActContext,
): Promise<ProgramResult | undefined> {
  const { name, id, rules } = container;
  const inspected = await runPodman(program, [
    'inspect',
    '--type',
    'container',
    '--format',
    '{{json .Config.CreateCommand}}',
    id,
  ]);
  if (inspected.code !== 0) return inspected;
  const words = createWords(JSON.parse(inspected.stdout.toString('utf8')) as readonly string[], {
    ...rules,
    restarts: rules.restarts + (streak === 0 ? 0 : 1),
    streak,
  });
  const removed = await runPodman(program, ['rm', '--force', '--time', '0', '--volumes', id]);
  if (removed.code !== 0) return removed;
  const created = await runPodman(program, words);
  if (created.code !== 0) return created;
  for (const path of rules.directories) await makeDirectory(program, name, path);
  return created;
}

/** The words behind Podman and its global options, with the container's rules renewed. */
function createWords(command: readonly string[], rules: ContainerRules): readonly string[] {
  const from = command.indexOf('create');
  return command
    .slice(from)
    .map((word) => (word.startsWith(`${label.rules}=`) ? `${label.rules}=${JSON.stringify(rules)}` : word));
}

async function makeDirectory(program: PodmanProgram, container: string, path: string): Promise<void> {
  const parts = path.split('/').filter((part) => part !== '');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const archive = await tarOf(
    folders.map((folder) => ({ kind: 'directory', path: folder, mode: 0o755, uid: 0, gid: 0 })),
    () => '',
  );
  await runPodman(program, ['cp', '--archive=false', '-', `${container}:/`], { input: archive });
}

/** Everything anew; the counts of restarts go on, the back-off begins again. */
async function restartPod(pod: SupervisedPod, withInfra: boolean, context: ActContext): Promise<void> {
  context.log(
    pod.name,
    withInfra ? 'the infra container is gone: starting the pod anew' : 'starting all containers anew',
  );
  const running = pod.containers.filter(({ state }) => state === 'running').map(({ name }) => name);
  if (running.length > 0) await runPodman(context.program, ['stop', '--time', '0', ...running]);
  await withLock(context, async () => {
    for (const container of pod.containers) {
      if (container.state === 'created') continue;
      const made = await recreate(container, withInfra ? 0 : container.rules.streak + 1, context);
      if (made !== undefined && made.code !== 0) return made;
    }
    return undefined;
  });
  if (withInfra) await runPodman(context.program, ['start', infraName(pod.name)]);
}

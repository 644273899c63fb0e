import { infraName } from '../../podman/commands.js';
import { label } from '../../reconcile/labels.js';
import { nextName } from '../../reconcile/observe-pods.js';
import { endOf } from '../../supervisor/container-state.js';
import type { ActOutcome } from '../../supervisor/controller.js';
import type { ContainerRules, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { inspectContainer, type PodmanConnection, removeContainer, startContainer } from '../connection.js';
import { cleanMessage } from '../execute.js';
import { prepareMessage } from '../message-files.js';
import { type ProgramResult, runPodman } from '../podman.js';
import { keepLog } from '../previous-log.js';
import type { Surroundings } from './surroundings.js';
import { lastMessage } from './termination-message.js';

/** A container to be made anew, and how often in a row that will have been. */
export interface Recreation {
  readonly container: SupervisedContainer;
  readonly streak: number;
}

/**
 * A fresh container in place of one that ended, made by the very command that made the old one, with new counts; gives
 * the new one. It is made under another name first: whenever we are killed, one of the two is there. Needs the store's
 * lock.
 */
export async function recreate(
  { container, streak }: Recreation,
  pod: SupervisedPod,
  surroundings: Surroundings,
): Promise<SupervisedContainer | 'failed'> {
  const { program, note } = surroundings;
  const { name, id } = container;
  const failed = (result: ProgramResult): 'failed' => {
    const message = `${name} could not be made anew: ${cleanMessage(result.stderr)}`;
    note(pod.name, { type: 'Warning', reason: 'Failed', message });
    return 'failed';
  };
  const inspected = await inspectContainer(program, id);
  if ('failure' in inspected) return failed(inspected.failure);
  const { Config, State } = inspected.value as unknown as Inspected;
  const message = await lastMessage(pod.name, container, program);
  const last = endOf(container, {
    oomKilled: State.OOMKilled,
    ...(message === undefined ? {} : { message }),
  });
  const { rules } = container;
  const newRules: ContainerRules = { ...rules, restarts: rules.restarts + 1, streak, last };
  if (rules.message !== undefined) await prepareMessage({ pod: pod.name, name });
  const created = await runPodman(program, createWords(Config.CreateCommand, nextName(name), newRules));
  if (created.code !== 0) return failed(created);
  await keepLog(program, container);
  const removed = await removeContainer(program, id);
  if (removed.code !== 0) return failed(removed);
  const fresh: SupervisedContainer = {
    ...container,
    id: created.stdout.toString('utf8').trim(),
    rules: newRules,
    state: 'created',
  };
  return (await finish(fresh, program)) === 'done' ? fresh : 'failed';
}

/** The parts of Podman's inspection that a container is made anew by. */
interface Inspected {
  readonly Config: { readonly CreateCommand: readonly string[] };
  readonly State: { readonly OOMKilled: boolean };
}

/** Gives a container that was made anew its name. */
export async function finish(
  { id, name }: SupervisedContainer,
  program: PodmanConnection,
): Promise<ActOutcome> {
  const renamed = await runPodman(program, ['rename', id, name]);
  return renamed.code === 0 ? 'done' : 'failed';
}

/** The words behind Podman and its global options, with another name and the container's rules renewed. */
export function createWords(
  command: readonly string[],
  name: string,
  rules: ContainerRules,
): readonly string[] {
  const words = command.slice(command.indexOf('create') + 1);
  const renewed = words.map((word, index) => {
    if (words[index - 1] === '--name') return name;
    return word.startsWith(`${label.rules}=`) ? `${label.rules}=${JSON.stringify(rules)}` : word;
  });
  // Of one that was left by a supervisor that was killed.
  return ['create', ...(words[0] === '--replace' ? [] : ['--replace']), ...renewed];
}

/** Every container anew, those that never started excepted; the sandbox too where it is gone. Needs the store's lock. */
export async function recreateAll(
  pod: SupervisedPod,
  what: 'sandbox' | 'containers',
  surroundings: Surroundings,
): Promise<ActOutcome> {
  for (const container of pod.containers) {
    if (container.state === 'created' && container.startedAt === 0) continue;
    const streak = what === 'sandbox' ? 0 : container.rules.streak + 1;
    if ((await recreate({ container, streak }, pod, surroundings)) === 'failed') return 'failed';
  }
  if (what === 'containers') return 'done';
  const started = await startContainer(surroundings.program, infraName(pod.name));
  return started.code === 0 ? 'done' : 'failed';
}

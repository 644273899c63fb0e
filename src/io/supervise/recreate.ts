import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodmanState } from '../../phases/observed.js';
import { infraName } from '../../podman/commands.js';
import { label } from '../../reconcile/labels.js';
import { nextName } from '../../reconcile/observe-pods.js';
import { renewalVolume, wordsIn } from '../../reconcile/renewal.js';
import { endOf } from '../../supervisor/container-state.js';
import type { ActOutcome } from '../../supervisor/controller.js';
import type { ContainerRules, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { afterEnd } from '../../supervisor/restart-rule.js';
import { inspectContainer, type PodmanConnection, removeContainer, startContainer } from '../connection.js';
import { prepareMessage } from '../message-files.js';
import { cleanMessage } from '../outcome.js';
import { type ProgramResult, runPodman } from '../podman.js';
import { keepLog } from '../previous-log.js';
import type { Surroundings } from './surroundings.js';
import { lastMessage } from './termination-message.js';

/** A container to be made anew, and how often in a row that will have been. */
export interface Recreation {
  readonly container: SupervisedContainer;
  readonly streak: number;
}

/** `state`: where what an apply wants to be read anew is found. */
type RecreateSurroundings = Surroundings & { readonly state: PodmanState };

/**
 * A fresh container in place of one that ended, made by the very command that made the old one, or by what an apply left
 * since (reconcile/renewal.ts), with new counts; gives the new one. It is made under another name first: whenever we are killed, one of the two is there. Needs the store's
 * lock.
 */
export async function recreate(
  { container, streak }: Recreation,
  pod: SupervisedPod,
  surroundings: RecreateSurroundings,
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
  const command = (await renewedWords(pod.name, name, surroundings.state)) ?? Config.CreateCommand;
  const created = await runPodman(program, createWords(command, nextName(name), newRules));
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

/** How a container is made since the last apply, where that changed since it was made; else undefined. */
async function renewedWords(
  pod: string,
  container: string,
  { volumes }: PodmanState,
): Promise<readonly string[] | undefined> {
  const folder = volumes.get(renewalVolume(pod))?.mountpoint;
  if (folder === undefined) return undefined;
  const text = await readFile(join(folder, container), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : wordsIn(text);
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

/**
 * Every container anew, those that never started excepted; the sandbox too where it is gone, without those that have
 * ended for good. Needs the store's lock. Source: kuberuntime_manager.go, computePodActions (containersToStart).
 */
export async function recreateAll(
  pod: SupervisedPod,
  what: 'sandbox' | 'containers',
  surroundings: RecreateSurroundings,
): Promise<ActOutcome> {
  for (const container of pod.containers) {
    if (container.state === 'created' && container.startedAt === 0) continue;
    if (what === 'sandbox' && isOver(container)) continue;
    const streak = what === 'sandbox' ? 0 : container.rules.streak + 1;
    if ((await recreate({ container, streak }, pod, surroundings)) === 'failed') return 'failed';
  }
  if (what === 'containers') return 'done';
  const started = await startContainer(surroundings.program, infraName(pod.name));
  return started.code === 0 ? 'done' : 'failed';
}

/** Init containers run once more in a new sandbox, whatever became of them. */
function isOver({ rules, state, exitCode }: SupervisedContainer): boolean {
  return rules.role === 'app' && state === 'ended' && afterEnd(rules.restart, exitCode) === 'stay';
}

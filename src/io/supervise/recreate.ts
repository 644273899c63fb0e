import { infraName } from '../../podman/commands.js';
import { label } from '../../reconcile/labels.js';
import type { ActOutcome } from '../../supervisor/controller.js';
import type { ContainerRules, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { cleanMessage } from '../execute.js';
import { type ProgramResult, runPodman } from '../podman.js';
import { tarOf } from '../tar.js';
import type { Surroundings } from './surroundings.js';

/** A container to be made anew, and how often in a row that will have been. */
export interface Recreation {
  readonly container: SupervisedContainer;
  readonly streak: number;
}

/**
 * A fresh container in place of one that ended, made by the very command that made the old one, with new counts. Needs
 * the store's lock.
 */
export async function recreate(
  { container, streak }: Recreation,
  pod: SupervisedPod,
  { program, note }: Surroundings,
): Promise<ActOutcome> {
  const { name, id, rules } = container;
  const failed = (result: ProgramResult): ActOutcome => {
    const message = `${name} could not be made anew: ${cleanMessage(result.stderr)}`;
    note(pod.name, { type: 'Warning', reason: 'Failed', message });
    return 'failed';
  };
  const shown = ['--type', 'container', '--format', '{{json .Config.CreateCommand}}'];
  const inspected = await runPodman(program, ['inspect', ...shown, id]);
  if (inspected.code !== 0) return failed(inspected);
  const command = JSON.parse(inspected.stdout.toString('utf8')) as readonly string[];
  const words = createWords(command, { ...rules, restarts: rules.restarts + 1, streak });
  const removed = await runPodman(program, ['rm', '--force', '--time', '0', '--volumes', id]);
  if (removed.code !== 0) return failed(removed);
  const created = await runPodman(program, words);
  if (created.code !== 0) return failed(created);
  for (const path of rules.directories) await makeDirectory(name, path, program);
  return 'done';
}

/** The words behind Podman and its global options, with the container's rules renewed. */
function createWords(command: readonly string[], rules: ContainerRules): readonly string[] {
  return command
    .slice(command.indexOf('create'))
    .map((word) => (word.startsWith(`${label.rules}=`) ? `${label.rules}=${JSON.stringify(rules)}` : word));
}

async function makeDirectory(
  container: string,
  path: string,
  program: Surroundings['program'],
): Promise<void> {
  const parts = path.split('/').filter((part) => part !== '');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const archive = await tarOf(
    folders.map((folder) => ({ kind: 'directory', path: folder, mode: 0o755, uid: 0, gid: 0 })),
    () => '',
  );
  await runPodman(program, ['cp', '--archive=false', '-', `${container}:/`], { input: archive });
}

/** Every container anew, those that never started excepted; the sandbox too where it is gone. Needs the store's lock. */
export async function recreateAll(
  pod: SupervisedPod,
  what: 'sandbox' | 'containers',
  surroundings: Surroundings,
): Promise<ActOutcome> {
  for (const container of pod.containers) {
    if (container.state === 'created') continue;
    const streak = what === 'sandbox' ? 0 : container.rules.streak + 1;
    if ((await recreate({ container, streak }, pod, surroundings)) === 'failed') return 'failed';
  }
  if (what === 'containers') return 'done';
  const started = await runPodman(surroundings.program, ['start', infraName(pod.name)]);
  return started.code === 0 ? 'done' : 'failed';
}

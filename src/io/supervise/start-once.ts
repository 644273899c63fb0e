import type { SupervisedContainer } from '../../supervisor/model.js';
import { makeContainerDirectory } from '../calls.js';
import { inspectContainer, type PodmanConnection, startContainer } from '../connection.js';
import type { ProgramResult } from '../podman.js';

/** What came of a first start. `had-started`: somebody else was first, or the container is gone. */
export type FirstStart = { readonly started: true } | 'had-started' | { readonly problem: ProgramResult };

/**
 * Starts a container that never ran, and no other: Podman starts again what has ended, while on a node every run is a
 * container of its own. So it is looked at right before, and again after a start that failed, which may have begun all
 * the same. Needs the store's lock (a shared one will do), without which apply could start it in between.
 * Source: podman libpod/container_internal.go, prepareToStart (a container that exited or stopped is made anew).
 */
export async function startOnce(
  { id, rules }: Pick<SupervisedContainer, 'id' | 'rules'>,
  program: PodmanConnection,
): Promise<FirstStart> {
  if (!(await neverRan(id, program))) return 'had-started';
  // Not when it is made: whoever made it may have been killed just then.
  for (const path of rules.directories) await makeContainerDirectory(program, id, path);
  const problem = await startContainer(program, id);
  if (problem.code === 0) return { started: true };
  return (await neverRan(id, program)) ? { problem } : { started: true };
}

/** Podman's zero time is that of Go. */
async function neverRan(id: string, program: PodmanConnection): Promise<boolean> {
  const inspected = await inspectContainer(program, id);
  if ('failure' in inspected) return false;
  const { StartedAt } = inspected.value.State as { readonly StartedAt: string };
  return StartedAt.startsWith('0001-');
}

import type { Operation } from '../podman/operations.js';
import type { PodmanConnection } from './connection.js';
import { cleanMessage } from './execute.js';
import { runPodman } from './podman.js';

interface Undo {
  readonly name: string;
  readonly exists: readonly string[];
  readonly words: readonly string[];
}

/** How what an operation made is taken away; nothing for those that make nothing of their own. */
function undoOf(operation: Operation): Undo | undefined {
  switch (operation.op) {
    case 'network.create': {
      const { name } = operation.network;
      return { name: `network ${name}`, exists: ['network', 'exists', name], words: ['network', 'rm', name] };
    }
    case 'volume.create': {
      const { name } = operation.volume;
      return { name: `volume ${name}`, exists: ['volume', 'exists', name], words: ['volume', 'rm', name] };
    }
    case 'secret.create': {
      const { secret } = operation;
      return {
        name: `secret ${secret}`,
        exists: ['secret', 'inspect', secret],
        words: ['secret', 'rm', secret],
      };
    }
    case 'pod.create': {
      const { name } = operation.pod;
      return {
        name: `pod ${name}`,
        exists: ['pod', 'exists', name],
        words: ['pod', 'rm', '--force', '--time', '0', name],
      };
    }
    default:
      return undefined;
  }
}

/** Takes away what operations have made, the newest first. Tells what is gone, and what could not be removed. */
export async function undo(
  operations: readonly Operation[],
  program: PodmanConnection,
): Promise<{ readonly undone: readonly string[]; readonly left: readonly string[] }> {
  const undone: string[] = [];
  const left: string[] = [];
  for (const operation of [...operations].reverse()) {
    const step = undoOf(operation);
    // Not under the run's own signal: an interrupted run must still be able to clean up.
    if (step === undefined || (await runPodman(program, step.exists)).code !== 0) continue;
    const result = await runPodman(program, step.words);
    if (result.code === 0) undone.push(step.name);
    else left.push(`${step.name}: ${cleanMessage(result.stderr)}`);
  }
  return { undone, left };
}

import type { Operation } from '../podman/operations.js';
import type { PodmanConnection } from './connection.js';
import { cleanMessage } from './outcome.js';
import { runPodman } from './podman.js';
import type { Call } from './socket/transport.js';

interface Undo {
  readonly name: string;
  readonly request: Pick<Call, 'path' | 'query'>;
  readonly exists: readonly string[];
  readonly words: readonly string[];
}

/** How what an operation made is taken away; nothing for those that make nothing of their own. */
function undoOf(operation: Operation): Undo | undefined {
  switch (operation.op) {
    case 'network.create':
      return undoBy('network', operation.network.name);
    case 'volume.create':
      return undoBy('volume', operation.volume.name);
    case 'secret.create':
      return { ...undoBy('secret', operation.secret), exists: ['secret', 'inspect', operation.secret] };
    case 'pod.create': {
      const { name } = operation.pod;
      const undo = undoBy('pod', name);
      return {
        ...undo,
        request: { ...undo.request, query: { force: 'true', timeout: '0' } },
        words: ['pod', 'rm', '--force', '--time', '0', name],
      };
    }
    default:
      return undefined;
  }
}

function undoBy(kind: 'network' | 'volume' | 'secret' | 'pod', name: string): Undo {
  return {
    name: `${kind} ${name}`,
    request: { path: `${kind}s/${encodeURIComponent(name)}` },
    exists: [kind, 'exists', name],
    words: [kind, 'rm', name],
  };
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
    if (step === undefined) continue;
    const taken = await takeAway(step, program);
    if (taken === 'gone') undone.push(step.name);
    else if (taken !== 'absent') left.push(`${step.name}: ${taken.problem}`);
  }
  return { undone, left };
}

/** Not under the run's own signal: an interrupted run must still be able to clean up. */
async function takeAway(
  { request, exists, words }: Undo,
  program: PodmanConnection,
): Promise<'gone' | 'absent' | { readonly problem: string }> {
  const answer = await program.socket?.request({ method: 'DELETE', ...request });
  if (answer !== undefined && 'value' in answer) return 'gone';
  if (answer !== undefined && answer.problem.status !== 'unreachable') {
    return answer.problem.status === 404 ? 'absent' : { problem: answer.problem.message };
  }
  if ((await runPodman(program, exists)).code !== 0) return 'absent';
  const result = await runPodman(program, words);
  return result.code === 0 ? 'gone' : { problem: cleanMessage(result.stderr) };
}

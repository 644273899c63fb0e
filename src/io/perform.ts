import type { Operation, Plan } from '../podman/operations.js';
import { cleanMessage, type ExecuteContext, executeOperation, type OperationFailure } from './execute.js';
import { runPodman } from './podman.js';

/** How a plan ended: what was done, what failed, and what could not be taken back. */
export interface RunReport {
  readonly done: readonly Operation[];
  readonly failure?: OperationFailure;
  /** After a failure: what this run had made and has removed again. */
  readonly undone: readonly string[];
  /** After a failure: what this run had made and could not remove, with Podman's words. */
  readonly left: readonly string[];
}

/**
 * Performs a plan in order. When an operation fails, or the run is interrupted, everything that this run made is
 * removed again, newest first; what was there before is never touched by that.
 */
export async function performPlan(plan: Plan, context: ExecuteContext): Promise<RunReport> {
  const done: Operation[] = [];
  for (const operation of plan.operations) {
    const failure = context.signal.aborted
      ? interruption(operation)
      : await executeOperation(operation, context);
    if (failure === undefined) {
      done.push(operation);
      continue;
    }
    // A call that was cut off may have made its object all the same.
    const suspects = failure.interrupted ? [...done, operation] : done;
    return { done, failure, ...(await undo(suspects, context)) };
  }
  return { done, undone: [], left: [] };
}

function interruption(operation: Operation): OperationFailure {
  return { operation, code: 130, message: 'interrupted', interrupted: true };
}

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

async function undo(
  operations: readonly Operation[],
  context: ExecuteContext,
): Promise<Pick<RunReport, 'undone' | 'left'>> {
  const undone: string[] = [];
  const left: string[] = [];
  for (const operation of [...operations].reverse()) {
    const step = undoOf(operation);
    // Not under the run's own signal: an interrupted run must still be able to clean up.
    if (step === undefined || (await runPodman(context.program, step.exists)).code !== 0) continue;
    const result = await runPodman(context.program, step.words);
    if (result.code === 0) undone.push(step.name);
    else left.push(`${step.name}: ${cleanMessage(result.stderr)}`);
  }
  return { undone, left };
}

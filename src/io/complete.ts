import type { OperationOf } from '../podman/operations.js';
import { containerLogs, waitForContainer } from './calls.js';
import { removeContainer, startContainer } from './connection.js';
import type { ExecuteContext } from './execute-context.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { runSimple } from './run-simple.js';

/** Starts a container that was made before, waits for its end, and makes it anew until it ends well, by the rule. */
export async function completeContainer(
  operation: OperationOf<'container.complete'>,
  context: ExecuteContext,
): Promise<Outcome> {
  const { container, retry } = operation;
  const { program, signal } = context;
  for (let delay = retry.firstDelaySeconds; ; delay = Math.min(delay * 2, retry.maxDelaySeconds)) {
    const started = outcomeOf(operation, await startContainer(program, container.name, { signal }));
    const ended = started ?? (await waitForEnd(operation, context));
    if (ended === undefined) return undefined;
    if (retry.onFailure === 'fail' || ended.interrupted) return ended;
    context.progress(operation, `${ended.message}; trying again in ${delay} s`);
    await context.sleep(delay * 1000, signal);
    if (signal.aborted) return { ...ended, interrupted: true };
    const again = await recreate(operation, context);
    if (again !== undefined) return again;
  }
}

async function waitForEnd(
  operation: OperationOf<'container.complete'>,
  { program, signal }: ExecuteContext,
): Promise<Outcome> {
  const { name } = operation.container;
  const waited = await waitForContainer(program, name, { signal });
  if (typeof waited !== 'number') return outcomeOf(operation, waited);
  if (waited === 0) return undefined;
  const tail = await containerLogs(program, name, 5);
  const message = `init container ended with exit code ${waited}${tail === '' ? '' : `; its last lines: ${tail}`}`;
  return { operation, code: waited, message, interrupted: false };
}

/** A restart is a new container: fresh root file system, as the kubelet makes. */
async function recreate(
  operation: OperationOf<'container.complete'>,
  context: ExecuteContext,
): Promise<Outcome> {
  const removed = await removeContainer(context.program, operation.container.name);
  return outcomeOf(operation, removed) ?? runSimple({ ...operation, op: 'container.create' }, context);
}

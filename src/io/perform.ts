import type { Operation, OperationId, Plan } from '../podman/operations.js';
import { orderOf } from '../podman/order.js';
import { executeOperation } from './execute.js';
import type { ExecuteContext } from './execute-context.js';
import type { OperationFailure } from './outcome.js';
import { initContainer, type StartAhead, startsAhead } from './start-ahead.js';
import { undo } from './undo.js';

/** How a plan ended: what was done, what failed, and what could not be taken back. */
export interface RunReport {
  readonly done: readonly Operation[];
  /** Of those: what failed and is left to the supervisor, with Podman's words. */
  readonly postponed: readonly OperationFailure[];
  readonly failure?: OperationFailure;
  /** After a failure: what this run had made and has removed again. */
  readonly undone: readonly string[];
  /** After a failure: what this run had made and could not remove, with Podman's words. */
  readonly left: readonly string[];
}

/** As many operations at once as Podman's service has use for; a process each on the command line is dearer. */
const mostAtOnce = { socket: 8, commandLine: 3 } as const;

/** These wait for containers or the network and compute nothing: they hold up no one, and may be cut off. */
const waiting: ReadonlySet<Operation['op']> = new Set(['image.pull', 'container.complete', 'container.stop']);

/** For tests of what a kill leaves behind: after so many operations of a plan have ended, we die at once. */
const { KUBE2POD_TEST_KILL_AFTER } = process.env;

/**
 * Performs a plan: every operation as soon as all that it needs is done, several at once. When one fails, or the run is
 * interrupted, nothing new is begun, and everything that this run made is removed again, newest first; what was there
 * before is never touched by that.
 */
export async function performPlan(plan: Plan, context: ExecuteContext): Promise<RunReport> {
  const postponed: OperationFailure[] = [];
  const { done, failures } = await performInOrder(plan.operations, {
    ...context,
    left: (failure) => postponed.push(failure),
  });
  const inPlan = (some: readonly Operation[]): readonly Operation[] =>
    plan.operations.filter((operation) => some.includes(operation));
  const [failure] = failures;
  if (failure === undefined) return { done: inPlan(done), postponed, undone: [], left: [] };
  // A call that was cut off may have made its object all the same.
  const suspects = failures.flatMap(({ interrupted, operation }) => (interrupted ? [operation] : []));
  const made = inPlan([...done, ...suspects]);
  return { done: inPlan(done), postponed, failure, ...(await undo(made, context.program)) };
}

interface Ended {
  readonly done: readonly Operation[];
  /** The first one first: the others were cut off by it, or failed beside it. */
  readonly failures: readonly OperationFailure[];
}

/** Begins operations as their turn comes, until all are done or one failed; then waits for those that were begun. */
function performInOrder(operations: readonly Operation[], context: ExecuteContext): Promise<Ended> {
  const order = orderOf(operations);
  const limit = context.program.socket === undefined ? mostAtOnce.commandLine : mostAtOnce.socket;
  const cutOff = new AbortController();
  const begun = new Map<string, number>();
  const own: ExecuteContext = { ...context, begunAt: (id) => begun.get(id) };
  const patient = { ...own, signal: AbortSignal.any([context.signal, cutOff.signal]) };
  const pending = new Set(operations);
  const running = new Set<Operation>();
  const ahead = new Map(context.program.socket === undefined ? [] : startsAhead(operations, order));
  const readying = new Set<Operation>();
  const done: Operation[] = [];
  const doneIds = new Set<string>();
  const failures: OperationFailure[] = [];
  const areDone = (ids: Iterable<OperationId>): boolean => [...ids].every((id) => doneIds.has(id));

  return new Promise((resolve, reject) => {
    const begin = (operation: Operation): void => {
      pending.delete(operation);
      running.add(operation);
      begun.set(operation.id, Date.now());
      executeOperation(operation, waiting.has(operation.op) ? patient : own).then((failure) => {
        running.delete(operation);
        if (failure === undefined) {
          done.push(operation);
          doneIds.add(operation.id);
          if (String(done.length) === KUBE2POD_TEST_KILL_AFTER) process.kill(process.pid, 'SIGKILL');
        } else {
          failures.push(failure);
          cutOff.abort();
        }
        next();
      }, reject);
    };
    const ready = (operation: Operation, { start }: StartAhead): void => {
      ahead.delete(operation);
      readying.add(operation);
      initContainer(start, context.program).then(() => {
        readying.delete(operation);
        next();
      }, reject);
    };
    const next = (): void => {
      if (failures.length === 0 && context.signal.aborted) {
        const [first] = pending;
        if (first !== undefined) failures.push(interruption(first));
      }
      if (failures.length === 0) {
        for (const operation of pending) {
          const busy = [...running].filter(({ op }) => !waiting.has(op)).length + readying.size;
          if ((busy >= limit && !waiting.has(operation.op)) || readying.has(operation)) continue;
          const early = ahead.get(operation);
          if (areDone(order.get(operation.id) ?? [])) begin(operation);
          else if (early !== undefined && areDone(early.needs)) ready(operation, early);
        }
      }
      if (running.size + readying.size === 0) resolve({ done, failures });
    };
    next();
  });
}

function interruption(operation: Operation): OperationFailure {
  return { operation, code: 130, message: 'interrupted', interrupted: true };
}

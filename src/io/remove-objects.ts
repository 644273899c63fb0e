import type { Operation } from '../podman/operations.js';
import { planRemoval, type Removal } from '../reconcile/removal.js';
import type { ExecuteContext } from './execute-context.js';
import { lockStore } from './lock.js';
import type { OperationFailure } from './outcome.js';
import { performPlan } from './perform.js';
import { readState } from './state.js';
import { markStopping } from './supervise/stopping.js';

/** Why objects could not be taken away. */
export type RemovalProblem =
  | { readonly kind: 'failed' | 'lock'; readonly detail: string }
  | { readonly kind: 'operation'; readonly detail: OperationFailure };

/** How objects are taken away. */
export interface RemovalContext extends ExecuteContext {
  readonly waitingForLock: () => void;
}

/**
 * Stops and removes all that is ours of some objects. Stopping may take long and needs no lock: others go on meanwhile,
 * and the supervisor lets these pods be. Undefined: done.
 */
export async function removeObjects(
  removal: Removal,
  context: RemovalContext,
): Promise<RemovalProblem | undefined> {
  const { program } = context;
  const before = await readState(program);
  if ('failure' in before) return { kind: 'failed', detail: before.failure.stderr };
  const planned = planRemoval(removal, before.state);
  const pods = planned.flatMap((operation) => (operation.op === 'pod.remove' ? [operation.pod] : []));
  const unmark = await markStopping(program, pods);
  try {
    const stops = planned.filter(({ op }) => op === 'container.stop');
    await Promise.all(stopChains(stops).map((chain) => performPlan({ operations: chain }, context)));
    const lock = await lockStore(program, context.waitingForLock);
    if ('problem' in lock) return { kind: 'lock', detail: lock.problem };
    try {
      const listed = await readState(program);
      if ('failure' in listed) return { kind: 'failed', detail: listed.failure.stderr };
      const { failure } = await performPlan({ operations: planRemoval(removal, listed.state) }, context);
      return failure === undefined ? undefined : { kind: 'operation', detail: failure };
    } finally {
      await lock.release();
    }
  } finally {
    await unmark();
  }
}

/** Stops of different pods need not wait for each other: each pod's own, in order. */
export function stopChains(stops: readonly Operation[]): readonly (readonly Operation[])[] {
  const chains: Operation[][] = [];
  for (const stop of stops) {
    const chain = chains.find((one) => one.some(({ id }) => stop.needs.includes(id)));
    if (chain === undefined) chains.push([stop]);
    else chain.push(stop);
  }
  return chains;
}

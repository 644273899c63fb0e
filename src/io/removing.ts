import { setTimeout as pause } from 'node:timers/promises';
import type { OperationFailure, Outcome } from './outcome.js';

/** Pauses between tries, in milliseconds. */
const pauses = [200, 500, 1000, 2000];

/**
 * A removal that lives with others at work: what somebody else has taken away meanwhile is done; a pod or container that
 * Podman cannot remove just now (a probe runs in it, it ends by itself, another program removes it) is tried again; and
 * a network that containers of others use stays.
 * Sources: containers/podman libpod/define/errors.go (ErrNoSuchCtr, ErrNoSuchPod, ErrNoSuchVolume, ErrRemovingCtrs),
 * containers/common libnetwork/types/network.go (ErrNoSuchNetwork), pkg/secrets/secrets.go, libpod/runtime_pod_common.go,
 * removePod. The words are those of 4.3.1, 5.4.2 and 5.8.6.
 */
export async function removeAmongOthers(
  attempt: () => Promise<Outcome>,
  { signal, waits = pauses }: { readonly signal: AbortSignal; readonly waits?: readonly number[] },
): Promise<Outcome> {
  const failure = await attempt();
  if (failure === undefined || isDone(failure)) return undefined;
  const [first, ...rest] = waits;
  if (first === undefined || failure.interrupted || !canChange(failure)) return failure;
  await pause(first, undefined, { signal }).catch(() => undefined);
  return signal.aborted ? failure : removeAmongOthers(attempt, { signal, waits: rest });
}

/** Gone, or not ours to take away. */
function isDone({ operation, message }: OperationFailure): boolean {
  if (operation.op === 'network.remove' && message.endsWith(': network is being used')) return true;
  return /: (no such (pod|container|volume|secret)|network not found)$/.test(message);
}

/** Volumes of use to others stay so until somebody does something about it. */
function canChange({ operation: { op } }: OperationFailure): boolean {
  return op === 'pod.remove' || op === 'container.remove';
}

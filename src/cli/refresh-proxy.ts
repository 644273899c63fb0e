import type { PodmanConnection } from '../io/connection.js';
import { run } from '../io/run.js';
import { isProblem } from '../io/run-result.js';
import { readState } from '../io/state.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { servedIngresses } from '../reconcile/proxy.js';
import { interruptSignal } from './interrupt.js';
import { say } from './output.js';

/** What the proxy's configuration is made from; a Namespace may hold some of each. */
const sources: ReadonlySet<string> = new Set(['Ingress', 'Service', 'Secret', 'Namespace']);

/**
 * After something was taken away: the proxy of the Ingresses that are left no longer sends anything there. An apply of
 * nothing does it, since every apply plans the proxy anew.
 */
export async function refreshProxy(removed: readonly ObjectKey[], program: PodmanConnection): Promise<void> {
  if (!removed.some(({ kind }) => sources.has(kind))) return;
  const listed = await readState(program);
  if ('failure' in listed || servedIngresses(listed.state).length === 0) return;
  const result = await run([], {
    program,
    signal: interruptSignal(),
    dryRun: false,
    supervise: true,
    baseDirectory: process.cwd(),
    progress: () => {},
    waitingForLock: () => say('kube2pod: waiting for another kube2pod to finish'),
    report: () => {},
    refused: () => false,
    isRefused: () => false,
  });
  const problem = isProblem(result)
    ? result.message
    : (result.outcome?.failure?.message ?? result.proxyProblem);
  if (problem !== undefined)
    say(`kube2pod: the proxy of the Ingresses does not know of the change yet: ${problem}`);
}

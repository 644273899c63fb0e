import { proxyPod } from '../ingress/proxy.js';
import type { KubeObject } from '../phases/documents.js';
import { recordName } from '../reconcile/records.js';
import type { Restored, RunOptions, RunProblem, RunResult } from './run-result.js';

/** As they were recorded: the objects of which a failed run had removed pods that were to be replaced. */
export function lostObjects({
  planned,
  outcome,
  recorded,
}: Pick<RunResult, 'planned' | 'outcome' | 'recorded'>): readonly KubeObject[] {
  const removed = new Set(
    (outcome?.done ?? []).flatMap((operation) => (operation.op === 'pod.remove' ? [operation.pod] : [])),
  );
  const lost = planned.objects.filter(({ replaced }) => replaced.some((pod) => removed.has(pod)));
  const names = new Set(lost.map(({ object }) => recordName(object)));
  return recorded.filter((object) => names.has(recordName(object)));
}

function isRemoved(pod: string, { outcome }: Pick<RunResult, 'outcome'>): boolean {
  return (outcome?.done ?? []).some((operation) => operation.op === 'pod.remove' && operation.pod === pod);
}

/**
 * Podman cannot rename a pod, so that one which is replaced must go before the new one can be made. When that fails, the
 * old one is made again from its record, which is rewritten only when all is done (design decision 6). Also after an
 * interruption; `runOnce` plans and performs.
 */
export async function restoreLost(
  failed: RunResult,
  options: RunOptions,
  runOnce: (objects: readonly KubeObject[], options: RunOptions) => Promise<RunResult | RunProblem>,
): Promise<Restored | undefined> {
  const objects = lostObjects(failed);
  const { proxyBefore } = failed;
  const lostProxy = proxyBefore !== undefined && isRemoved(proxyPod, failed);
  if (objects.length === 0 && !lostProxy) return undefined;
  const { set: _set, overrides: _overrides, ingress: _ingress, ...rest } = options;
  const result = await runOnce(objects, {
    ...rest,
    ...(proxyBefore === undefined ? {} : { ingress: proxyBefore }),
    signal: new AbortController().signal,
    progress: () => {},
    report: () => {},
    isRefused: () => false,
    refused: () => false,
  });
  const names = [
    ...objects.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`),
    ...(lostProxy ? ['the proxy of the Ingresses'] : []),
  ];
  const problem = 'problem' in result ? result.message : result.outcome?.failure?.message;
  return { objects: names, ...(problem === undefined ? {} : { problem }) };
}

import { type PlannedPod, planPod } from '../fields/plan-pod.js';
import type { Observed } from '../phases/observed.js';
import type { Operation } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import type { PodChange } from '../reconcile/difference.js';
import { label } from '../reconcile/labels.js';
import type { ProxyModel } from './model.js';
import { configFile, configFolder } from './places.js';
import { proxyContainer } from './proxy.js';

/** Plans the proxy's pod; how it is published stands in a label, where the next apply finds it. */
export function planProxy(
  { pod, settings }: ProxyModel,
  { observed, situation }: { readonly observed: Observed; readonly situation: Situation },
): PlannedPod {
  const planned = planPod(pod, { observed, situation });
  const create = planned.create.map((operation): Operation => {
    if (operation.op !== 'pod.create') return operation;
    const labels = { ...operation.pod.labels, [label.ingress]: JSON.stringify(settings) };
    return { ...operation, pod: { ...operation.pod, labels } };
  });
  return { ...planned, create };
}

/** A proxy that does not run, as one that could not read its configuration, is made anew: its back-off may be long. */
export function proxyChange(planned: PlannedPod, change: PodChange, { state }: Observed): PodChange {
  const container = state.containers.get(planned.names.container(proxyContainer));
  const isDown = change.action === 'unchanged' && container?.state !== 'running';
  return isDown ? { action: 'replace', because: 'unfinished' } : change;
}

/** What the proxy's files are made from. */
const sources: ReadonlySet<string> = new Set(['Ingress', 'Secret']);

/**
 * Brings a proxy that runs up to date, after all else that a run does. It is told also where only its sources are news:
 * a run that was cut off may have changed its files and not told it, and records are written after that.
 */
export function refreshProxy(
  planned: PlannedPod,
  updates: readonly Operation[],
  news: readonly { readonly kind: string }[],
): readonly Operation[] {
  const isNews = updates.length > 0 || news.some(({ kind }) => sources.has(kind));
  return isNews ? [...updates, reloadProxy(planned, updates)] : [];
}

const path = `${configFolder}/${configFile}`;

/**
 * Has a proxy that runs read its configuration anew: requests that are under way end as they began. One that nginx does
 * not accept changes nothing, and the run fails with nginx's words. Source: nginx.org, control.html, Changing Configuration.
 */
export function reloadProxy(planned: PlannedPod, updates: readonly Operation[]): Operation {
  const container = planned.names.container(proxyContainer);
  return {
    op: 'container.exec',
    id: `container.exec ${container}`,
    needs: updates.map(({ id }) => id),
    origin: planned.origin,
    container,
    command: ['sh', '-c', `nginx -t -q -c ${path} && exec nginx -s reload -c ${path}`],
  };
}

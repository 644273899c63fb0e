import type { Report } from '../../diagnostics/diagnostic.js';
import { overriddenNames, overridePod } from '../../fields/override-pod.js';
import { type PlannedPod, planPod } from '../../fields/plan-pod.js';
import type { ProxyModel } from '../../ingress/model.js';
import { planProxy, proxyChange } from '../../ingress/plan.js';
import type { ApplicationModel } from '../../model/application.js';
import { noOverrides, shapingOverrides } from '../../model/overrides.js';
import type { PodModel } from '../../model/pod-model.js';
import type { Operation } from '../../podman/operations.js';
import type { Situation } from '../../podman/target.js';
import { type PodChange, podChange } from '../../reconcile/difference.js';
import { label } from '../../reconcile/labels.js';
import { renewedParts } from '../../reconcile/renewal.js';
import { type JudgedPod, type PendingSet, settleSets } from '../../reconcile/sets.js';
import { holderModel, planService } from '../../services/plan.js';
import type { PlanOptions } from './planned.js';

/** Every pod of the application beside what is there under its name. */
export interface JudgedPods {
  /** All, also those whose turn has not come. */
  readonly candidates: readonly JudgedPod[];
  readonly pods: readonly JudgedPod[];
  readonly pending: readonly PendingSet[];
}

/**
 * Plans each pod (those that hold a Service's address and the proxy of Ingresses are pods, too) and compares it with what is
 * there; of sets that change only as many are replaced as their update strategy has it. Reports: podman/name-taken.
 */
export function judgePods(application: ApplicationModel, options: PlanOptions, report: Report): JudgedPods {
  const { observed, situation } = options;
  const candidates = [
    ...application.services.map((model) => judge(planService(model, observed), holderModel(model), options)),
    ...application.pods.map((model, index) => judgePod(model, index, options)),
    ...(application.proxy === undefined ? [] : [judgeProxy(application.proxy, options)]),
  ];
  const settled = settleSets(candidates, { observed, supervised: situation.supervised });
  for (const { planned, change } of settled.pods) reportTaken(planned, change, report);
  return { candidates, ...settled };
}

/** The pods to be made, with the digests in their labels by which the next apply knows them. */
export function labelledPods(changed: readonly JudgedPod[], options: PlanOptions): readonly PlannedPod[] {
  return changed.map(({ planned, own }) =>
    withLabels(planned, { [label.digest]: own, [label.renewal]: renewalOf(planned, options) }),
  );
}

/** The digest of what a pod reads anew when it restarts; undefined where nothing restarts it so. */
export function renewalOf(planned: PlannedPod, { situation, digest }: PlanOptions): string | undefined {
  return situation.supervised ? digest?.(renewedParts(planned)) : undefined;
}

function judge(planned: PlannedPod, asked: unknown, { observed, situation, digest }: PlanOptions): JudgedPod {
  const own = digest?.([asked, situation.supervised]);
  return { planned, own, change: podChange(planned, own, observed.state) };
}

function judgePod(model: PodModel, index: number, options: PlanOptions): JudgedPod {
  const { observed, situation, digest, overrides = noOverrides } = options;
  const names = overriddenNames(model, overrides);
  const own = planPod(model, { observed, situation, names });
  const planned = overridePod({ planned: own, model, index, observed }, overrides);
  const asked = digest === undefined ? undefined : askedIn(model, planned, situation);
  const shaping = shapingOverrides(overrides);
  const judged = judge(planned, shaping === undefined ? asked : [asked, shaping], options);
  return overrides.existing === 'replace' ? { ...judged, change: givingWay(judged.change) } : judged;
}

function judgeProxy(model: ProxyModel, options: PlanOptions): JudgedPod {
  const planned = planProxy(model, options);
  const judged = judge(planned, options.digest && model.pod.asked(), options);
  return { ...judged, change: proxyChange(planned, judged.change, options.observed) };
}

/** Files of another machine's volumes are not changed in place: what is in them counts, too (the folder is its digest). */
function askedIn(model: PodModel, { files }: PlannedPod, { target }: Situation): unknown {
  const asked = model.asked();
  return target.remote ? [asked, files.map(({ folder }) => folder)] : asked;
}

function reportTaken(planned: PlannedPod, change: PodChange, report: Report): void {
  if (change.action !== 'taken') return;
  for (const { what, name } of change.by) report('podman/name-taken', planned.origin, { what, name });
}

/** `--replace`: a pod is made anew, and a pod or container of its name that is not ours goes; volumes and secrets stay. */
function givingWay(change: PodChange): PodChange {
  // In its place: beside it, a rollout could not tell the new from the old.
  if (change.action === 'unchanged') return { action: 'replace', because: 'unfinished' };
  if (change.action !== 'taken') return change;
  const kept = change.by.filter(({ what }) => what !== 'pod' && what !== 'container');
  return kept.length > 0 ? { ...change, by: kept } : { action: 'replace', because: 'changed' };
}

/** Digests stand in labels of the pod, where the next apply finds them. */
function withLabels(
  planned: PlannedPod,
  digests: { readonly [label: string]: string | undefined },
): PlannedPod {
  const labels = Object.fromEntries(
    Object.entries(digests).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const create = planned.create.map((operation): Operation => {
    if (operation.op !== 'pod.create') return operation;
    const { pod } = operation;
    return { ...operation, pod: { ...pod, labels: { ...pod.labels, ...labels } } };
  });
  return { ...planned, create };
}

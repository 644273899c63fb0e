import type { Report } from '../diagnostics/diagnostic.js';
import { unwritten } from '../diagnostics/unwritten.js';
import { uniqueOperations } from '../fields/merge.js';
import type { PlannedPod } from '../fields/plan-pod.js';
import { planClaims } from '../fields/volumes/claims.js';
import { updateContents } from '../fields/volumes/update.js';
import { refreshProxy } from '../ingress/plan.js';
import type { ApplicationModel } from '../model/application.js';
import type { Operation } from '../podman/operations.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { isProxy } from '../reconcile/proxy.js';
import { goneFrom } from '../reconcile/records.js';
import { planRemoval } from '../reconcile/removal.js';
import { planRenewal, removeRenewal } from '../reconcile/renewal.js';
import type { JudgedPod } from '../reconcile/sets.js';
import { networkOperations } from '../services/network.js';
import { type JudgedPods, judgePods, labelledPods, renewalOf } from './4-plan/judge.js';
import { objectWithStatus, recordsOf } from './4-plan/objects.js';
import { after, inTurn, pullsFirst } from './4-plan/order.js';
import type { Planned, PlanOptions } from './4-plan/planned.js';
import { dropClaim, removeOld, removeOrphans, removeSurplus } from './4-plan/removals.js';
import { planTemplates } from './4-plan/templates.js';

export type { Planned, PlannedLater, PlannedObject, PlanOptions } from './4-plan/planned.js';

/**
 * Decides what Podman has to do, and in which order: images and networks, then what is replaced goes, then Services, then
 * all volumes, secrets, pods and containers are created, and only then is anything started (design decisions 3 and 6).
 * Reports: podman/name-taken.
 */
export function plan(application: ApplicationModel, options: PlanOptions, report: Report): Planned {
  const { observed, set } = options;
  const judged = judgePods(application, options, report);
  const { pods, pending } = judged;
  const { later, templates } = planTemplates(application.templates, options);
  const objects = application.objects.map((object) => objectWithStatus(object, pods, templates, options));
  const { make, before, rest } = placeMaking(application, judged, options);
  // What the supervisor serves (names, forwarding) it must know before the first pod starts that may ask for it.
  const served = recordsOf(
    objects.filter(({ object }) => object.rules !== undefined),
    before,
    options,
  );
  const unchanged = pods.flatMap(({ planned, change }) => (change.action === 'unchanged' ? [planned] : []));
  const most = uniqueOperations([
    ...before,
    ...served,
    ...rest,
    ...inTurn(make),
    ...templates.flatMap((template) => template.before),
    ...unchanged.filter(({ labels }) => !isProxy(labels)).flatMap((planned) => keepUp(planned, options)),
  ]);
  const pruned = set?.prune === true ? goneFrom(set.name, application.objects, observed.state) : [];
  const news = [
    ...pruned,
    ...objects.flatMap(({ object, status }) => (status === 'unchanged' ? [] : [object])),
  ];
  const proxies = unchanged.filter(({ labels }) => isProxy(labels));
  const refreshed = proxies.flatMap((proxy) => refreshProxy(proxy, updates(proxy, options), news));
  // What may fail has been done when the proxy hears of it.
  const work = [...most, ...after(most, refreshed)];
  const records = recordsOf(
    objects.filter(({ object }) => object.rules === undefined),
    work,
    options,
  );
  const prunes = prune(pruned, application, options);
  const runs = new Set(['create', 'replace', 'unchanged', 'old']);
  return {
    plan: { operations: [...work, ...records, ...templates.flatMap(({ after }) => after), ...prunes] },
    objects: objects.map(({ object, status, replaced }) => ({ object, status, replaced })),
    pods: pods.filter(({ change }) => runs.has(change.action)).map(({ planned }) => planned),
    templates: later,
    pending,
    pruned,
    situation: options.situation,
  };
}

/** What is made: operations that stand before everything else, those of the pods themselves, and the pods, to be started. */
interface Making {
  readonly make: readonly PlannedPod[];
  readonly before: readonly Operation[];
  readonly rest: readonly Operation[];
}

/** Images and networks, then what is replaced or surplus goes, then claims and the pods that hold the Services' addresses. */
function placeMaking(
  application: ApplicationModel,
  { candidates, pods }: JudgedPods,
  options: PlanOptions,
): Making {
  const { observed, situation } = options;
  const changed = pods.filter(({ change }) => change.action === 'create' || change.action === 'replace');
  const made = labelledPods(changed, options);
  const make = made.filter(({ containers }) => containers.length > 0);
  const holders = made.filter(({ containers }) => containers.length === 0);
  const { pulls, rest } = pullsFirst(make.flatMap(({ create }) => create));
  const isSurplus = ({ change }: JudgedPod): boolean => change.action === 'surplus';
  const before = uniqueOperations([
    ...networkOperations(made, observed, situation),
    ...pulls,
    ...removeOrphans(application, candidates, observed),
    ...pods.filter(isSurplus).reverse().flatMap(removeSurplus(observed)),
    ...changed.flatMap(({ planned, change }) =>
      change.action === 'replace' ? after(pulls, removeOld(planned, observed)) : [],
    ),
    ...(application.droppedClaims ?? []).map(dropClaim),
    ...planClaims(application.claims, observed),
    ...made.flatMap((planned) => removeRenewal(planned, observed.state)),
    ...holders.flatMap(({ create }) => create),
  ]);
  return { make, before, rest };
}

/** A pod that stays gets its files at once, and reads its variables anew at its next restart. */
function keepUp(planned: PlannedPod, options: PlanOptions): readonly Operation[] {
  const renewal = renewalOf(planned, options);
  return [
    ...updates(planned, options),
    ...(renewal === undefined ? [] : planRenewal(planned, renewal, options.observed.state)),
  ];
}

function updates({ files }: PlannedPod, { observed }: PlanOptions): readonly Operation[] {
  return files.flatMap((volume) => updateContents(volume, observed.contents.get(volume.volume)));
}

/** `--prune`: the objects that are in the set no more go, and keep their claims. */
function prune(
  pruned: readonly ObjectKey[],
  { proxy }: ApplicationModel,
  { observed }: PlanOptions,
): readonly Operation[] {
  const origin = unwritten('--prune');
  const objects = pruned.map((key) => ({ ...key, origin }));
  const kept = proxy === undefined ? {} : { proxy: 'kept' as const };
  return planRemoval({ objects, claims: false, ...kept }, observed.state);
}

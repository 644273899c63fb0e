import type { Report } from '../diagnostics/diagnostic.js';
import { unwritten } from '../diagnostics/unwritten.js';
import { withoutServiceVariables } from '../fields/env/links.js';
import { uniqueOperations } from '../fields/merge.js';
import { overriddenNames, overridePod } from '../fields/override-pod.js';
import { type PlannedPod, planPod } from '../fields/plan-pod.js';
import { planClaims } from '../fields/volumes/claims.js';
import { updateContents } from '../fields/volumes/update.js';
import type { ProxyModel } from '../ingress/model.js';
import { planProxy, proxyChange, refreshProxy } from '../ingress/plan.js';
import type { ApplicationModel, ObjectModel } from '../model/application.js';
import { type ApplyOverrides, noOverrides, shapingOverrides } from '../model/overrides.js';
import type { PodModel } from '../model/pod-model.js';
import type { TemplateModel } from '../model/template.js';
import type { Operation, Plan } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import { type PodChange, podChange } from '../reconcile/difference.js';
import { isOwnedBy, type Labels, label } from '../reconcile/labels.js';
import { isSameObject, type ObjectKey } from '../reconcile/object-key.js';
import { placeholder, templateNames } from '../reconcile/pod-template.js';
import { isProxy } from '../reconcile/proxy.js';
import {
  goneFrom,
  type ObjectStatus,
  objectStatus,
  type RecordedObject,
  recordOperations,
} from '../reconcile/records.js';
import { planRemoval, type Removal } from '../reconcile/removal.js';
import { planRenewal, removeRenewal, renewedParts } from '../reconcile/renewal.js';
import { type JudgedPod, type PendingSet, settleSets } from '../reconcile/sets.js';
import { type PlannedTemplate, planTemplate } from '../reconcile/templates.js';
import { networkOperations } from '../services/network.js';
import { holderModel, planService } from '../services/plan.js';
import { type RolloutRules, rolloutText } from '../supervisor/rollout.js';
import { volumeRules } from '../supervisor/rules.js';
import { after, inTurn, pullsFirst } from './4-plan/order.js';
import { dropClaim, removeOld, removeOrphans, removeSurplus } from './4-plan/removals.js';
import type { Observed, PodmanState } from './observed.js';

/** What planning needs besides the models. */
export interface PlanOptions {
  readonly observed: Observed;
  readonly situation: Situation;
  /** Keyed digest of a model; absent for outputs that leave no state behind (script, units). */
  readonly digest?: (model: unknown) => string;
  /** The set that the objects belong to, and whether what is no more in it goes. */
  readonly set?: { readonly name: string; readonly prune: boolean };
  /** What the command line says of all pods. */
  readonly overrides?: ApplyOverrides;
}

/** A plan, and what it makes of each object of the input. */
export interface Planned {
  readonly plan: Plan;
  readonly objects: readonly PlannedObject[];
  /** The pods that run when the plan is done. */
  readonly pods: readonly PlannedPod[];
  /** Objects whose pods the supervisor makes, and what makes one of them. */
  readonly templates: readonly PlannedLater[];
  /** Sets of which more is to be replaced once a pod is ready: plan again then. */
  readonly pending: readonly PendingSet[];
  /** Objects that an earlier apply of the set made and that are not in it any more. */
  readonly pruned: readonly ObjectKey[];
  readonly situation: Situation;
}

/** An object of which the supervisor makes pods. */
export interface PlannedLater extends ObjectKey {
  /** With placeholders for what only a real pod has. */
  readonly operations: readonly Operation[];
}

/** What becomes of one object, and which of its running pods are made anew. */
export interface PlannedObject {
  readonly object: ObjectModel;
  readonly status: ObjectStatus;
  readonly replaced: readonly string[];
}

/** Files of another machine's volumes are not changed in place: what is in them counts, too (the folder is its digest). */
function askedIn(model: PodModel, { files }: PlannedPod, { target }: Situation): unknown {
  const asked = model.asked();
  return target.remote ? [asked, files.map(({ folder }) => folder)] : asked;
}

/**
 * Decides what Podman has to do, and in which order: images and networks, then what is replaced goes, then Services, then
 * all volumes, secrets, pods and containers are created, and only then is anything started (design decisions 3 and 6).
 * Reports: podman/name-taken.
 */
export function plan(application: ApplicationModel, options: PlanOptions, report: Report): Planned {
  const { observed, situation, digest, overrides = noOverrides } = options;
  const { state } = observed;
  const shaping = shapingOverrides(overrides);
  const judge = (planned: PlannedPod, asked: unknown): JudgedPod => {
    const own = digest?.([asked, situation.supervised]);
    return { planned, own, change: podChange(planned, own, state) };
  };
  const judgePod = (model: PodModel, index: number): JudgedPod => {
    const names = overriddenNames(model, overrides);
    const own = planPod(model, { observed, situation, names });
    const planned = overridePod({ planned: own, model, index, observed }, overrides);
    const asked = digest === undefined ? undefined : askedIn(model, planned, situation);
    const judged = judge(planned, shaping === undefined ? asked : [asked, shaping]);
    return overrides.existing === 'replace' ? { ...judged, change: givingWay(judged.change) } : judged;
  };
  const judgeProxy = (model: ProxyModel): JudgedPod => {
    const planned = planProxy(model, options);
    const judged = judge(planned, digest && model.pod.asked());
    return { ...judged, change: proxyChange(planned, judged.change, observed) };
  };
  const candidates = [
    ...application.services.map((model) => judge(planService(model, observed), holderModel(model))),
    ...application.pods.map(judgePod),
    ...(application.proxy === undefined ? [] : [judgeProxy(application.proxy)]),
  ];
  const { pods, pending } = settleSets(candidates, { observed, supervised: situation.supervised });
  for (const { planned, change } of pods) reportTaken(planned, change, report);
  const changed = pods.filter(({ change }) => change.action === 'create' || change.action === 'replace');
  const renewal = (planned: PlannedPod): string | undefined =>
    situation.supervised ? digest?.(renewedParts(planned)) : undefined;
  const made = changed.map(({ planned, own }) =>
    withLabels(planned, { [label.digest]: own, [label.renewal]: renewal(planned) }),
  );
  const later = application.templates.map(
    (model): PlannedLater => ({
      ...model.owner,
      operations: templateOperations(model, options),
    }),
  );
  const templates =
    digest === undefined
      ? []
      : application.templates.map((model, index) =>
          planTemplate(
            { ...model, pod: withoutServiceVariables(model.pod) },
            {
              operations: later[index]?.operations ?? [],
              state: observed.state,
              digest,
              replace: overrides.existing === 'replace',
            },
          ),
        );
  const objects = application.objects.map((object) => objectWithStatus(object, pods, templates, options));
  const make = made.filter(({ containers }) => containers.length > 0);
  const holders = made.filter(({ containers }) => containers.length === 0);
  const { pulls, rest } = pullsFirst(make.flatMap(({ create }) => create));
  const before = uniqueOperations([
    ...networkOperations(made, observed, situation),
    ...pulls,
    ...removeOrphans(application, candidates, observed),
    ...pods
      .filter(({ change }) => change.action === 'surplus')
      .reverse()
      .flatMap(removeSurplus(observed)),
    ...changed.flatMap(({ planned, change }) =>
      change.action === 'replace' ? after(pulls, removeOld(planned, observed)) : [],
    ),
    ...(application.droppedClaims ?? []).map(dropClaim),
    ...planClaims(application.claims, observed),
    ...made.flatMap((planned) => removeRenewal(planned, state)),
    ...holders.flatMap(({ create }) => create),
  ]);
  // What the supervisor serves (names, forwarding) it must know before the first pod starts that may ask for it.
  const served = recordsOf(
    objects.filter(({ object }) => object.rules !== undefined),
    before,
    options,
  );
  const pruned = options.set?.prune === true ? goneFrom(options.set.name, application.objects, state) : [];
  const unchanged = pods.flatMap(({ planned, change }) => (change.action === 'unchanged' ? [planned] : []));
  const updates = (planned: PlannedPod): readonly Operation[] =>
    planned.files.flatMap((volume) => updateContents(volume, observed.contents.get(volume.volume)));
  const most = uniqueOperations([
    ...before,
    ...served,
    ...rest,
    ...inTurn(make),
    ...templates.flatMap((template) => template.before),
    ...unchanged
      .filter(({ labels }) => !isProxy(labels))
      .flatMap((planned) => [...updates(planned), ...renew(planned, renewal(planned), state)]),
  ]);
  // What may fail has been done when the proxy hears of it.
  const news = [
    ...pruned,
    ...objects.flatMap(({ object, status }) => (status === 'unchanged' ? [] : [object])),
  ];
  const proxies = unchanged.filter(({ labels }) => isProxy(labels));
  const work = [
    ...most,
    ...after(
      most,
      proxies.flatMap((planned) => refreshProxy(planned, updates(planned), news)),
    ),
  ];
  const origin = unwritten('--prune');
  const removal: Removal = {
    objects: pruned.map((key) => ({ ...key, origin })),
    claims: false,
    ...(application.proxy === undefined ? {} : { proxy: 'kept' }),
  };
  const prunes = planRemoval(removal, state);
  const records = recordsOf(
    objects.filter(({ object }) => object.rules === undefined),
    work,
    options,
  );
  const runs = new Set(['create', 'replace', 'unchanged', 'old']);
  return {
    plan: { operations: [...work, ...records, ...templates.flatMap(({ after }) => after), ...prunes] },
    objects: objects.map(({ object, status, replaced }) => ({ object, status, replaced })),
    pods: pods.filter(({ change }) => runs.has(change.action)).map(({ planned }) => planned),
    templates: digest === undefined ? [] : later,
    pending,
    pruned,
    situation,
  };
}

/** What makes one pod of a template and starts it, with placeholders for what only a real one has. */
function templateOperations(
  { owner, pod }: TemplateModel,
  { observed, situation, overrides = noOverrides }: PlanOptions,
): readonly Operation[] {
  const names = templateNames(owner.namespace);
  const addresses = new Map([[names.pod, { ip: placeholder.address, mac: placeholder.mac }]]);
  const there = { ...observed, addresses };
  const planned = planPod(pod, { observed: there, situation, names });
  // Only what holds for every pod: each one's address and ports are its own.
  const shared = { ...overrides, publish: [], publishPorts: 'with-host-port' as const, ips: [], macs: [] };
  const { create, start } = overridePod({ planned, model: pod, index: 0, observed: there }, shared);
  return [...create, ...start];
}

/** Records of objects that need all of `work` to be done. */
function recordsOf(
  objects: readonly RecordedObject[],
  work: readonly Operation[],
  { digest, observed }: PlanOptions,
): readonly Operation[] {
  const ids = work.map(({ id }) => id);
  return digest === undefined
    ? []
    : objects.flatMap((object) => recordOperations(object, observed.state, ids));
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

/** A pod that stays reads its variables anew at its next restart. */
function renew(planned: PlannedPod, digest: string | undefined, state: PodmanState): readonly Operation[] {
  return digest === undefined ? [] : planRenewal(planned, digest, state);
}

/** An object's own digest covers the object as written and the pods made from it. */
function objectWithStatus(
  object: ObjectModel,
  pods: readonly JudgedPod[],
  templates: readonly PlannedTemplate[],
  { digest, observed, situation, set, overrides = noOverrides }: PlanOptions,
): PlannedObject & RecordedObject {
  const mine = pods.filter(({ planned }) => isOwnedBy(planned.labels, object));
  const template = templates.find(({ owner }) => isSameObject(owner, object));
  const owns = [...new Set(mine.map((pod) => pod.own))];
  const { ingress } = object;
  const own =
    digest?.([object.content(), owns, template?.digest, ...(ingress === undefined ? [] : [ingress])]) ?? '';
  const status = objectStatus(object, own, observed.state);
  const isBegunAnew = template !== undefined && overrides.existing === 'replace';
  const touched =
    isBegunAnew || mine.some(({ change }) => ['create', 'replace', 'surplus'].includes(change.action));
  const replaced = mine.flatMap(({ planned, change }) =>
    change.action === 'replace' && change.because === 'changed' ? [planned.names.pod] : [],
  );
  const [first] = mine;
  return {
    object,
    own,
    status: status === 'unchanged' && touched ? 'configured' : status,
    replaced,
    ...(template === undefined ? {} : { template }),
    labels: {
      ...(situation.supervised && first !== undefined ? rolloutLabels(first) : {}),
      ...(set === undefined ? {} : { [label.set]: set.name }),
      ...(ingress === undefined ? {} : { [label.ingress]: volumeRules(ingress) }),
    },
  };
}

/** What the supervisor must know to bring a Deployment's template out. */
function rolloutLabels({ planned: { set }, own }: JudgedPod): Labels {
  if (set === undefined || set.update.kind !== 'rolling' || own === undefined) return {};
  const { kind: _kind, ...bounds } = set.update;
  const rules: RolloutRules = { digest: own, replicas: set.replicas, ...bounds };
  return { [label.rollout]: rolloutText(rules) };
}

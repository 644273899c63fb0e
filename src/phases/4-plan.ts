import type { Report } from '../diagnostics/diagnostic.js';
import { uniqueOperations } from '../fields/merge.js';
import { type PlannedPod, planPod } from '../fields/plan-pod.js';
import { planClaims } from '../fields/volumes/claims.js';
import type { ApplicationModel, ObjectModel } from '../model/application.js';
import type { TemplateModel } from '../model/template.js';
import type { Operation, Plan } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import { leftovers, type PodChange, podChange } from '../reconcile/difference.js';
import { isOwnedBy, label } from '../reconcile/labels.js';
import { placeholder, templateNames } from '../reconcile/pod-template.js';
import { type ObjectStatus, objectStatus, recordOperations } from '../reconcile/records.js';
import { type ObjectKey, removePod } from '../reconcile/removal.js';
import { type PlannedTemplate, planTemplate } from '../reconcile/templates.js';
import { networkOperations } from '../services/network.js';
import { planService } from '../services/plan.js';
import type { Observed } from './observed.js';

/** What planning needs besides the models. */
export interface PlanOptions {
  readonly observed: Observed;
  readonly situation: Situation;
  /** Keyed digest of a model; absent for outputs that leave no state behind (script, units). */
  readonly digest?: (model: unknown) => string;
}

/** A plan, and what it makes of each object of the input. */
export interface Planned {
  readonly plan: Plan;
  readonly objects: readonly { readonly object: ObjectModel; readonly status: ObjectStatus }[];
  readonly pods: readonly PlannedPod[];
  /** Objects whose pods the supervisor makes. */
  readonly templates: readonly ObjectKey[];
  readonly situation: Situation;
}

/**
 * Decides what Podman has to do, and in which order: networks, then what is replaced goes, then all volumes, secrets,
 * pods and containers are created, and only then is anything started (design decisions 3 and 6).
 * Reports: podman/name-taken.
 */
export function plan(application: ApplicationModel, options: PlanOptions, report: Report): Planned {
  const { observed, situation, digest } = options;
  const withChange = (planned: PlannedPod, model: unknown): Judged => {
    const own = digest?.([model, situation.supervised]);
    return { planned, own, change: podChange(planned, own, observed.state) };
  };
  const pods = [
    ...application.services.map((model) => withChange(planService(model, observed), model)),
    ...application.pods.map((model) => withChange(planPod(model, { observed, situation }), model)),
  ];
  for (const { planned, change } of pods) reportTaken(planned, change, report);
  const changed = pods.filter(({ change }) => change.action === 'create' || change.action === 'replace');
  const made = changed.map(({ planned, own }) => withDigest(planned, own));
  const templates =
    digest === undefined
      ? []
      : application.templates.map((model) =>
          planTemplate(model, {
            operations: templateOperations(model, { observed, situation }),
            state: observed.state,
            digest,
          }),
        );
  const objects = application.objects.map((object) => objectWithStatus(object, pods, templates, options));
  const work = uniqueOperations([
    ...networkOperations(made, observed),
    ...removeOrphans(
      application,
      pods.map(({ planned }) => planned),
      observed,
    ),
    ...changed.flatMap(({ planned, change }) =>
      change.action === 'replace' ? removeOld(planned, observed) : [],
    ),
    ...planClaims(application.claims, observed),
    ...made.flatMap(({ create }) => create),
    ...inTurn(made),
    ...templates.flatMap(({ before }) => before),
  ]);
  const ids = work.map(({ id }) => id);
  const records =
    digest === undefined
      ? []
      : objects.flatMap(({ object, own, template }) =>
          recordOperations({ object, digest: own, ...(template && { template }) }, observed.state, ids),
        );
  return {
    plan: { operations: [...work, ...records, ...templates.flatMap(({ after }) => after)] },
    objects: objects.map(({ object, status }) => ({ object, status })),
    pods: pods.map(({ planned }) => planned),
    templates: templates.map(({ owner }) => owner),
    situation,
  };
}

/** What makes one pod of a template and starts it, with placeholders for what only a real one has. */
function templateOperations(
  { owner, pod }: TemplateModel,
  { observed, situation }: PlanOptions,
): readonly Operation[] {
  const names = templateNames(owner.namespace);
  const addresses = new Map([[names.pod, { ip: placeholder.address, mac: placeholder.mac }]]);
  const { create, start } = planPod(pod, { observed: { ...observed, addresses }, situation, names });
  return [...create, ...start];
}

/** Starts of pods; one that waits for others of its object (ordinals of a set) begins when those have started. */
function inTurn(pods: readonly PlannedPod[]): readonly Operation[] {
  return pods.flatMap((pod, index) => {
    if (!pod.waits) return pod.start;
    const owner = {
      kind: pod.labels[label.kind] ?? '',
      namespace: pod.namespace,
      name: pod.labels[label.name] ?? '',
    };
    const earlier = pods
      .slice(0, index)
      .filter(({ labels }) => isOwnedBy(labels, owner))
      .flatMap(({ start }) => start.map(({ id }) => id));
    return pod.start.map((operation) => ({ ...operation, needs: [...operation.needs, ...earlier] }));
  });
}

/** A pod as planned, its digest, and what has to be done about it. */
interface Judged {
  readonly planned: PlannedPod;
  readonly own: string | undefined;
  readonly change: PodChange;
}

function reportTaken(planned: PlannedPod, change: PodChange, report: Report): void {
  if (change.action !== 'taken') return;
  for (const { what, name } of change.by) report('podman/name-taken', planned.origin, { what, name });
}

/** The digest stands in a label of the pod, where the next apply finds it. */
function withDigest(planned: PlannedPod, digest: string | undefined): PlannedPod {
  if (digest === undefined) return planned;
  const create = planned.create.map((operation): Operation => {
    if (operation.op !== 'pod.create') return operation;
    const { pod } = operation;
    return { ...operation, pod: { ...pod, labels: { ...pod.labels, [label.digest]: digest } } };
  });
  return { ...planned, create };
}

function removeOld(planned: PlannedPod, observed: Observed): readonly Operation[] {
  const { names, origin } = planned;
  const removed = observed.state.pods.has(names.pod)
    ? removePod(names.pod, origin, undefined, observed.state)
    : [];
  const needs = removed.map(({ id }) => id);
  const rest = leftovers(planned, observed.state).map(
    ({ what, name }): Operation =>
      what === 'volume'
        ? { op: 'volume.remove', id: `volume.remove ${name}`, needs, origin, volume: name }
        : { op: 'secret.remove', id: `secret.remove ${name}`, needs, origin, secret: name },
  );
  return [...removed, ...rest];
}

/** Pods of an object that it no longer asks for (scaled down); those of a template are its controller's affair. */
function removeOrphans(
  application: ApplicationModel,
  pods: readonly PlannedPod[],
  { state }: Observed,
): readonly Operation[] {
  const planned = new Set(pods.map(({ names }) => names.pod));
  const templated = (object: ObjectModel): boolean =>
    application.templates.some(({ owner }) => isSame(owner, object));
  return application.objects.flatMap((object) => {
    if (templated(object)) return [];
    const mine = [...state.pods.values()].filter(({ labels }) => isOwnedBy(labels, object));
    return mine
      .filter(({ name }) => !planned.has(name))
      .flatMap(({ name }) => removePod(name, object.origin, undefined, state));
  });
}

/** An object's own digest covers the object as written and the pods made from it. */
function objectWithStatus(
  object: ObjectModel,
  pods: readonly {
    readonly planned: PlannedPod;
    readonly own: string | undefined;
    readonly change: PodChange;
  }[],
  templates: readonly PlannedTemplate[],
  { digest, observed }: PlanOptions,
): ObjectPlan {
  const mine = pods.filter(({ planned }) => isOwnedBy(planned.labels, object));
  const template = templates.find(({ owner }) => isSame(owner, object));
  const own = digest?.([object.content(), mine.map((pod) => pod.own), template?.digest]) ?? '';
  const status = objectStatus(object, own, observed.state);
  const touched = mine.some(({ change }) => change.action !== 'unchanged');
  return {
    object,
    own,
    status: status === 'unchanged' && touched ? 'configured' : status,
    ...(template === undefined ? {} : { template }),
  };
}

interface ObjectPlan {
  readonly object: ObjectModel;
  readonly own: string;
  readonly status: ObjectStatus;
  readonly template?: PlannedTemplate;
}

function isSame(a: ObjectKey, b: ObjectKey): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

import type { ObjectModel } from '../../model/application.js';
import { noOverrides } from '../../model/overrides.js';
import type { Operation } from '../../podman/operations.js';
import { isOwnedBy, type Labels, label } from '../../reconcile/labels.js';
import { isSameObject } from '../../reconcile/object-key.js';
import { objectStatus, type RecordedObject, recordOperations } from '../../reconcile/records.js';
import type { JudgedPod } from '../../reconcile/sets.js';
import type { PlannedTemplate } from '../../reconcile/templates.js';
import { type RolloutRules, rolloutText } from '../../supervisor/rollout.js';
import { volumeRules } from '../../supervisor/rules.js';
import type { PlannedObject, PlanOptions } from './planned.js';

/** Records of objects that need all of `work` to be done. */
export function recordsOf(
  objects: readonly RecordedObject[],
  work: readonly Operation[],
  { digest, observed }: PlanOptions,
): readonly Operation[] {
  const ids = work.map(({ id }) => id);
  return digest === undefined
    ? []
    : objects.flatMap((object) => recordOperations(object, observed.state, ids));
}

/** An object's own digest covers the object as written and the pods made from it. */
export function objectWithStatus(
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

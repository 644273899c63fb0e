import type { PlannedPod } from '../../fields/plan-pod.js';
import type { DroppedClaim } from '../../fields/volumes/model.js';
import type { ApplicationModel, ObjectModel } from '../../model/application.js';
import type { Operation } from '../../podman/operations.js';
import { foreignNames, leftovers } from '../../reconcile/difference.js';
import { isOwnedBy } from '../../reconcile/labels.js';
import { isSameObject } from '../../reconcile/object-key.js';
import { removeWholePod } from '../../reconcile/removal.js';
import type { JudgedPod } from '../../reconcile/sets.js';
import type { Observed, PodmanState } from '../observed.js';

/** What goes before a pod is made anew: the old one, and what an unfinished run left of it. */
export function removeOld(planned: PlannedPod, { state }: Observed): readonly Operation[] {
  const { names, origin } = planned;
  const existing = state.pods.get(names.pod);
  const removed = [
    ...(existing === undefined ? [] : removeWholePod(existing, origin, undefined, state)),
    ...removeInTheWay(planned, state),
  ];
  const needs = removed.map(({ id }) => id);
  const rest = leftovers(planned, state).map(
    ({ what, name }): Operation =>
      what === 'volume'
        ? { op: 'volume.remove', id: `volume.remove ${name}`, needs, origin, volume: name }
        : { op: 'secret.remove', id: `secret.remove ${name}`, needs, origin, secret: name },
  );
  const known = new Set(needs);
  return [...removed, ...rest.filter(({ id }) => !known.has(id))];
}

/** What has one of the pod's names and is not ours: `--replace` alone comes so far. What is in a pod goes with it. */
function removeInTheWay(planned: PlannedPod, state: PodmanState): readonly Operation[] {
  const { origin, names } = planned;
  return foreignNames(planned, state).flatMap(({ what, name }): readonly Operation[] => {
    const pod = what === 'pod' && name !== names.pod ? state.pods.get(name) : undefined;
    if (pod !== undefined) return removeWholePod(pod, origin, undefined, state);
    const isAlone = what === 'container' && state.containers.get(name)?.pod !== names.pod;
    return isAlone
      ? [{ op: 'container.remove', id: `container.remove ${name}`, needs: [], origin, container: name }]
      : [];
  });
}

/** A pod that is more than its set wants. */
export const removeSurplus =
  ({ state }: Observed) =>
  ({ planned }: JudgedPod): readonly Operation[] => {
    const existing = state.pods.get(planned.names.pod);
    return existing === undefined ? [] : removeWholePod(existing, planned.origin, undefined, state);
  };

/** The data of a claim whose set no longer has a place for it. */
export function dropClaim({ volume, origin }: DroppedClaim): Operation {
  return { op: 'volume.remove', id: `volume.remove ${volume}`, needs: [], origin, volume };
}

/** Pods of an object that it no longer has a place for; of a set the highest ordinal goes first; those of a template are its controller's affair. */
export function removeOrphans(
  application: ApplicationModel,
  candidates: readonly JudgedPod[],
  { state }: Observed,
): readonly Operation[] {
  const planned = new Set(candidates.map(({ planned: { names } }) => names.pod));
  const templated = (object: ObjectModel): boolean =>
    application.templates.some(({ owner }) => isSameObject(owner, object));
  return application.objects.flatMap((object) => {
    if (templated(object)) return [];
    const mine = [...state.pods.values()].filter(({ labels }) => isOwnedBy(labels, object));
    return mine
      .filter(({ name }) => !planned.has(name))
      .sort((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true }))
      .flatMap((pod) => removeWholePod(pod, object.origin, undefined, state));
  });
}

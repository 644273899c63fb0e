import type { Decision, StoreView } from './controller.js';
import { podsOfEndedJobs } from './job/over.js';
import type { PodAction, SupervisedPod } from './model.js';
import { decidePod, isReadyPod, type PodKnowledge } from './pod.js';
import { rolloutsOf } from './rollouts.js';

/** What each supervised pod needs now; a pod that is being taken away needs nothing. */
export function decidePods(view: StoreView): readonly Decision<PodAction>[] {
  const knowledge = podKnowledge(view);
  return view.pods.map((pod) => {
    const { actions, wakeAt } = decidePod(pod, knowledge);
    return {
      object: pod.name,
      actions: view.stopping.has(pod.name) ? [] : actions,
      ...(wakeAt === undefined ? {} : { wakeAt }),
    };
  });
}

/** What a pod's own rules need to know of the others. */
export function podKnowledge(view: StoreView): PodKnowledge {
  const heldPods = new Set(rolloutsOf(view).flatMap(({ decision }) => decision.held));
  return knowledgeOf({ ...view, overPods: podsOfEndedJobs(view.batch), heldPods });
}

/** What knowledge is made of. */
interface KnownParts extends Omit<PodKnowledge, 'readyPods' | 'heldPods'> {
  readonly pods: readonly SupervisedPod[];
  readonly heldPods?: ReadonlySet<string>;
}

/** The same from its parts. */
export function knowledgeOf({
  pods,
  verdicts,
  overPods,
  heldPods = new Set(),
  now,
}: KnownParts): PodKnowledge {
  return {
    overPods,
    verdicts,
    readyPods: new Set(pods.flatMap((pod) => (isReadyPod(pod, verdicts) ? [pod.name] : []))),
    heldPods,
    now,
  };
}

import type { Decision, StoreView } from './controller.js';
import type { PodAction } from './model.js';
import { decidePod, isDonePod, isReadyPod, type PodKnowledge } from './pod.js';

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
export function podKnowledge({ pods, verdicts, now }: StoreView): PodKnowledge {
  return {
    verdicts,
    readyPods: new Set(pods.flatMap((pod) => (isReadyPod(pod, verdicts) ? [pod.name] : []))),
    donePods: new Set(pods.flatMap((pod) => (isDonePod(pod) ? [pod.name] : []))),
    now,
  };
}

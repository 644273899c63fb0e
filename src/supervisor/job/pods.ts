import type { JobRecord } from '../batch.js';
import type { StoreView } from '../controller.js';
import type { SupervisedPod } from '../model.js';
import { decidePod, isReadyPod } from '../pod.js';
import { podKnowledge } from '../pods.js';
import type { JobPod } from './model.js';

/** A Job's pods as its controller sees them. */
export function jobPods({ pods }: JobRecord, view: StoreView): readonly JobPod[] {
  const knowledge = podKnowledge(view);
  return pods.flatMap((owned): readonly JobPod[] => {
    const pod = view.pods.find(({ name }) => name === owned.name);
    if (pod === undefined) return [];
    const apps = pod.containers.filter(({ rules }) => rules.role === 'app');
    const others = pod.containers.filter(({ rules }) => rules.role !== 'app');
    return [
      {
        ...owned,
        phase: decidePod(pod, knowledge).phase,
        endedAt: lastEnd(apps) || lastEnd(others) || owned.createdAt,
        ready: isReadyPod(pod, view.verdicts),
        restarts: pod.containers.reduce((sum, { rules }) => sum + rules.restarts, 0),
        exits: [...apps, ...others]
          .filter(({ state }) => state === 'ended')
          .map(({ name, exitCode }) => ({ container: ownName(pod.name, name), exitCode })),
      },
    ];
  });
}

/** Source: kubernetes pkg/controller/job/backoff_utils.go, getFinishedTime. */
function lastEnd(containers: SupervisedPod['containers']): number {
  return Math.max(0, ...containers.map(({ endedAt }) => endedAt));
}

/** The name that the manifest gives: Podman's has the pod's before it. */
function ownName(pod: string, container: string): string {
  return container.startsWith(`${pod}-`) ? container.slice(pod.length + 1) : container;
}

/** Pods of a Job that lack containers: they are being made, or whoever made them was killed. */
export function partialPods({ pods }: JobRecord, view: StoreView): readonly string[] {
  const partial = view.pods.filter(({ containers, rules }) => containers.length < rules.containers);
  return partial.flatMap(({ name }) => (pods.some((owned) => owned.name === name) ? [name] : []));
}

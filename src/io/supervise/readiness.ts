import type { ProbeVerdicts, SupervisedPod } from '../../supervisor/model.js';
import { isReadyPod } from '../../supervisor/pod.js';

/** Remembers since when pods are ready; a new supervisor counts anew. Times in milliseconds since 1970. */
export function watchReadiness(): (
  pods: readonly SupervisedPod[],
  verdicts: ReadonlyMap<string, ProbeVerdicts>,
  now: number,
) => ReadonlyMap<string, number> {
  let known = new Map<string, { readonly id: string; readonly since: number }>();
  return (pods, verdicts, now) => {
    known = new Map(
      pods.flatMap((pod) => {
        if (!isReadyPod(pod, verdicts)) return [];
        // Another pod of the same name, or another run of its containers, begins anew.
        const id = pod.containers.map((one) => `${one.id} ${one.startedAt}`).join(' ');
        const before = known.get(pod.name);
        return [[pod.name, before?.id === id ? before : { id, since: now }] as const];
      }),
    );
    return new Map([...known].map(([name, { since }]) => [name, since]));
  };
}

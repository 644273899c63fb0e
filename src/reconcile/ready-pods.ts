import type { PodmanState } from '../phases/observed.js';
import { label } from './labels.js';

/** What a living supervisor says of pods, by Podman's name. */
export type WatchedPods = {
  readonly [pod: string]: {
    readonly containers: { readonly [container: string]: { readonly ready: boolean } };
  };
};

/** The pods of which the supervisor says that all that lasts in them is ready. */
export function readyPodsOf(watched: WatchedPods, state: PodmanState): ReadonlySet<string> {
  const lasting = [...state.containers.values()].filter(
    ({ isInfra, labels }) => !isInfra && labels[label.role] !== 'init',
  );
  const unready = new Set(
    lasting.flatMap(({ name, pod }) => (watched[pod]?.containers[name]?.ready === true ? [] : [pod])),
  );
  return new Set(Object.keys(watched).filter((pod) => !unready.has(pod)));
}

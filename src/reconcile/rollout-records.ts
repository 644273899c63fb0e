import type { PodmanState } from '../phases/observed.js';
import { isOurs, isOwnedBy, label } from './labels.js';

/** The record of a Deployment whose template is brought out step by step, and the pods that it has. */
export interface RolloutRecord {
  /** `Kind/namespace/name`. */
  readonly owner: string;
  /** Podman's name of the record, and the text of its rules: both tell whether an apply came between. */
  readonly record: string;
  readonly text: string;
  /** Digest of what was asked for with each pod, by Podman's name. */
  readonly pods: ReadonlyMap<string, string>;
}

/** All such records of a store. */
export function rolloutRecords({ volumes, pods }: PodmanState): readonly RolloutRecord[] {
  return [...volumes.values()].flatMap(({ name: record, labels }): readonly RolloutRecord[] => {
    const text = labels[label.rollout];
    if (text === undefined || !isOurs(labels)) return [];
    const [kind = '', namespace = '', name = ''] = [label.kind, label.namespace, label.name].map(
      (one) => labels[one],
    );
    const mine = [...pods.values()].filter((pod) => isOwnedBy(pod.labels, { kind, namespace, name }));
    return [
      {
        owner: `${kind}/${namespace}/${name}`,
        record,
        text,
        pods: new Map(mine.map((pod) => [pod.name, pod.labels[label.digest] ?? ''])),
      },
    ];
  });
}

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** The pod's part: what happens when a container ends, and how long stopping may take. */
export interface PodRestart {
  readonly policy: RestartPolicy;
  readonly graceSeconds: number;
  readonly deadlineSeconds?: number;
}

/** A container's own policy, where it differs from the pod's. */
export interface ContainerRestart {
  readonly policy: RestartPolicy;
  /** First match decides; none: the policy. */
  readonly rules: readonly RestartRule[];
}

export interface RestartRule {
  readonly action: 'Restart' | 'RestartAllContainers';
  readonly operator: 'In' | 'NotIn';
  readonly exitCodes: readonly number[];
}

/** The pod's part: what happens when a container ends, and how long stopping may take. */
export interface PodRestart {
  readonly policy: 'Always' | 'OnFailure' | 'Never';
  readonly graceSeconds: number;
  readonly deadlineSeconds?: number;
}

/** A container's own policy, where it differs from the pod's. */
export interface ContainerRestart {
  readonly policy: 'Always' | 'OnFailure' | 'Never';
  /** First match decides; none: the policy. */
  readonly rules: readonly RestartRule[];
}

export interface RestartRule {
  readonly action: 'Restart' | 'RestartAllContainers';
  readonly operator: 'In' | 'NotIn';
  readonly exitCodes: readonly number[];
}

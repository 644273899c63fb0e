/** Limits of one container, in units that Podman takes. Absent: no limit. */
export interface ContainerResources {
  readonly cpuLimitMillis?: bigint;
  readonly memoryLimitBytes?: bigint;
  /** cpu.shares made from the request (or the limit), at least 2. */
  readonly cpuShares: number;
  readonly oomScoreAdj: number;
  /** CDI names or host device paths. */
  readonly devices: readonly string[];
}

/** Limits of the whole pod. */
export interface PodResources {
  readonly cpuLimitMillis?: bigint;
  readonly memoryLimitBytes?: bigint;
  readonly cpuShares?: number;
  readonly qosClass: 'Guaranteed' | 'Burstable' | 'BestEffort';
}

/** Limits of one container, in units that Podman takes. Absent: no limit. */
export interface ContainerResources {
  readonly cpuLimitMillis?: bigint;
  readonly memoryLimitBytes?: bigint;
  /** cpu.shares made from the request (or the limit), 2 to 262144. */
  readonly cpuShares: number;
  /** -997 to 1000. */
  readonly oomScoreAdj: number;
  /** CDI names or host device paths. */
  readonly devices: readonly string[];
}

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** Limits of the whole pod. */
export interface PodResources {
  readonly cpuLimitMillis?: bigint;
  readonly memoryLimitBytes?: bigint;
  readonly cpuShares?: number;
  readonly qosClass: QosClass;
}

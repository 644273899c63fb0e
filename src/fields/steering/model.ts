/** A limit of a process, in the numbers of setrlimit(2); -1: none. */
export interface Ulimit {
  readonly name: string;
  readonly soft: bigint;
  readonly hard: bigint;
}

/** What Podman's own annotations ask for one container. */
export interface ContainerSteering {
  /** A process of Podman's that reaps zombies runs before the container's own. */
  readonly init?: boolean;
  /** As `--security-opt label=` takes them. */
  readonly labels?: readonly string[];
  /** -1: unlimited. */
  readonly pidsLimit?: number;
  readonly cpuset?: string;
  readonly memoryNodes?: string;
  /** As `--volumes-from` takes them: a container of Podman's and options. */
  readonly volumesFrom?: readonly string[];
  readonly ulimits?: readonly Ulimit[];
}

/** What Podman's own annotations ask for a pod; absent in most. */
export interface PodSteering {
  readonly userns?: string;
  readonly containers: { readonly [name: string]: ContainerSteering };
}

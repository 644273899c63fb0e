/** A Podman release, compared number by number. */
export interface PodmanVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The Podman that a plan is made for. */
export interface PodmanTarget {
  readonly version: PodmanVersion;
  readonly rootless: boolean;
  /** Another machine's Podman: what needs local files or namespaces is replaced or refused. */
  readonly remote: boolean;
  /** Control groups of that machine. Rootless v1 cannot limit anything. */
  readonly cgroups: 'v1' | 'v2';
  /** Number of ids a rootless user may use beyond its own (65536 by default); unlimited when absent. */
  readonly subordinateIds?: number;
  /** Whether a process may be protected from the OOM killer (CAP_SYS_RESOURCE); not known: no. */
  readonly lowersOomScore?: boolean;
}

/** What a plan is printed or executed as. `run`: `apply` itself. */
export type OutputForm = 'run' | 'script' | 'quadlet' | 'kube';

/** Everything besides the value on which the support of a field may depend. */
export interface Situation {
  readonly output: OutputForm;
  readonly target: PodmanTarget;
  /** Whether kube2pod's supervisor watches the pod (design decision 8). */
  readonly supervised: boolean;
}

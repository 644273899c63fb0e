import type { ContainerLifecycle } from '../fields/lifecycle/model.js';
import type { ContainerProbes } from '../fields/probes/model.js';
import type { ContainerRestart } from '../fields/restart/model.js';
import type { ContainerRole } from '../model/pod-model.js';

/** How a container ended. Times in milliseconds since 1970. */
export interface EndedRun {
  readonly exitCode: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`. */
  readonly reason: string;
  /** What it left as its last message. */
  readonly message?: string;
}

/** What the supervisor must know of one container: kept in a label of it, as JSON. */
export interface ContainerRules {
  readonly role: ContainerRole;
  readonly order: number;
  readonly restart: ContainerRestart;
  readonly probes: ContainerProbes;
  readonly lifecycle: Pick<ContainerLifecycle, 'postStart' | 'preStop'>;
  readonly graceSeconds: number;
  /** Where its last message comes from; absent: no file was prepared for one. */
  readonly message?: 'File' | 'FallbackToLogsOnError';
  /** Folders that the image lacks and a fresh container needs before it starts. */
  readonly directories: readonly string[];
  /** How often it was restarted, and how often in a row without a long run between. */
  readonly restarts: number;
  readonly streak: number;
  /** The run before this one, of the container that this one replaced. */
  readonly last?: EndedRun;
}

/** What the supervisor must know of one pod: kept in a label of it, as JSON. */
export interface PodRules {
  readonly hostNetwork: boolean;
  readonly deadlineSeconds?: number;
  /** How many containers it has when it is whole. */
  readonly containers: number;
  /** Numbers of its containers' named ports. */
  readonly ports: { readonly [name: string]: number };
  /** Its own name below a Service (hostname and subdomain). */
  readonly member?: { readonly hostname: string; readonly service: string };
  /** Another pod that must be ready before this one starts (StatefulSet, OrderedReady). */
  readonly after?: string;
}

/** A container as Podman shows it. Times in milliseconds since 1970; 0: not yet. */
export interface SupervisedContainer {
  readonly name: string;
  /** Podman's id: another container of the same name is another one. */
  readonly id: string;
  readonly rules: ContainerRules;
  readonly state: 'created' | 'running' | 'ended';
  readonly exitCode: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** It was made anew under a name of its own, and still has it. */
  readonly unnamed?: boolean;
  /** It could not even be started. */
  readonly startError?: boolean;
}

/** A pod as Podman shows it; containers in start order. */
export interface SupervisedPod {
  readonly name: string;
  readonly rules: PodRules;
  readonly infraRunning: boolean;
  /** When it was made, which a new sandbox does not change. Source: kubelet status.startTime. */
  readonly startedAt: number;
  readonly containers: readonly SupervisedContainer[];
}

/** What probes say of a running container; made anew with every start of it. */
export interface ProbeVerdicts {
  /** True without a startup probe. */
  readonly started: boolean;
  /** True without a readiness probe, once started. */
  readonly ready: boolean;
  /** A liveness or startup probe has failed too often. */
  readonly failed?: { readonly probe: 'liveness' | 'startup'; readonly graceSeconds?: number };
}

/** One thing to do about a pod. */
export type PodAction =
  | { readonly action: 'start'; readonly container: string }
  /** A fresh container in place of one that ended. */
  | { readonly action: 'restart'; readonly container: string; readonly streak: number }
  | {
      readonly action: 'stop';
      readonly container: string;
      readonly graceSeconds: number;
      readonly reason: string;
    }
  /** The sandbox is gone: infra anew, every container fresh, init containers included. */
  | { readonly action: 'restart-pod' }
  /** A container was made anew and never got its name: whoever made it was killed. */
  | { readonly action: 'finish'; readonly container: string }
  /** Every container fresh, the sandbox kept. */
  | { readonly action: 'restart-containers' };

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** What to do now, when to look again at the latest, and what the pod is. */
export interface PodDecision {
  readonly actions: readonly PodAction[];
  /** Milliseconds since 1970. */
  readonly wakeAt?: number;
  readonly phase: PodPhase;
  readonly reason?: string;
}

/** A container that could not be started: Podman leaves it as created, a node calls it ended with 128. */
export interface FailedStart {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** By Podman's id of the container. */
export type FailedStarts = ReadonlyMap<string, FailedStart>;

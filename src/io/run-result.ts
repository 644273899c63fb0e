import type { Report } from '../diagnostics/diagnostic.js';
import type { ProxySettings } from '../ingress/model.js';
import type { ApplicationModel } from '../model/application.js';
import type { ApplyOverrides } from '../model/overrides.js';
import type { Planned } from '../phases/4-plan.js';
import type { KubeObject } from '../phases/documents.js';
import type { PodmanState } from '../phases/observed.js';
import type { Operation } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import type { PodmanConnection } from './connection.js';
import type { RunReport } from './perform.js';
import type { PullOptions } from './pull.js';

/** How a run is steered and followed. */
export interface RunOptions {
  /** Addresses that Podman holds for nobody; a run finds them out by itself. */
  readonly lostAddresses?: readonly string[];
  readonly program: PodmanConnection;
  readonly signal: AbortSignal;
  /** Whether the supervisor watches what is applied; it never does on another machine, whose pods it cannot reach. */
  readonly supervise: boolean;
  /** Only plan: change nothing. */
  readonly dryRun: boolean;
  readonly baseDirectory: string;
  /** Unsafe sysctls that are set, as the kubelet's flag names them; absent: all. */
  readonly allowedSysctls?: readonly string[];
  /** The set that the objects belong to, and whether what is no more in it goes. */
  readonly set?: { readonly name: string; readonly prune: boolean };
  /** What the command line says of all pods. */
  readonly overrides?: ApplyOverrides;
  readonly pull?: PullOptions;
  /** What the command line says of the proxy of Ingresses. */
  readonly ingress?: Partial<ProxySettings>;
  /** Where images of the manifests are built from, each in a folder of its name. */
  readonly buildContext?: string;
  readonly progress: (operation: Operation, note?: string) => void;
  readonly waitingForLock: () => void;
  readonly report: Report;
  /** Whether an object has errors: nothing is made of it. */
  readonly isRefused: (object: KubeObject) => boolean;
  /** Whether an error was reported since; then nothing is done. */
  readonly refused: () => boolean;
}

/** Why nothing could even be tried. */
export interface RunProblem {
  readonly problem: 'missing' | 'too-old' | 'failed' | 'lock' | 'refused';
  readonly message: string;
}

export interface RunResult {
  readonly planned: Planned;
  readonly application: ApplicationModel;
  readonly situation: Situation;
  readonly outcome?: RunReport;
  /** The objects of earlier applies, as they were before this one. */
  readonly recorded: readonly KubeObject[];
  /** After a failure: what had run before and was made again. */
  readonly restored?: Restored;
  /** What is in Podman, as it was when the plan had nothing to do. */
  readonly seen?: PodmanState;
  /** What the user should be told of the supervisor. */
  readonly supervisorAdvice?: string;
  /** Jobs of which no pod could be made, and why; the supervisor goes on trying. */
  readonly stuck?: readonly StuckJob[];
  /** How the proxy of Ingresses was published before this run. */
  readonly proxyBefore?: ProxySettings;
  /** Why the proxy of Ingresses does not run. */
  readonly proxyProblem?: string;
}

/** Pods that a failed run had taken away to make them anew, and what became of them. */
export interface Restored {
  readonly objects: readonly string[];
  /** Why they could not be made again. */
  readonly problem?: string;
}

export interface StuckJob {
  readonly job: ObjectKey;
  readonly problem: string;
}

/** Tells a run that could not be tried from one that was. */
export function isProblem(result: RunResult | RunProblem): result is RunProblem {
  return 'problem' in result;
}

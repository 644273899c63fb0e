import type { FieldPath } from '../diagnostics/field-path.js';
import type { ContainerEnv } from '../fields/env/model.js';
import type { ContainerImage } from '../fields/image/model.js';
import type { ContainerLifecycle } from '../fields/lifecycle/model.js';
import type { PodNetworking } from '../fields/network/model.js';
import type { ContainerPort } from '../fields/ports/model.js';
import type { ContainerProbes } from '../fields/probes/model.js';
import type { ContainerProcess } from '../fields/process/model.js';
import type { ContainerResources, PodResources } from '../fields/resources/model.js';
import type { ContainerRestart, PodRestart } from '../fields/restart/model.js';
import type { ContainerSecurity, PodSecurity } from '../fields/security/model.js';
import type { PodSteering } from '../fields/steering/model.js';
import type { ContainerMounts, PodVolume } from '../fields/volumes/model.js';

/** Who a pod is. Names are Kubernetes'; Podman names are made when planning. */
export interface PodIdentity {
  readonly namespace: string;
  readonly name: string;
  /** A stable UUID made from namespace, kind and name. */
  readonly uid: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
  readonly serviceAccountName: string;
  /** Name of the pod that must be ready before this one starts. */
  readonly startsAfter?: string;
  /** Its place among the pods of its controller, where that keeps a number of them running. */
  readonly set?: SetMembership;
  /** The object of the manifest that asks for this pod: itself, or its controller. */
  readonly owner: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

/** A pod among those of one controller. */
export interface SetMembership {
  /** How many pods the controller wants. */
  readonly replicas: number;
  /** Slot (Deployment and the like) or ordinal (StatefulSet). */
  readonly place: number;
  /** The name that stands for all of them where they differ in nothing but their names. */
  readonly alike?: string;
  readonly update: UpdateRule;
}

/** How a controller brings a changed template to its pods. */
export type UpdateRule =
  /** All at once, in their places: Recreate; one pod per node (DaemonSet). */
  | { readonly kind: 'replace' }
  /** Pods that are there stay as they are: ReplicaSet, OnDelete, a paused Deployment. */
  | { readonly kind: 'keep' }
  | RollingRule
  | OrderedRule;

/** One after the other in their places, the highest ordinal first, as far down as the partition. */
export interface OrderedRule {
  readonly kind: 'ordered';
  readonly partition: number;
  readonly minReadySeconds: number;
}

/** New pods beside the old ones, within bounds. */
export interface RollingRule {
  readonly kind: 'rolling';
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
}

/** A pod ready to be planned: defaults in place, references resolved, nothing optional by accident. */
export interface PodModel extends ResolvedPod {
  /** What makes it another pod when it changes; only digests are made from it. See fields/asked.ts. */
  readonly asked: () => unknown;
}

/** A pod as its fields' groups resolve it. */
export interface ResolvedPod {
  readonly origin: FieldPath;
  readonly identity: PodIdentity;
  readonly networking: PodNetworking;
  readonly security: PodSecurity;
  readonly resources: PodResources;
  readonly restart: PodRestart;
  readonly volumes: readonly PodVolume[];
  /** What Podman's own annotations ask for; most pods have none. */
  readonly steering?: PodSteering;
  /** Init containers and sidecars, in file order. */
  readonly initContainers: readonly ContainerModel[];
  readonly containers: readonly ContainerModel[];
}

/** `init`: must end with 0 before the next starts. `sidecar`: an init container with restartPolicy Always. */
export type ContainerRole = 'init' | 'sidecar' | 'app';

/** One container, composed of what each field group resolved. */
export interface ContainerModel {
  readonly origin: FieldPath;
  readonly name: string;
  readonly role: ContainerRole;
  readonly image: ContainerImage;
  readonly process: ContainerProcess;
  readonly env: ContainerEnv;
  readonly ports: readonly ContainerPort[];
  readonly resources: ContainerResources;
  readonly security: ContainerSecurity;
  readonly mounts: ContainerMounts;
  readonly probes: ContainerProbes;
  readonly lifecycle: ContainerLifecycle;
  readonly restart: ContainerRestart;
}

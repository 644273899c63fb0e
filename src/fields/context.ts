import type {
  ConfigMap,
  PersistentVolume,
  PersistentVolumeClaim,
  Secret,
  Service,
} from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { PodIdentity } from '../model/pod-model.js';
import type { Text } from '../model/text.js';
import type { KubeObject } from '../phases/documents.js';
import type { Observed } from '../phases/observed.js';
import type { ContainerSpec, PodSpec } from '../podman/container-spec.js';
import type { Operation } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';

/** The other objects of the input that a pod may refer to; namespaced look-ups use the pod's own namespace. */
export interface References {
  readonly configMap: (namespace: string, name: string) => KubeObject<ConfigMap> | undefined;
  readonly secret: (namespace: string, name: string) => KubeObject<Secret> | undefined;
  readonly claim: (namespace: string, name: string) => KubeObject<PersistentVolumeClaim> | undefined;
  readonly volume: (name: string) => KubeObject<PersistentVolume> | undefined;
  readonly volumes: () => readonly KubeObject<PersistentVolume>[];
  /** The persistent volume of the input that a claim is bound to, by name or by fitting. */
  readonly boundVolume: (
    claim: KubeObject<PersistentVolumeClaim>,
  ) => KubeObject<PersistentVolume> | undefined;
  readonly services: (namespace: string) => readonly KubeObject<Service>[];
}

/** What every resolver of a pod's fields may use. */
export interface ResolveContext {
  readonly report: Report;
  readonly references: References;
  readonly observed: Observed;
  readonly situation: Situation;
  readonly identity: PodIdentity;
  /** Facts of the pod as text: plain when observed, late when not. */
  readonly facts: PodFacts;
  /** Variables of the Services of its namespace; absent: it has none. */
  readonly serviceVariables?: ReadonlyMap<string, Text>;
  /** Folder against which relative hostPaths of this manifest are read. */
  readonly baseDirectory: string;
  /** Unsafe sysctls that are set, as the kubelet's flag names them; absent: nobody is refused for one. */
  readonly allowedSysctls?: readonly string[];
}

export interface PodFacts {
  readonly podIP: Text;
  readonly hostIP: Text;
  readonly nodeName: Text;
}

/** What planning knows besides a group's part of the model. */
export interface PlanContext {
  readonly situation: Situation;
  readonly observed: Observed;
  readonly identity: PodIdentity;
  /** Podman names, made once by the planner. */
  readonly names: PodNames;
  /** Labels that every object made for this pod carries. */
  readonly labels: { readonly [name: string]: string };
  /** Where an operation comes from when the group knows nothing better. */
  readonly origin: FieldPath;
}

/** How Podman's objects for one pod are called (design decision 4). */
export interface PodNames {
  readonly pod: string;
  readonly container: (name: string) => string;
  /** A volume of the pod's own (emptyDir, ConfigMap files, ...), which goes with the pod. */
  readonly volume: (name: string) => string;
  /** A secret of the pod's own; `purpose` tells several apart. */
  readonly secret: (purpose: string) => string;
}

/** What one group adds to a container or pod: a part of its spec, and the operations that must come first. */
export interface Contribution<Spec extends ContainerSpec | PodSpec> {
  readonly spec: Partial<Spec>;
  /** Done before the container (or pod) is created. */
  readonly before?: readonly Operation[];
  /** Done right before the container starts, when what ran before it has left its files; it is created after that. */
  readonly atStart?: readonly Operation[];
  /** Done after it is created and before it starts. */
  readonly between?: readonly Operation[];
}

export type ContainerContribution = Contribution<ContainerSpec>;
export type PodContribution = Contribution<PodSpec>;

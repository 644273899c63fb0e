/** How a container runs now, for the live picture. */
export type LiveState = 'running' | 'waiting' | 'done' | 'failed';

/** A container as the picture shows it; conmon, which watches each, is drawn beside it. */
export interface ContainerNode {
  readonly name: string;
  readonly role: 'init' | 'sidecar' | 'app';
  /** Place in the order of the start, from 1. */
  readonly order: number;
  readonly image: string;
  /** `8080`, `http 8080/TCP on host port 80`. */
  readonly ports: readonly string[];
  readonly probes: readonly ('startup' | 'readiness' | 'liveness')[];
  readonly mounts: readonly MountLine[];
  readonly state?: LiveState;
}

/** A volume in a container. */
export interface MountLine {
  readonly volume: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** A volume of a pod, and the object that it shows. */
export interface VolumeNode {
  readonly name: string;
  /** `emptyDir`, `configMap settings`, ... */
  readonly source: string;
  /** The store outside of the pod that is behind it. */
  readonly store?: string;
}

/** What one object runs: an envelope with the infra container, the namespaces that it holds, and the containers. */
export interface PodNode {
  readonly id: string;
  /** `Deployment web`. */
  readonly title: string;
  /** `2 pods`, `every day at ...`. */
  readonly note: string;
  readonly namespace: string;
  /** Namespaces that the containers share: network, IPC, hostname, processes. */
  readonly shares: readonly string[];
  readonly hostNetwork: boolean;
  readonly containers: readonly ContainerNode[];
  readonly volumes: readonly VolumeNode[];
}

/** A Service or an Ingress: a title and its lines. */
export interface FrontNode {
  readonly id: string;
  readonly title: string;
  readonly namespace: string;
  readonly lines: readonly string[];
}

/** Something outside of pods that holds data: a ConfigMap, a Secret, a claim, a folder of the machine. */
export interface StoreNode {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

/** From an Ingress to a Service, a Service to a pod, or a pod to a store, by their ids. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

/** The picture of an application, before it is drawn. */
export interface ApplicationGraph {
  readonly ingresses: readonly FrontNode[];
  readonly services: readonly FrontNode[];
  readonly pods: readonly PodNode[];
  readonly stores: readonly StoreNode[];
  readonly edges: readonly GraphEdge[];
}

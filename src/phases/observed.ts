import type { PodmanTarget } from '../podman/target.js';

/**
 * What only the machine knows, gathered by `prepare` before resolving. `check` and `convert` without Podman use
 * `assumed` values: `podman` is then undefined, images are unknown, addresses late.
 */
export interface Observed {
  readonly target: PodmanTarget;
  /** False for `check` and `convert`: nothing below was really looked up. */
  readonly live: boolean;
  /** By the reference as resolved (see fields/image): what the image says of itself. */
  readonly images: ReadonlyMap<string, ImageFacts>;
  readonly node: NodeFacts;
  /** By absolute path: what is there. Filled for every hostPath (and subPath below it) of the input. */
  readonly hostPaths: ReadonlyMap<string, HostPathFacts>;
  /** Given-out addresses by Podman's name of the pod; empty when not live. */
  readonly addresses: ReadonlyMap<string, PodAddress>;
  /** By namespace. */
  readonly networks: ReadonlyMap<string, NetworkFacts>;
  /** What runs or lies in Podman already, by name. */
  readonly state: PodmanState;
  /** By Podman's name: what lies in volumes made of files; empty where it was not looked at. */
  readonly contents: ReadonlyMap<string, VolumeContents>;
  /** Volumes of claims that are as Podman makes them: a run may have been killed before it opened them to all. */
  readonly freshClaims: ReadonlySet<string>;
  /** Podman names of the pods that a living supervisor calls ready. */
  readonly readyPods: ReadonlySet<string>;
}

/** The top of a volume as fields/volumes/layout.ts lays it out. */
export interface VolumeContents {
  /** Where `..data` leads. */
  readonly folder: string;
  readonly names: readonly string[];
}

export interface ImageFacts {
  readonly id: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  readonly architecture: string;
  readonly os: string;
  readonly hasHealthcheck: boolean;
  /** Texts of the image's /etc/passwd and /etc/group; read only when some container needs them. */
  readonly passwd?: string;
  readonly group?: string;
}

export interface NodeFacts {
  readonly name: string;
  /** The address that stands for the node, as pods reach it. */
  readonly address: string;
  /** All addresses of the machine, where they are known. */
  readonly addresses?: readonly string[];
  readonly cpuMillis: bigint;
  readonly memoryBytes: bigint;
  /** The host's resolv.conf, for dnsPolicy Default. */
  readonly resolvConf: string;
  /** Folder on Podman's machine for files that take containers' last messages; absent: there can be none. */
  readonly messageDirectory?: string;
  /** First port that an ordinary user may bind. */
  readonly unprivilegedPortStart: number;
  /** Programs that forward to the pods of Services and that this machine lacks; absent: none. */
  readonly missingPrograms?: readonly string[];
}

export interface HostPathFacts {
  /** `absent`, or what the path is, links followed. */
  readonly type: 'absent' | 'directory' | 'file' | 'socket' | 'charDevice' | 'blockDevice' | 'other';
  readonly writable: boolean;
}

export interface PodAddress {
  readonly ip: string;
  readonly mac: string;
}

export interface NetworkFacts {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
  /** Where Podman chooses addresses itself. */
  readonly dynamicRange: string;
  readonly exists: boolean;
}

/** One thing in Podman that has a name. */
export interface StateEntry {
  readonly name: string;
  readonly id: string;
  readonly labels: { readonly [name: string]: string };
  /** When it was made (RFC 3339), where the listing tells. */
  readonly createdAt?: string;
}

export interface ContainerState extends StateEntry {
  readonly pod: string;
  readonly isInfra: boolean;
  readonly state: string;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly image: string;
}

export interface PodState extends StateEntry {
  readonly status: string;
  readonly createdAt: string;
}

export interface VolumeState extends StateEntry {
  /** Where its files lie on Podman's machine. */
  readonly mountpoint: string;
}

export interface NetworkState extends StateEntry {
  /** In CIDR form. */
  readonly subnets: readonly string[];
}

export interface PodmanState {
  readonly pods: ReadonlyMap<string, PodState>;
  readonly containers: ReadonlyMap<string, ContainerState>;
  readonly volumes: ReadonlyMap<string, VolumeState>;
  readonly networks: ReadonlyMap<string, NetworkState>;
  readonly secrets: ReadonlyMap<string, StateEntry>;
}

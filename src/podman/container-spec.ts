import type { Text } from '../model/text.js';

/**
 * What `podman create` is told about one container, in Podman's words. Every field has one row in `container-spec-rows.ts`
 * that says how it prints as a flag, as a field of the socket's body and as a Quadlet key. Absent means that
 * nothing is said to Podman. Source of the words: man podman-create(1).
 */
export interface ContainerSpec {
  readonly name: string;
  readonly pod: string;
  /** The reference as Podman is told it; never pulled by `create`. */
  readonly image: string;
  /** Replaces the image's ENTRYPOINT (and drops its CMD). */
  readonly entrypoint?: readonly Text[];
  /** Positional arguments; absent: the image's CMD. */
  readonly command?: readonly Text[];
  readonly env?: { readonly [name: string]: Text };
  /** Environment variables taken from a Podman secret: variable to secret name. */
  readonly secretEnv?: { readonly [name: string]: string };
  readonly secretMounts?: readonly SecretMount[];
  readonly workdir?: string;
  readonly user?: string;
  readonly groupAdd?: readonly string[];
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly privileged?: boolean;
  readonly readOnly?: boolean;
  readonly readOnlyTmpfs?: boolean;
  readonly noNewPrivileges?: boolean;
  /** `unconfined` or the path of a profile. */
  readonly seccomp?: string;
  readonly apparmor?: string;
  /** `type:x`, `level:y`, `disable`, ... */
  readonly selinux?: readonly string[];
  readonly unmask?: readonly string[];
  readonly mounts?: readonly Mount[];
  readonly devices?: readonly string[];
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
  readonly restart?: 'no' | 'always' | 'on-failure' | 'unless-stopped';
  readonly stopSignal?: string;
  readonly stopTimeoutSeconds?: number;
  /** Ends the container that many seconds after its start. */
  readonly timeoutSeconds?: number;
  readonly cpuQuotaMicros?: { readonly period: number; readonly quota: number };
  readonly cpuShares?: number;
  readonly memoryBytes?: bigint;
  readonly memorySwapBytes?: bigint;
  readonly oomScoreAdj?: number;
  readonly pidsLimit?: number;
  /** Processors and memory nodes, as lists of numbers and ranges. */
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
  /** `NAME=SOFT:HARD`. */
  readonly ulimits?: readonly string[];
  /** Podman's own first process, which reaps. */
  readonly init?: boolean;
  /** `CONTAINER[:OPTIONS]`. */
  readonly volumesFrom?: readonly string[];
  readonly ipc?: 'host';
  /** Only beside `addHosts`, which Podman takes from no container whose network is the pod's. */
  readonly network?: 'host';
  readonly addHosts?: readonly HostEntry[];
  readonly stdin?: boolean;
  readonly tty?: boolean;
  /** Kubernetes copies no proxy variables of the host and ignores the image's HEALTHCHECK. */
  readonly httpProxy?: boolean;
  readonly health?: HealthSpec | 'none';
  readonly startupHealth?: HealthSpec;
  readonly logDriver?: string;
  readonly logOptions?: readonly string[];
}

/** A line of /etc/hosts; blanks or tabs stand between several names. */
export interface HostEntry {
  readonly name: string;
  readonly address: string;
}

/** The ids from 0 on that a pod sees are those of the machine from `first` on. */
export interface IdMap {
  readonly first: number;
  readonly size: number;
}

export interface SecretMount {
  readonly secret: string;
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  /** Permission bits. */
  readonly mode: number;
}

/** Podman's own health check; times in seconds. Source: man podman-create(1), `--health-*`. */
export interface HealthSpec {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly startPeriodSeconds: number;
  readonly retries: number;
  readonly onFailure?: 'none' | 'kill' | 'restart' | 'stop';
}

export type Mount =
  | {
      readonly kind: 'volume';
      readonly volume: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** Path inside the volume; needs Podman's `subpath` (5.x). Older ones bind the mountpoint instead. */
      readonly subpath?: string;
      readonly options?: readonly string[];
    }
  | {
      readonly kind: 'bind';
      readonly source: Text;
      readonly target: string;
      readonly readOnly: boolean;
      readonly propagation?: 'rprivate' | 'rslave' | 'rshared';
      /** kube2pod makes the source, an empty file, before the container. */
      readonly prepared?: 'message';
      /** `noexec`, `nosuid`, `nodev`, `z`, `Z`, ... */
      readonly options?: readonly string[];
    }
  | {
      readonly kind: 'tmpfs';
      readonly target: string;
      readonly readOnly: boolean;
      readonly sizeBytes?: bigint;
      readonly mode?: number;
      readonly options?: readonly string[];
    }
  | {
      readonly kind: 'image';
      readonly image: string;
      readonly target: string;
      readonly readWrite: boolean;
      readonly subpath?: string;
    };

/** What `podman pod create` is told. Source of the words: man podman-pod-create(1). */
export interface PodSpec {
  readonly name: string;
  readonly hostname?: string;
  readonly labels?: { readonly [name: string]: string };
  /** `host`, or a named network with fixed address and aliases. */
  readonly network?: 'host' | 'none' | PodNetwork;
  readonly publish?: readonly PublishedPort[];
  readonly dnsServers?: readonly string[];
  readonly dnsSearch?: readonly string[];
  readonly dnsOptions?: readonly string[];
  readonly addHosts?: readonly HostEntry[];
  readonly noHosts?: boolean;
  /** Namespaces that containers share with the infra container. */
  readonly share?: readonly ('ipc' | 'net' | 'uts' | 'pid')[];
  readonly pid?: 'host';
  readonly uts?: 'host';
  readonly userns?: string;
  readonly idMap?: IdMap;
  readonly sysctls?: { readonly [name: string]: string };
  readonly cpuQuotaMicros?: { readonly period: number; readonly quota: number };
  readonly cpuShares?: number;
  readonly memoryBytes?: bigint;
  readonly exitPolicy?: 'continue' | 'stop';
  readonly infraName?: string;
}

export interface PodNetwork {
  readonly name: string;
  readonly address?: string;
  readonly mac?: string;
  readonly aliases: readonly string[];
  /** Further networks, as `--network` takes them. */
  readonly more?: readonly string[];
}

export interface PublishedPort {
  readonly hostAddress?: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

export interface VolumeSpec {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly driver?: string;
  /** `type`, `device` and `o` of the local driver. */
  readonly options?: { readonly [name: string]: string };
}

export interface NetworkSpec {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  /** Absent: Podman chooses one. */
  readonly subnet?: string;
  readonly gateway?: string;
  /** Where Podman may choose addresses itself; ours are given out below it. */
  readonly dynamicRange?: string;
  readonly dns: boolean;
  readonly internal?: boolean;
}

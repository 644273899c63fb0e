/** What `podman inspect` tells of a container, as far as a manifest can say it. Lists may be null. */
export interface InspectedContainer {
  readonly Name: string;
  readonly Path: string;
  readonly Args: readonly string[] | null;
  readonly ImageName: string;
  readonly Image: string;
  readonly Mounts: readonly InspectedMount[] | null;
  readonly Config: {
    readonly Hostname?: string;
    readonly User?: string;
    readonly Env?: readonly string[] | null;
    readonly WorkingDir?: string;
    readonly Tty?: boolean;
    readonly OpenStdin?: boolean;
    readonly Labels?: { readonly [name: string]: string } | null;
    readonly StopTimeout?: number;
    readonly CreateCommand?: readonly string[] | null;
  };
  readonly HostConfig: {
    readonly PortBindings?: { readonly [port: string]: readonly InspectedPort[] | null } | null;
    readonly RestartPolicy?: { readonly Name?: string };
    readonly CapAdd?: readonly string[] | null;
    readonly CapDrop?: readonly string[] | null;
    readonly Privileged?: boolean;
    readonly ReadonlyRootfs?: boolean;
    readonly SecurityOpt?: readonly string[] | null;
    readonly Tmpfs?: { readonly [path: string]: string } | null;
    readonly Memory?: number;
    readonly NanoCpus?: number;
    readonly CpuPeriod?: number;
    readonly CpuQuota?: number;
    readonly NetworkMode?: string;
    readonly PidMode?: string;
  };
}

export interface InspectedMount {
  readonly Type: string;
  readonly Name?: string;
  readonly Source?: string;
  readonly Destination: string;
  readonly RW: boolean;
}

export interface InspectedPort {
  readonly HostIp?: string;
  readonly HostPort?: string;
}

/** What `podman image inspect` tells: what a container has from its image need not be said. */
export interface InspectedImage {
  readonly Config: {
    readonly User?: string;
    readonly Env?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly WorkingDir?: string;
  };
}

/** A container with its image. */
export interface FoundContainer {
  readonly container: InspectedContainer;
  readonly image: InspectedImage | undefined;
}

/** The pod's part of the security context. */
export interface PodSecurity {
  /** With the node's own (unprivileged ports and ping for everyone), by dotted name. */
  readonly sysctls: { readonly [name: string]: string };
  /** `host` is the default; `auto` when hostUsers is false. */
  readonly userNamespace: 'host' | 'auto';
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy: 'Always' | 'OnRootMismatch';
  /** As written: without fsGroup and without the image's memberships. */
  readonly supplementalGroups: readonly number[];
}

/** A container's security context, merged with the pod's and with the image's user. */
export interface ContainerSecurity {
  /** `uid`, `uid:gid` or a name of the image's; absent: the image's own user as it is. */
  readonly user?: string;
  /** Whether the process is known not to start as root. */
  readonly nonRoot: boolean;
  /** fsGroup, supplementalGroups and, with a group of its own, the image's memberships. */
  readonly groups: readonly number[];
  readonly capabilities: ContainerCapabilities;
  readonly privileged: boolean;
  readonly readOnlyRootFilesystem: boolean;
  /** Where the manifest or the image puts volumes: what stays writable in a read-only root. */
  readonly volumePaths: readonly string[];
  readonly noNewPrivileges: boolean;
  /** Absent: what the engine does by itself. */
  readonly seccomp?: SeccompChoice;
  /** Absent: what the engine does by itself. */
  readonly apparmor?: AppArmorChoice;
  readonly selinux: SELinuxLabel;
  readonly unmaskedProc: boolean;
}

export type SeccompChoice =
  | { readonly kind: 'Unconfined' }
  /** Absolute path of the profile on the machine. */
  | { readonly kind: 'Localhost'; readonly profile: string };

export type AppArmorChoice =
  | { readonly kind: 'Unconfined' }
  /** Name of a loaded profile. */
  | { readonly kind: 'Localhost'; readonly profile: string };

export interface SELinuxLabel {
  readonly user?: string;
  readonly role?: string;
  readonly type?: string;
  readonly level?: string;
}

/** The bounding set a node gives, names without `CAP_`, sorted; `asked` are the ones the manifest adds itself. */
export interface ContainerCapabilities {
  readonly set: CapabilitySet;
  readonly asked: readonly string[];
}

export type CapabilitySet =
  | { readonly kind: 'all-but'; readonly names: readonly string[] }
  | { readonly kind: 'only'; readonly names: readonly string[] };

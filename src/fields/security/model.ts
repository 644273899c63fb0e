/** The pod's part of the security context. */
export interface PodSecurity {
  readonly sysctls: { readonly [name: string]: string };
  /** `host` is the default; `auto` when hostUsers is false. */
  readonly userNamespace: 'host' | 'auto';
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy: 'Always' | 'OnRootMismatch';
  readonly supplementalGroups: readonly number[];
}

/** A container's security context, merged with the pod's and with the image's user. */
export interface ContainerSecurity {
  /** `uid`, `uid:gid` or a name of the image's; absent: the image's own user as it is. */
  readonly user?: string;
  readonly groups: readonly number[];
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly privileged: boolean;
  readonly readOnlyRootFilesystem: boolean;
  readonly noNewPrivileges: boolean;
  readonly seccomp:
    | { readonly type: 'RuntimeDefault' | 'Unconfined' }
    | { readonly type: 'Localhost'; readonly profile: string };
  readonly apparmor?: string;
  readonly selinux: readonly string[];
  readonly unmaskedProc: boolean;
}

/** The pod's network, names and name resolution. */
export interface PodNetworking {
  readonly hostname: string;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  readonly shareProcessNamespace: boolean;
  readonly dns: PodDns;
  readonly hostAliases: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
  /** Short and full names under which other pods find this one. */
  readonly aliases: readonly string[];
}

/** What ends up in /etc/resolv.conf. `servers` empty: the network's own resolver. */
export interface PodDns {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

/** The pod's network, names and name resolution. */
export interface PodNetworking {
  /** Kernel's host name of the pod; on the host's network it is the host's own and this one only stands in messages. */
  readonly hostname: string;
  /** `hostname.subdomain.namespace.svc.cluster.local`, when the pod has a subdomain. */
  readonly fullName?: string;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  readonly shareProcessNamespace: boolean;
  readonly dns: PodDns;
  readonly hostAliases: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
  /** Its own name below a Service of that name that selects it (`HOSTNAME.SERVICE`). */
  readonly member?: { readonly hostname: string; readonly service: string };
  /** Short and full names under which other pods find this one. */
  readonly aliases: readonly string[];
  /** Whether variables of the namespace's Services are wanted. */
  readonly serviceLinks: boolean;
}

/** What ends up in /etc/resolv.conf, in order. */
export interface PodDns {
  /**
   * Who is asked first. `cluster`: the network's own name server, which knows the pods. `host`: the machine's
   * resolv.conf. `none`: only what is listed.
   */
  readonly base: 'cluster' | 'host' | 'none';
  /** Besides the network's own name server for `cluster`. */
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  /** Whether dnsConfig adds anything to the base. */
  readonly ownEntries: boolean;
  /** `ndots:5`, `edns0`, ... */
  readonly options: readonly string[];
}

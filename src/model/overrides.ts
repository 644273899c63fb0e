/** A port of pods that is published by the command line. */
export interface PublishOverride {
  readonly hostAddress?: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/**
 * What `apply` is told about all pods besides their manifests: the flags of `podman kube play` that shape its result,
 * under the same names. Source: man podman-kube-play(1); podman cmd/podman/kube/play.go.
 */
export interface ApplyOverrides {
  readonly publish: readonly PublishOverride[];
  /** `all`: every containerPort is published at its own number. */
  readonly publishPorts: 'with-host-port' | 'all';
  /** As given to `--network`; empty: the network of the namespace. */
  readonly networks: readonly string[];
  /** The n-th pod gets the n-th one. */
  readonly ips: readonly string[];
  readonly macs: readonly string[];
  readonly logDriver?: string;
  readonly logOptions: readonly string[];
  readonly userns?: string;
  readonly annotations: { readonly [name: string]: string };
  readonly hosts: 'managed' | 'of-image';
  readonly containerNames: 'with-pod' | 'plain';
  readonly seccompProfileRoot?: string;
  readonly start: 'started' | 'created';
  /** `replace`: pods are made anew even when nothing changed, and what is not ours gives way. */
  readonly existing: 'keep' | 'replace';
}

/** What applies without any of the flags. */
export const noOverrides: ApplyOverrides = {
  publish: [],
  publishPorts: 'with-host-port',
  networks: [],
  ips: [],
  macs: [],
  logOptions: [],
  annotations: {},
  hosts: 'managed',
  containerNames: 'with-pod',
  start: 'started',
  existing: 'keep',
};

/** What makes a pod another one: all but whether it is replaced. Undefined: nothing at all. */
export function shapingOverrides(overrides: ApplyOverrides): unknown {
  const { existing: _existing, ...shaping } = overrides;
  const { existing: _none, ...nothing } = noOverrides;
  return JSON.stringify(shaping) === JSON.stringify(nothing) ? undefined : shaping;
}

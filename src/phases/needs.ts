/** What `prepare` has to look up for the manifests at hand; made by `needsOf` in kinds/needs.ts. */
export interface Needs {
  readonly images: readonly ImageNeed[];
  /** Absolute paths of this machine that volumes refer to. */
  readonly hostPaths: readonly string[];
  /** Pods that want an address, by namespace and Podman name; `address`: this one, if it can be had. */
  readonly pods: readonly { readonly namespace: string; readonly pod: string; readonly address?: string }[];
  /** Addresses that Podman itself holds for nobody, and gives to nobody. */
  readonly lostAddresses?: readonly string[];
  /** Every namespace in which something runs. */
  readonly namespaces: readonly string[];
}

/** An image that some container or volume uses. */
export interface ImageNeed {
  /** As Podman is told it. */
  readonly reference: string;
  /** Read instead when the reference is not on this machine but this one is. */
  readonly local?: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Whether /etc/passwd and /etc/group of the image decide something. */
  readonly accounts: boolean;
}

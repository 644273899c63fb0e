/** What a pod's metadata says beyond its name. */
export interface PodMetadata {
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
}

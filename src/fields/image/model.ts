/** Which image, and when to fetch it. */
export interface ContainerImage {
  /** Fully qualified reference that Podman is told, e.g. `docker.io/library/nginx:1.27` or `localhost/app:dev`. */
  readonly reference: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of the Secrets with registry credentials, merged in order. */
  readonly pullSecrets: readonly string[];
}

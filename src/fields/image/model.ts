import type { Text } from '../../model/text.js';

/** Which image, and when to fetch it. */
export interface ContainerImage {
  /** Fully qualified reference that Podman is told, e.g. `docker.io/library/nginx:1.27` or `localhost/app:dev`. */
  readonly reference: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of the Secrets with registry credentials, merged in order. */
  readonly pullSecrets: readonly string[];
  /** What those Secrets hold, as one text in the form of containers-auth.json(5); absent when they hold nothing. */
  readonly credentials?: Text;
}

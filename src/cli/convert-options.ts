import type { MigrationForm } from '../migration/render.js';
import type { EmitForm } from '../phases/5-emit.js';
import type { PodmanTarget } from '../podman/target.js';

/** The options of `kube2pod convert`. */
export interface ConvertOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly to: EmitForm;
  readonly dir?: string;
  readonly withSecrets: boolean;
  readonly unit: boolean;
  readonly report?: MigrationForm;
  readonly target?: string;
  readonly rootless: boolean;
  readonly cgroups: PodmanTarget['cgroups'];
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

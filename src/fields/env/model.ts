import type { FieldPath } from '../../diagnostics/field-path.js';
import type { Text } from '../../model/text.js';

/** One variable of a container, expanded, in the order and with the precedence of the kubelet. */
export interface EnvVariable {
  readonly name: string;
  readonly value: Text;
  readonly origin: FieldPath;
  /** It tells of a Service, and stands in no manifest. */
  readonly fromService?: true;
}

/** Only what the manifest sets: the image's own variables stay the image's. */
export type ContainerEnv = readonly EnvVariable[];

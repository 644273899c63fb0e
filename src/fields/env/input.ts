import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { Text } from '../../model/text.js';

/** What a container's variables are resolved from, besides the container itself. */
export interface EnvInput {
  readonly container: Pick<Container, 'name' | 'env' | 'envFrom' | 'resources'>;
  /** The whole pod: a variable may read another container's resources. */
  readonly podSpec: PodSpec;
  /** Variables of the namespace's Services (enableServiceLinks), of lowest precedence. */
  readonly serviceVariables?: ReadonlyMap<string, Text>;
}

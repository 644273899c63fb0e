import { InternalError } from '../../../diagnostics/internal-error.js';
import type { EnvVariable } from '../../../fields/env/model.js';
import type { ContainerModel } from '../../../model/pod-model.js';
import { isSecretText, plainText, revealText } from '../../../model/text.js';
import { secretName } from '../../../podman/secret-name.js';
import { supports } from '../../../podman/versions.js';
import { emptyVariable } from '../quote-systemd.js';
import type { KubeContext, YamlMap } from './context.js';
import { isReadBack } from './reread.js';
import type { KubeSecret } from './volumes.js';

/** The variables of a container, the secret that holds what no file may show, and documents that hold the rest. */
export interface KubeVariables {
  readonly env: readonly YamlMap[];
  readonly secret: KubeSecret;
  readonly documents: readonly YamlMap[];
}

/**
 * Variables with nothing left to expand, since kube play expands none. A text that Podman would not read back comes
 * from a Secret beside the pod, where it stands in base64. Reports: podman/kube-play, podman/kube-text.
 * Source: containers/podman pkg/specgen/generate/kube/kube.go, envVarValue.
 */
export function kubeVariables(
  { env, name: container, origin }: ContainerModel,
  { podName, usesEmpty }: { readonly podName: string; readonly usesEmpty: boolean },
  context: KubeContext,
): KubeVariables {
  const name = secretName(`${podName}-${container}-env`);
  const texts = secretName(`${podName}-${container}-texts`);
  const secret = new Map<string, Uint8Array>();
  const spoiled: { [name: string]: string } = {};
  const from = (store: string, key: string): YamlMap => ({
    name: key,
    valueFrom: { secretKeyRef: { name: store, key } },
  });
  const made = env.flatMap((variable): readonly YamlMap[] => {
    const plain = plainText(variable.value);
    if (plain === undefined) {
      const text = secretValue(variable, context);
      if (text === undefined) return [];
      secret.set(variable.name, new TextEncoder().encode(text));
      return [from(name, variable.name)];
    }
    if (isReadBack(plain, 'list')) return [{ name: variable.name, value: plain }];
    if (!supports(context.target.version, 'kubeSecrets'))
      context.report('podman/kube-text', variable.origin, { path: variable.origin.toString(), since: '4.4' });
    spoiled[variable.name] = Buffer.from(plain).toString('base64');
    return [from(texts, variable.name)];
  });
  if (usesEmpty)
    context.differs(
      origin,
      `it gets an empty variable ${emptyVariable}, so that Podman reads its command well`,
    );
  return {
    env: usesEmpty ? [...made, { name: emptyVariable, value: '' }] : made,
    secret: { name, data: secret },
    documents:
      Object.keys(spoiled).length === 0
        ? []
        : [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: texts }, data: spoiled }],
  };
}

function secretValue({ value, origin }: EnvVariable, context: KubeContext): string | undefined {
  const late = value.some((part) => typeof part !== 'string' && part.kind === 'late');
  if (late || !isSecretText(value)) {
    context.differs(origin, 'its value is known on the machine only: the variable is left out');
    return undefined;
  }
  return revealText(value, () => {
    throw new InternalError('a late value was asked for');
  });
}

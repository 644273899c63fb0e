import type { PodmanTarget } from '../../../podman/target.js';
import { supports } from '../../../podman/versions.js';
import { quoteShell } from '../quote-shell.js';
import { yamlText } from '../yaml-text.js';
import type { KubeSecret } from './volumes.js';

/**
 * The script that makes the Podman secrets which YAML for kube play refers to: each holds a Secret as YAML, before
 * Podman 4.4 as JSON of its data. It holds the values, so it is written only when asked for, with mode 0600.
 * Source: containers/podman pkg/specgen/generate/kube/kube.go, k8sSecretFromSecretManager (4.3.1 and 5.4.2).
 */
export function kubeSecretScript(secrets: readonly KubeSecret[], target: PodmanTarget): string {
  const lines = secrets.flatMap((secret) => {
    const name = quoteShell(secret.name);
    const data = Object.fromEntries(
      [...secret.data].map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    );
    const content = supports(target.version, 'kubeSecrets')
      ? yamlText({ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret.name }, data })
      : JSON.stringify(data);
    return [
      `podman secret inspect ${name} >/dev/null 2>&1 ||`,
      `  printf %s ${quoteShell(content)} | podman secret create ${name} - >/dev/null`,
    ];
  });
  return [
    '#!/bin/sh',
    '# Holds secret values: keep it to yourself, and remove it when it has run.',
    'set -eu',
    ...lines,
    '',
  ].join('\n');
}

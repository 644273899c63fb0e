import { InternalError } from '../../diagnostics/internal-error.js';
import { revealText } from '../../model/text.js';
import type { Plan } from '../../podman/operations.js';
import { quoteShell } from './quote-shell.js';

/**
 * The script that makes the Podman secrets which a converted script or unit refers to. It holds the values, so it is
 * written only when asked for, with mode 0600. `printf` is built into the shell: no value reaches a command line.
 */
export function emitSecretScript(plan: Plan): string {
  const lines = plan.operations.flatMap((operation) => {
    if (operation.op !== 'secret.create') return [];
    const value = revealText(operation.value, (late) => {
      throw new InternalError(`${late.name} cannot be part of a secret that is written down`);
    });
    const name = quoteShell(operation.secret);
    return [
      `podman secret inspect ${name} >/dev/null 2>&1 ||`,
      `  printf %s ${quoteShell(value)} | podman secret create ${name} - >/dev/null`,
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

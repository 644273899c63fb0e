import type { OperationFailure } from '../io/execute.js';
import { type ExitCode, exitCode } from './exit.js';
import { say } from './output.js';

/** Kinds of failure that are not findings in a manifest. */
export type FailureKind = 'missing' | 'failed' | 'lock' | 'operation';

/** Says on standard error what went wrong and what cures it; gives the exit code. */
export function explainFailure(kind: FailureKind, detail: string | OperationFailure): ExitCode {
  if (typeof detail !== 'string') return explainOperation(detail);
  switch (kind) {
    case 'missing':
      say(
        `kube2pod: ${detail}. Install Podman 4.3 or later (Debian: apt-get install podman), or name it with --podman.`,
      );
      return exitCode.podmanFailed;
    case 'lock':
      say(`kube2pod: ${detail}`);
      return exitCode.podmanFailed;
    default:
      say(`kube2pod: Podman failed: ${detail.trim()}`);
      return exitCode.podmanFailed;
  }
}

function explainOperation({ operation, message, interrupted }: OperationFailure): ExitCode {
  const { line, column } = operation.origin.range();
  const place = `${operation.origin.document.file}:${line}:${column}`;
  if (interrupted) {
    say(`kube2pod: interrupted at ${operation.id} (${place})`);
    return exitCode.interrupted;
  }
  const path = operation.origin.toString();
  say(`${place} error podman/failed ${operation.id}${path === '' ? '' : ` (${path})`}: ${message}`);
  return exitCode.podmanFailed;
}

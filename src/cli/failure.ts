import type { OperationFailure } from '../io/outcome.js';
import { formatVersion, oldestSupported } from '../podman/versions.js';
import { cureOf } from './cure.js';
import { type ExitCode, exitCode } from './exit.js';
import { noteFailure } from './json-result.js';
import { say } from './output.js';

/** Kinds of failure that are not findings in a manifest. */
export type FailureKind = 'missing' | 'too-old' | 'failed' | 'lock' | 'operation';

const oldest = formatVersion(oldestSupported).replace(/\.0$/, '');

/** Says on standard error what went wrong and what cures it; gives the exit code. */
export function explainFailure(kind: FailureKind, detail: string | OperationFailure): ExitCode {
  if (typeof detail !== 'string') return explainOperation(detail);
  const cure = cureOf(detail);
  noteFailure({ message: detail.trim(), ...(cure === undefined ? {} : { hint: cure }) });
  say(`kube2pod: ${failureText(kind, detail.trim())}`);
  return exitCode.podmanFailed;
}

function failureText(kind: FailureKind, detail: string): string {
  switch (kind) {
    case 'missing':
      return `${detail}. Install Podman ${oldest} or later (Debian: apt-get install podman), or name it with --podman.`;
    case 'too-old':
      return `this is Podman ${detail}, and ${oldest} is the oldest that works. Install a newer one, or name it with --podman.`;
    case 'lock':
      return detail;
    case 'failed':
    case 'operation':
      return `Podman failed: ${detail}${cureLine(detail)}`;
    default:
      return kind satisfies never;
  }
}

function explainOperation({ operation, message, interrupted }: OperationFailure): ExitCode {
  const { line, column } = operation.origin.range();
  const { file } = operation.origin.document;
  const place = `${file}:${line}:${column}`;
  const path = operation.origin.toString();
  const cure = cureOf(message, operation);
  const hint = cure === undefined ? {} : { hint: cure };
  noteFailure({ message, ...hint, operation: operation.id, file, line, column, path });
  if (interrupted) {
    say(`kube2pod: interrupted at ${operation.id} (${place})`);
    return exitCode.interrupted;
  }
  const what = `${operation.id}${path === '' ? '' : ` (${path})`}`;
  say(`${place} error podman/failed ${what}: ${message}${cureLine(message, operation)}`);
  return exitCode.podmanFailed;
}

function cureLine(message: string, operation?: OperationFailure['operation']): string {
  const cure = cureOf(message, operation);
  return cure === undefined ? '' : `\n    help: ${cure}`;
}

import { InternalError } from '../../diagnostics/internal-error.js';
import { type LateValue, normalText } from '../../model/text.js';
import { infraName } from '../../podman/commands.js';
import { lateValuesOf } from '../../podman/late.js';
import type { Operation } from '../../podman/operations.js';
import type { Word } from '../../podman/spec-row.js';
import { quoteShell } from './quote-shell.js';

/** One word of a command: literal pieces quoted, run-time values as variables in double quotes. */
export function shellWord(word: Word): string {
  const parts = normalText(word);
  if (parts.length === 0) return "''";
  return parts
    .map((part) => {
      if (typeof part === 'string') return quoteShell(part);
      if (part.kind === 'secret')
        throw new InternalError('a secret value was about to be printed in a script');
      return `"$${variableName(part.late)}"`;
    })
    .join('');
}

export function shellWords(words: readonly Word[]): string {
  return words.map(shellWord).join(' ');
}

/** The shell variable that holds a run-time value. */
export function variableName(value: LateValue): string {
  const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '_');
  switch (value.name) {
    case 'podIP':
      return `ip_of_${plain(value.pod)}`;
    case 'hostIP':
      return 'host_ip';
    case 'nodeName':
      return 'node_name';
    case 'allocatable':
      return `allocatable_${value.resource}_${value.divisor}`;
    case 'mountpoint':
      return `path_of_${plain(value.volume)}`;
    case 'imageRoot':
      return `root_of_${plain(value.image)}`;
    case 'fileKey':
      return `key_${plain(value.volume)}_${plain(value.path)}_${plain(value.key)}`;
    default:
      return value satisfies never;
  }
}

/** Commands that find the run-time values an operation needs, once each. */
export function lateAssignments(operation: Operation): readonly string[] {
  return lateAssignmentsOf(lateValuesOf(operation));
}

/** Commands that find run-time values, once each. */
export function lateAssignmentsOf(values: readonly LateValue[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const value of values) lines.set(variableName(value), `${variableName(value)}=${finder(value)}`);
  return [...lines.values()];
}

function finder(value: LateValue): string {
  switch (value.name) {
    case 'podIP': {
      const format = quoteShell('{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}');
      return `$(podman inspect --format ${format} ${quoteShell(infraName(value.pod))})`;
    }
    case 'hostIP':
      return "$(hostname -I | cut -d ' ' -f 1)";
    case 'nodeName':
      return '$(uname -n)';
    case 'allocatable':
      return value.resource === 'cpu'
        ? `$((($(getconf _NPROCESSORS_ONLN) * 1000 + ${value.divisor} - 1) / ${value.divisor}))`
        : `$(awk '/^MemTotal:/ { printf "%.0f", int(($2 * 1024 + ${value.divisor} - 1) / ${value.divisor}) }' /proc/meminfo)`;
    case 'mountpoint':
      return `$(podman volume inspect --format '{{.Mountpoint}}' ${quoteShell(value.volume)})`;
    case 'imageRoot':
      return `$(as=; [ "$(id -u)" = 0 ] || as="podman unshare"; $as podman image mount ${quoteShell(value.image)})`;
    case 'fileKey':
      return `$(file_key ${quoteShell(value.volume)} ${quoteShell(value.path)} ${quoteShell(value.key)})`;
    default:
      return value satisfies never;
  }
}

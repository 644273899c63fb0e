import { InternalError } from '../../../diagnostics/internal-error.js';
import type { LateValue } from '../../../model/text.js';
import type { OperationOf } from '../../../podman/operations.js';
import type { Situation } from '../../../podman/target.js';
import { quoteExecWords } from '../quote-systemd.js';
import { arrangeLines } from '../script-arrange.js';
import { fileKey, giveToGroup } from '../script-preamble.js';
import { lateAssignmentsOf, variableName } from '../shell-words.js';
import type { UnitLine } from './unit-file.js';

/** One command of a service. Its words are ours or were checked by the spec's lines before. */
export function execLine(key: string, words: readonly string[], prefix = ''): UnitLine {
  const text = quoteExecWords(words);
  if (text === undefined)
    throw new InternalError(`a command of a unit holds a character that no unit can hold`);
  return [key, `${prefix}${text}`];
}

/** A short shell program; it ends at its first failing line. */
export function shellLine(key: string, lines: readonly string[], prefix = ''): UnitLine {
  return execLine(key, ['/bin/sh', '-c', ['set -e', ...lines].join('; ')], prefix);
}

/** What `files.arrange` does, as one command of a service. */
export function arrangeLine(
  key: string,
  operation: OperationOf<'files.arrange'>,
  late: readonly LateValue[],
  situation: Situation,
): UnitLine {
  const usesGroups = operation.steps.some(({ step }) => step === 'chgrp');
  const lines = [
    ...(usesGroups ? [giveToGroup.slice(2).join('\n')] : []),
    ...lateAssignmentsOf(late),
    ...arrangeLines(operation, situation),
  ];
  return shellLine(key, lines);
}

/**
 * Variables that only the running machine knows: found right before the start and read by systemd from a file of the
 * service's own. Source: systemd.exec(5), EnvironmentFile= (read shortly before each command).
 */
export function lateLines(service: string, late: readonly LateValue[]): readonly UnitLine[] {
  if (late.length === 0) return [];
  const names = [...new Set(late.map(variableName))];
  const readsFiles = late.some(({ name }) => name === 'fileKey');
  const lines = [
    // Without the blank line and the comment before it.
    ...(readsFiles ? [fileKey.slice(2).join('\n')] : []),
    'umask 077',
    ': >"$1.new"',
    ...lateAssignmentsOf(late),
    ...names.map(
      (name) =>
        `printf '%s="%s"\\n' ${name} "$(printf %s "$${name}" | sed 's/[\\\\"$\`]/\\\\&/g')" >>"$1.new"`,
    ),
    'mv "$1.new" "$1"',
  ];
  const command = quoteExecWords(['/bin/sh', '-c', ['set -e', ...lines].join('; '), 'sh']);
  const file = `%t/${service.replaceAll('%', '%%')}.late`;
  return [
    ['ExecStartPre', `${command} ${file}`],
    ['EnvironmentFile', `-${file}`],
    ['ExecStopPost', `-/bin/rm -f ${file}`],
  ];
}

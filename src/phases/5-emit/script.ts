import { commandOf, type SimpleOperation } from '../../podman/commands.js';
import type { Operation, OperationOf, Plan } from '../../podman/operations.js';
import type { Word } from '../../podman/spec-row.js';
import type { Situation } from '../../podman/target.js';
import { formatVersion } from '../../podman/versions.js';
import { arrangeLines } from './script-arrange.js';
import { downLines } from './script-down.js';
import { fillLines, folderLines } from './script-files.js';
import { preamble } from './script-preamble.js';
import { lateAssignments, shellWord, shellWords } from './shell-words.js';

/** What the script's head says about where it comes from. */
export interface ScriptOptions {
  readonly situation: Situation;
  readonly generator: string;
  readonly files: readonly string[];
}

/**
 * The plan as a POSIX shell script with `up` and `down`, safe to run twice. Everything is decided before: here are
 * only layout and quoting. Secret values never stand in it: it expects Podman secrets of the names it prints.
 */
export function emitScript(plan: Plan, options: ScriptOptions): string {
  const { situation, generator, files } = options;
  const { target } = situation;
  const kind = target.rootless ? 'rootless' : 'rootful';
  const head = [
    '#!/bin/sh',
    `# Made by ${generator} from ${files.join(', ')} for Podman ${formatVersion(target.version)}, ${kind}.`,
    '# up (the default) creates and starts everything; down takes it away again (down --volumes: claims too).',
  ];
  const up = plan.operations.flatMap((operation) => ['', ...operationLines(operation, situation)]);
  const functions = plan.operations.flatMap((operation) =>
    operation.op === 'container.complete' ? ['', ...completeFunction(operation)] : [],
  );
  return [
    ...head,
    ...preamble(plan),
    ...functions,
    '',
    'up() {',
    // A manifest may ask for nothing, and a function of the shell must hold something.
    ...indent(up.length < 2 ? [':'] : up.slice(1)),
    '}',
    '',
    'down() {',
    ...indent(downLines(plan)),
    '}',
    '',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
    'case "${1:-up}" in',
    '  up) up ;;',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
    '  down) down "${2:-}" ;;',
    '  *) printf \'usage: %s [up | down [--volumes]]\\n\' "$0" >&2; exit 2 ;;',
    'esac',
    '',
  ].join('\n');
}

const indent = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? line : isHere(line) ? line.slice(1) : `  ${line}`));
/** Lines inside here-documents start with a mark that is taken off again: they must stay in the first column. */
const isHere = (line: string): boolean => line.startsWith('\u0000');

function comment(operation: Operation): string {
  const { origin } = operation;
  const path = origin.toString();
  return `# ${origin.document.file}:${origin.range().line}${path === '' ? '' : ` ${path}`}`.replaceAll(
    '\n',
    ' ',
  );
}

function operationLines(operation: Operation, situation: Situation): readonly string[] {
  return [comment(operation), ...lateAssignments(operation), ...bodyLines(operation, situation)];
}

function bodyLines(operation: Operation, situation: Situation): readonly string[] {
  switch (operation.op) {
    case 'image.pull':
      return pullLines(operation);
    case 'files.arrange':
      return arrangeLines(operation, situation);
    case 'container.complete':
      return [`run_init ${completeArguments(operation)}`];
    case 'container.mkdir':
      return folderLines(operation);
    case 'volume.fill':
      return fillLines(operation);
    case 'secret.create':
      return [`need_secret ${shellWord([operation.secret])}`];
    case 'network.create':
      return guarded(['network', 'exists', operation.network.name], operation);
    case 'volume.create':
      return guarded(['volume', 'exists', operation.volume.name], operation);
    case 'pod.create':
      return guarded(['pod', 'exists', operation.pod.name], operation);
    case 'container.create':
      return guarded(['container', 'exists', operation.container.name], operation);
    default:
      return [command(operation)];
  }
}

/** Creates only what is not there, so that a second `up` starts what stopped and touches nothing else. */
function guarded(exists: readonly string[], operation: SimpleOperation): readonly string[] {
  return [`podman ${shellWords(exists.map((word): Word => [word]))} || ${command(operation)}`];
}

function command(operation: SimpleOperation): string {
  return commandText(commandOf(operation).words);
}

/** One flag a line when the command is long. */
export function commandText(words: readonly Word[]): string {
  const line = `podman ${shellWords(words)}`;
  if (line.length <= 100 && !line.includes('\n')) return `${line} >/dev/null`;
  const rows: string[] = ['podman'];
  for (const word of words) {
    const text = shellWord(word);
    const continues = rows.length === 1 && !text.startsWith('-');
    const isValue =
      rows.at(-1)?.trimStart().startsWith('--') === true && !(rows.at(-1) ?? '').trimStart().includes(' ');
    if (continues || (isValue && !text.startsWith('--') && !(rows.at(-1) ?? '').includes('='))) {
      rows[rows.length - 1] = `${rows.at(-1) ?? ''} ${text}`;
    } else rows.push(`  ${text}`);
  }
  return `${rows.join(' \\\n  ')} >/dev/null`;
}

function pullLines({ image, policy }: OperationOf<'image.pull'>): readonly string[] {
  const name = shellWord([image]);
  switch (policy) {
    case 'always':
      return [`podman pull --quiet ${name} >/dev/null`];
    case 'missing':
      return [`podman image exists ${name} || podman pull --quiet ${name} >/dev/null`];
    case 'never':
      return [`podman image exists ${name} || fail ${shellWord([`image ${image} is not on this machine`])}`];
    default:
      return policy satisfies never;
  }
}

const createName = (container: string): string => `create_${container.replaceAll(/[^A-Za-z0-9]/g, '_')}`;

/** A restart of an init container is a new container, so its creation is a function. */
function completeFunction(operation: OperationOf<'container.complete'>): readonly string[] {
  const { container, needs, origin, id } = operation;
  const create = commandOf({ op: 'container.create', id, needs, origin, container });
  const late = lateAssignments({ op: 'container.create', id, needs, origin, container });
  return [`${createName(container.name)}() {`, ...indent([...late, commandText(create.words)]), '}'];
}

function completeArguments({ container, retry }: OperationOf<'container.complete'>): string {
  const { onFailure, firstDelaySeconds, maxDelaySeconds } = retry;
  const name = shellWord([container.name]);
  return `${name} ${createName(container.name)} ${onFailure} ${firstDelaySeconds} ${maxDelaySeconds}`;
}

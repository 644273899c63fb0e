import { InternalError } from '../diagnostics/internal-error.js';
import { isSecretText, revealText } from '../model/text.js';
import { commandOf, type PodmanCommand, type SimpleOperation } from '../podman/commands.js';
import type { Operation, OperationOf } from '../podman/operations.js';
import { requestOf } from '../podman/requests.js';
import { bodyText, type Word } from '../podman/spec-row.js';
import { asProgramResult, isUnreachable } from './connection.js';
import { fillElsewhere } from './elsewhere/fill.js';
import { isElsewhere } from './elsewhere/place.js';
import type { ExecuteContext } from './execute-context.js';
import { fillDirectly } from './fill.js';
import { lookUpLate } from './late.js';
import type { LateLookup } from './late-lookup.js';
import { failureOf, type Outcome, outcomeOf } from './outcome.js';
import { type ProgramResult, runPodman } from './podman.js';
import { tarOf } from './tar.js';

/** Performs an operation that is one call of Podman. */
export async function runSimple(operation: SimpleOperation, context: ExecuteContext): Promise<Outcome> {
  const late = await lookUpLate(operation, context);
  if (typeof late !== 'function') return failureOf(operation, late);
  const command = commandOf(operation);
  const words = wordsOf(operation, command.words, late);
  const result =
    (operation.op === 'volume.fill' ? await fill(operation, late, context) : undefined) ??
    (await bySocket(operation, words, late, context)) ??
    (await byCommandLine(command, words, late, context));
  return outcomeOf(operation, result);
}

/** Undefined: Podman must do it. */
function fill(
  operation: OperationOf<'volume.fill'>,
  late: LateLookup,
  context: ExecuteContext,
): Promise<ProgramResult | undefined> {
  const { program } = context;
  return isElsewhere(program)
    ? fillElsewhere(operation, late, program)
    : fillDirectly(operation, late, context);
}

/** Undefined: there is no socket, or its version of the API cannot do this. */
async function bySocket(
  operation: SimpleOperation,
  words: readonly string[],
  late: LateLookup,
  { program, signal }: ExecuteContext,
): Promise<ProgramResult | undefined> {
  const { socket, version } = program;
  if (socket === undefined || version === undefined) return undefined;
  const asTyped = [program.command, ...program.globals, ...words];
  const request = requestOf(operation, asTyped, { version, late });
  if (request === undefined) return undefined;
  const { method, path, query, body } = request;
  const content = body === undefined ? await inputOf(request, late) : bodyText(body);
  const result = await socket.request({
    method,
    path,
    ...(query === undefined ? {} : { query }),
    ...(content === undefined ? {} : { body: content }),
    signal,
  });
  return isUnreachable(result) ? undefined : asProgramResult(words, result, signal);
}

async function byCommandLine(
  command: PodmanCommand,
  words: readonly string[],
  late: LateLookup,
  { program, signal }: ExecuteContext,
): Promise<ProgramResult> {
  const input = await inputOf(command, late);
  return runPodman(program, words, {
    signal,
    ...(input === undefined ? {} : { input, throughPipe: typeof input === 'string' }),
  });
}

async function inputOf(
  { input }: Pick<PodmanCommand, 'input'>,
  late: LateLookup,
): Promise<string | Uint8Array | undefined> {
  if (input === undefined) return undefined;
  return input.kind === 'text' ? revealText(input.text, late) : tarOf(input.files, late);
}

/**
 * A word of a command line never holds a secret: those go through Podman's secrets or standard input. Only the command
 * of a container may, which the manifest wants so (podman/secret-in-arguments has said it).
 */
function wordsOf(operation: Operation, words: readonly Word[], late: LateLookup): readonly string[] {
  const spec =
    'container' in operation && typeof operation.container === 'object' ? operation.container : undefined;
  const wanted = [...(spec?.entrypoint ?? []), ...(spec?.command ?? [])].some(isSecretText);
  return words.map((word) => {
    if (isSecretText(word) && !wanted)
      throw new InternalError('a secret value was about to reach a command line');
    return revealText(word, late);
  });
}

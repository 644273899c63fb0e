import { InternalError } from '../diagnostics/internal-error.js';
import type { LateValue } from '../model/text.js';
import { isSecretText, revealText } from '../model/text.js';
import { commandOf, type PodmanCommand, type SimpleOperation } from '../podman/commands.js';
import type { ContainerSpec, Mount } from '../podman/container-spec.js';
import type { Operation, OperationId, OperationOf, StopHook } from '../podman/operations.js';
import { requestOf } from '../podman/requests.js';
import type { Word } from '../podman/spec-row.js';
import { bodyText } from '../podman/spec-row.js';
import { arrangeFiles } from './arrange.js';
import { makeContainerDirectory } from './calls.js';
import { completeContainer } from './complete.js';
import { asProgramResult, isUnreachable, type PodmanConnection, stopContainer } from './connection.js';
import { arrangeElsewhere } from './elsewhere/arrange.js';
import { fillElsewhere } from './elsewhere/fill.js';
import { isElsewhere } from './elsewhere/place.js';
import { fillDirectly } from './fill.js';
import { graceLeft, runPreStop } from './hooks.js';
import { lookUpLate } from './late.js';
import type { LateLookup } from './late-lookup.js';
import { prepareMessage, removeMessages } from './message-files.js';
import type { NetworkProbe, ProbeResult } from './network-probe.js';
import { type ProgramResult, runPodman } from './podman.js';
import { hostProber, noProber, rootlessProber } from './prober.js';
import { type PullOptions, pullImage } from './pull.js';
import { removeAmongOthers } from './removing.js';
import { proberWords } from './self.js';
import { tarOf } from './tar.js';

/** Why an operation failed: in Podman's own words, beside the operation and its place in the manifest. */
export interface OperationFailure {
  readonly operation: Operation;
  readonly code: number;
  /** Podman's message, without its log prefixes. */
  readonly message: string;
  readonly interrupted: boolean;
}

/** What the executor needs of its surroundings. */
export interface ExecuteContext {
  readonly program: PodmanConnection;
  readonly rootless: boolean;
  /** Values decided at run time that `prepare` already knows; the rest is asked of Podman. */
  readonly known: (value: LateValue) => string | undefined;
  /** How images are fetched beside what the manifests say. */
  readonly pull?: PullOptions;
  readonly signal: AbortSignal;
  /** What containers find there when they start. */
  readonly services?: Readied;
  /** Called before each operation, and when an init container is tried again. */
  readonly progress: (operation: Operation, note?: string) => void;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Called when an operation failed that the supervisor tries again. */
  readonly left?: (operation: Operation) => void;
  /** When an operation of the same plan began; milliseconds since 1970. */
  readonly begunAt?: (id: OperationId) => number | undefined;
}

/** What takes a moment to get ready, beside other work. */
export interface Readied {
  readonly begin: () => void;
  /** Resolves when it is there, or cannot be. */
  readonly ready: () => Promise<void>;
}

export type Outcome = OperationFailure | undefined;

/**
 * Performs one operation, over the socket where it can say it, else with the command line. Undefined: it succeeded.
 * Nothing is undone here: the caller knows what the whole run made.
 */
export async function executeOperation(operation: Operation, context: ExecuteContext): Promise<Outcome> {
  context.progress(operation);
  if (operation.op === 'infra.start') context.services?.begin();
  if (operation.op === 'container.start' || operation.op === 'container.complete')
    await context.services?.ready();
  if (operation.op === 'container.create') await prepareMounts(operation.container);
  switch (operation.op) {
    case 'image.pull':
      return outcomeOf(operation, await pullImage(operation, context));
    case 'files.arrange':
      return arrange(operation, context);
    case 'container.complete':
      return completeContainer(operation, context);
    case 'container.mkdir':
      return makeDirectory(operation, context);
    case 'container.stop':
      return stopContainers(operation, context);
    case 'container.start': {
      const failure = await runSimple(operation, context);
      const isLeft = operation.onFailure === 'leave-to-supervisor' && failure?.interrupted === false;
      if (isLeft) context.left?.(operation);
      return isLeft ? undefined : failure;
    }
    case 'container.remove':
    case 'volume.remove':
    case 'secret.remove':
    case 'network.remove':
      return removeAmongOthers(() => runSimple(operation, context), context);
    case 'pod.remove': {
      const outcome = await removeAmongOthers(() => runSimple(operation, context), context);
      if (outcome === undefined && !isElsewhere(context.program)) await removeMessages(operation.pod);
      return outcome;
    }
    default:
      return runSimple(operation, context);
  }
}

async function prepareMounts(container: ContainerSpec): Promise<void> {
  const isMessage = (mount: Mount): boolean => mount.kind === 'bind' && mount.prepared === 'message';
  if (container.mounts?.some(isMessage) === true) await prepareMessage(container);
}

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

/** A failed call as a value that names the operation; undefined for one that succeeded. */
export function outcomeOf(operation: Operation, result: ProgramResult): Outcome {
  return result.code === 0 ? undefined : failureOf(operation, result);
}

/** Turns a failed call into a value that names the operation. */
export function failureOf(operation: Operation, result: ProgramResult): OperationFailure {
  const { code, interrupted } = result;
  const message = result.missing ? `${result.words[0]} was not found` : cleanMessage(result.stderr);
  return { operation, code, message, interrupted };
}

/** Podman's own words: from its `Error: ` line on when there is one, else everything, without log decoration. */
export function cleanMessage(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLastIndex((line) => line.startsWith('Error: '));
  const words = lines.slice(Math.max(error, 0)).map((line) => line.trim());
  return words.join('; ').replace(/^Error: /, '');
}

/**
 * Hooks run before the stop of their own container, those of later turns beside it; all containers are stopped side by
 * side. Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
 */
async function stopContainers(
  operation: OperationOf<'container.stop'>,
  context: ExecuteContext,
): Promise<Outcome> {
  const { hooks = [], containers } = operation;
  const { program, signal } = context;
  const stops = containers.map(async (name) => {
    const hook = hooks.find(({ container }) => container === name);
    const left =
      hook === undefined ? secondsLeft(operation, context) : (await preStop(hook, context)).leftSeconds;
    return outcomeOf(operation, await stopContainer(program, name, left, { signal }));
  });
  const later = hooks.filter(({ container }) => !containers.includes(container));
  const [outcomes] = await Promise.all([
    Promise.all(stops),
    Promise.all(later.map((hook) => preStop(hook, context))),
  ]);
  return outcomes.find((outcome) => outcome !== undefined);
}

/** Undefined: as long as the container itself says. */
function secondsLeft(
  { graceSeconds, left }: OperationOf<'container.stop'>,
  { begunAt }: ExecuteContext,
): number | undefined {
  const since = left === undefined ? undefined : begunAt?.(left.since);
  if (left === undefined || since === undefined || left.graceSeconds === 0) return graceSeconds;
  return graceLeft(left.graceSeconds, since);
}

/** The hook's request is made from where the pod is reached. A hook that fails stops nothing. */
async function preStop({ address, ...hook }: StopHook, context: ExecuteContext) {
  const { program, rootless } = context;
  const prober = isElsewhere(program)
    ? noProber
    : rootless
      ? rootlessProber(program, proberWords(program))
      : hostProber;
  const request = async (action: NetworkProbe['action'], timeoutMs: number): Promise<ProbeResult> => {
    const result = await prober.probe({ action, address, timeoutMs });
    return result === 'no-prober' ? 'the pod could not be reached' : result;
  };
  const ran = await runPreStop(hook, { program, request });
  await prober.stop();
  return ran;
}

async function arrange(operation: OperationOf<'files.arrange'>, context: ExecuteContext): Promise<Outcome> {
  const late = await lookUpLate(operation, context);
  if (typeof late !== 'function') return failureOf(operation, late);
  const root = revealText(operation.root, late);
  const message = isElsewhere(context.program)
    ? await arrangeElsewhere(operation, root, context.program)
    : await arrangeFiles(root, operation.steps, context);
  return message === undefined
    ? undefined
    : { operation, code: 125, message, interrupted: context.signal.aborted };
}

async function makeDirectory(
  operation: OperationOf<'container.mkdir'>,
  { program, signal }: ExecuteContext,
): Promise<Outcome> {
  return outcomeOf(
    operation,
    await makeContainerDirectory(program, operation.container, operation.path, { signal }),
  );
}

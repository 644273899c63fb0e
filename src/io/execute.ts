import { InternalError } from '../diagnostics/internal-error.js';
import type { LateValue } from '../model/text.js';
import { isSecretText, revealText } from '../model/text.js';
import { commandOf, infraName } from '../podman/commands.js';
import type { ContainerSpec, Mount } from '../podman/container-spec.js';
import { lateValuesOf } from '../podman/late.js';
import type { Operation, OperationOf, StopHook } from '../podman/operations.js';
import type { Word } from '../podman/spec.js';
import { arrangeFiles } from './arrange.js';
import { readFileKey } from './env-file.js';
import { runPreStop } from './hooks.js';
import { prepareMessage, removeMessages } from './message-files.js';
import type { NetworkProbe, ProbeResult } from './network-probe.js';
import { type PodmanProgram, type ProgramResult, runPodman } from './podman.js';
import { hostProber, rootlessProber } from './prober.js';
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
  readonly program: PodmanProgram;
  readonly rootless: boolean;
  /** Values decided at run time that `prepare` already knows; the rest is asked of Podman. */
  readonly known: (value: LateValue) => string | undefined;
  readonly signal: AbortSignal;
  /** Called before each operation, and when an init container is tried again. */
  readonly progress: (operation: Operation, note?: string) => void;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

type Outcome = OperationFailure | undefined;

/**
 * Performs one operation with the command line. Undefined: it succeeded. Nothing is undone here: the caller
 * knows what the whole run made.
 */
export async function executeOperation(operation: Operation, context: ExecuteContext): Promise<Outcome> {
  context.progress(operation);
  if (operation.op === 'container.create') await prepareMounts(operation.container);
  switch (operation.op) {
    case 'image.pull':
      return pullImage(operation, context);
    case 'files.arrange':
      return arrange(operation, context);
    case 'container.complete':
      return completeContainer(operation, context);
    case 'container.mkdir':
      return makeDirectory(operation, context);
    case 'container.stop':
      return stopContainers(operation, context);
    case 'pod.remove': {
      const outcome = await runSimple(operation, context);
      if (outcome === undefined) await removeMessages(operation.pod);
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

async function runSimple(
  operation: Exclude<
    Operation,
    {
      op: 'image.pull' | 'files.arrange' | 'container.complete' | 'container.mkdir';
    }
  >,
  context: ExecuteContext,
): Promise<Outcome> {
  const command = commandOf(operation);
  const late = await lateResolver(operation, context);
  if (typeof late !== 'function') return late;
  const input =
    command.input === undefined
      ? undefined
      : command.input.kind === 'text'
        ? revealText(command.input.text, late)
        : await tarOf(command.input.files, late);
  return podman(operation, context, wordsOf(operation, command.words, late), input);
}

/**
 * A word of a command line never holds a secret: those go through Podman's secrets or standard input. Only the command
 * of a container may, which the manifest wants so (podman/secret-in-arguments has said it).
 */
function wordsOf(
  operation: Operation,
  words: readonly Word[],
  late: (value: LateValue) => string,
): readonly string[] {
  const spec =
    'container' in operation && typeof operation.container === 'object' ? operation.container : undefined;
  const wanted = [...(spec?.entrypoint ?? []), ...(spec?.command ?? [])].some(isSecretText);
  return words.map((word) => {
    if (isSecretText(word) && !wanted)
      throw new InternalError('a secret value was about to reach a command line');
    return revealText(word, late);
  });
}

async function podman(
  operation: Operation,
  context: ExecuteContext,
  words: readonly string[],
  input?: Uint8Array | string,
): Promise<Outcome> {
  const result = await runPodman(context.program, words, {
    signal: context.signal,
    ...(input === undefined ? {} : { input, throughPipe: typeof input === 'string' }),
  });
  return result.code === 0 ? undefined : failureOf(operation, result);
}

/** Turns a failed call into a value that names the operation. */
export function failureOf(operation: Operation, result: ProgramResult): OperationFailure {
  const { code, interrupted } = result;
  const message = result.missing ? `${result.words[0]} was not found` : cleanMessage(result.stderr);
  return { operation, code, message, interrupted };
}

/** Podman's own words: its `Error: ` line when there is one, else everything, without log decoration. */
export function cleanMessage(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLast((line) => line.startsWith('Error: '));
  return (error ?? lines.join('; ')).replace(/^Error: /, '').trim();
}

/** Hooks run side by side, each followed by the stop of its container; containers without hooks stop together. */
async function stopContainers(
  operation: OperationOf<'container.stop'>,
  context: ExecuteContext,
): Promise<Outcome> {
  const { hooks = [], containers } = operation;
  const hooked = hooks.map(async (one) => {
    const { leftSeconds } = await preStop(one, context);
    return podman(operation, context, ['stop', '--time', String(leftSeconds), one.container]);
  });
  const others = containers.filter((name) => !hooks.some(({ container }) => container === name));
  const rest = others.length === 0 ? [] : [runSimple({ ...operation, containers: others }, context)];
  const outcomes = await Promise.all([...hooked, ...rest]);
  return outcomes.find((outcome) => outcome !== undefined);
}

/** The hook's request is made from where the pod is reached. A hook that fails stops nothing. */
async function preStop({ address, ...hook }: StopHook, context: ExecuteContext) {
  const { program, rootless } = context;
  const prober = rootless ? rootlessProber(program, proberWords(program)) : hostProber;
  const request = async (action: NetworkProbe['action'], timeoutMs: number): Promise<ProbeResult> => {
    const result = await prober.probe({ action, address, timeoutMs });
    return result === 'no-prober' ? 'the pod could not be reached' : result;
  };
  const ran = await runPreStop(hook, { program, request });
  await prober.stop();
  return ran;
}

async function pullImage(operation: OperationOf<'image.pull'>, context: ExecuteContext): Promise<Outcome> {
  const { image, policy, authSecret } = operation;
  if (policy !== 'always') {
    const exists = await runPodman(context.program, ['image', 'exists', image], { signal: context.signal });
    if (exists.code === 0) return undefined;
    if (policy === 'never') {
      const message = `image ${image} is not on this machine, and imagePullPolicy is Never`;
      return { operation, code: 125, message, interrupted: exists.interrupted };
    }
  }
  if (authSecret === undefined) return podman(operation, context, ['pull', '--quiet', image]);
  const late = refuseLate;
  // The authfile is read from a pipe of ours, so that credentials are neither on a command line nor on disk.
  return podman(
    operation,
    context,
    ['pull', '--quiet', '--authfile', '/dev/stdin', image],
    revealText(authSecret, late),
  );
}

function refuseLate(value: LateValue): string {
  throw new InternalError(`${value.name} is not known here`);
}

async function arrange(operation: OperationOf<'files.arrange'>, context: ExecuteContext): Promise<Outcome> {
  const late = await lateResolver(operation, context);
  if (typeof late !== 'function') return late;
  const message = await arrangeFiles(revealText(operation.root, late), operation.steps, context);
  return message === undefined
    ? undefined
    : { operation, code: 125, message, interrupted: context.signal.aborted };
}

async function makeDirectory(
  operation: OperationOf<'container.mkdir'>,
  context: ExecuteContext,
): Promise<Outcome> {
  // An archive with the folder itself: `cp -` unpacks it at the container's root and leaves existing folders alone.
  const parts = operation.path.split('/').filter((part) => part !== '');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const archive = await tarOf(
    folders.map((path) => ({
      kind: 'directory',
      path,
      mode: 0o755,
      uid: 0,
      gid: 0,
    })),
    refuseLate,
  );
  return podman(operation, context, ['cp', '--archive=false', '-', `${operation.container}:/`], archive);
}

async function completeContainer(
  operation: OperationOf<'container.complete'>,
  context: ExecuteContext,
): Promise<Outcome> {
  const { container, retry } = operation;
  const late = await lateResolver(operation, context);
  if (typeof late !== 'function') return late;
  for (let delay = retry.firstDelaySeconds; ; delay = Math.min(delay * 2, retry.maxDelaySeconds)) {
    const started = await podman(operation, context, ['start', container.name]);
    const ended = started ?? (await waitForEnd(operation, context));
    if (ended === undefined) return undefined;
    if (retry.onFailure === 'fail' || ended.interrupted) return ended;
    context.progress(operation, `${ended.message}; trying again in ${delay} s`);
    await context.sleep(delay * 1000, context.signal);
    if (context.signal.aborted) return { ...ended, interrupted: true };
    const again = await recreate(operation, context, late);
    if (again !== undefined) return again;
  }
}

async function waitForEnd(
  operation: OperationOf<'container.complete'>,
  context: ExecuteContext,
): Promise<Outcome> {
  const { name } = operation.container;
  const result = await runPodman(context.program, ['wait', name], {
    signal: context.signal,
  });
  if (result.code !== 0) return failureOf(operation, result);
  const exitCode = Number(result.stdout.toString('utf8').trim());
  if (exitCode === 0) return undefined;
  const logs = await runPodman(context.program, ['logs', '--tail', '5', name], {
    timeoutMs: 5000,
  });
  const tail = `${logs.stdout.toString('utf8')}${logs.stderr}`.trim();
  const message = `init container ended with exit code ${exitCode}${tail === '' ? '' : `; its last lines: ${tail}`}`;
  return { operation, code: exitCode, message, interrupted: false };
}

/** A restart is a new container: fresh root file system, as the kubelet makes. */
async function recreate(
  operation: OperationOf<'container.complete'>,
  context: ExecuteContext,
  late: (value: LateValue) => string,
): Promise<Outcome> {
  const { container } = operation;
  const removed = await podman(operation, context, ['rm', '--force', '--time', '0', container.name]);
  if (removed !== undefined) return removed;
  const create = commandOf({ ...operation, op: 'container.create', container });
  return podman(operation, context, wordsOf(operation, create.words, late));
}

/** Looks up what the operation needs at run time; a failure when Podman cannot tell. */
async function lateResolver(
  operation: Operation,
  context: ExecuteContext,
): Promise<OperationFailure | ((value: LateValue) => string)> {
  const found = new Map<string, string>();
  for (const value of lateValuesOf(operation)) {
    const known = context.known(value);
    const looked = known === undefined ? await lookUp(value, context) : known;
    if (typeof looked !== 'string') return failureOf(operation, looked);
    found.set(JSON.stringify(value, bigintText), looked);
  }
  return (value) => found.get(JSON.stringify(value, bigintText)) ?? refuseLate(value);
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

async function lookUp(value: LateValue, context: ExecuteContext): Promise<string | ProgramResult> {
  const ask = async (...words: readonly string[]): Promise<string | ProgramResult> => {
    const result = await runPodman(context.program, words, {
      signal: context.signal,
    });
    return result.code === 0 ? result.stdout.toString('utf8').trim() : result;
  };
  switch (value.name) {
    case 'mountpoint':
      return ask('volume', 'inspect', '--format', '{{.Mountpoint}}', value.volume);
    case 'podIP':
      return ask(
        'inspect',
        '--format',
        '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
        infraName(value.pod),
      );
    case 'fileKey': {
      const root = await ask('volume', 'inspect', '--format', '{{.Mountpoint}}', value.volume);
      return typeof root === 'string' ? readFileKey(context.program, root, value) : root;
    }
    case 'hostIP':
    case 'nodeName':
    case 'allocatable':
      throw new InternalError(`${value.name} was not observed before planning`);
    default:
      return value satisfies never;
  }
}

import { revealText } from '../model/text.js';
import type { ContainerSpec, Mount } from '../podman/container-spec.js';
import type { Operation, OperationOf, StopHook } from '../podman/operations.js';
import { arrangeFiles } from './arrange.js';
import { makeContainerDirectory } from './calls.js';
import { completeContainer } from './complete.js';
import { stopContainer } from './connection.js';
import { arrangeElsewhere } from './elsewhere/arrange.js';
import { isElsewhere } from './elsewhere/place.js';
import type { ExecuteContext } from './execute-context.js';
import { publishProblem } from './free-port.js';
import { graceLeft, runPreStop } from './hooks.js';
import { lookUpLate } from './late.js';
import { prepareMessage, removeMessages } from './message-files.js';
import type { NetworkProbe, ProbeResult } from './network-probe.js';
import { failureOf, type Outcome, outcomeOf } from './outcome.js';
import { hostProber, noProber, rootlessProber } from './prober.js';
import { pullImage } from './pull.js';
import { removeAmongOthers } from './removing.js';
import { runSimple } from './run-simple.js';
import { proberWords } from './self.js';

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
    case 'pod.create':
      return (await publishFailure(operation, context)) ?? runSimple(operation, context);
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
      if (operation.onFailure !== 'leave-to-supervisor' || failure?.interrupted !== false) return failure;
      context.left?.(failure);
      return undefined;
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

/** A user's pod whose ports are taken is not even made, for Podman would lose its address. */
async function publishFailure(
  operation: OperationOf<'pod.create'>,
  { program, rootless, signal, sleep }: ExecuteContext,
): Promise<Outcome> {
  const { publish = [] } = operation.pod;
  if (!rootless || isElsewhere(program)) return undefined;
  const message = await publishProblem(publish, (milliseconds) => sleep(milliseconds, signal));
  return message === undefined ? undefined : { operation, code: 125, message, interrupted: signal.aborted };
}

async function prepareMounts(container: ContainerSpec): Promise<void> {
  const isMessage = (mount: Mount): boolean => mount.kind === 'bind' && mount.prepared === 'message';
  if (container.mounts?.some(isMessage) === true) await prepareMessage(container);
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

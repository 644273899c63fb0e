import { planObjects } from '../compile.js';
import type { Report } from '../diagnostics/diagnostic.js';
import { overriddenAddresses } from '../fields/override-pod.js';
import type { PlannedPod } from '../fields/plan-pod.js';
import type { ProxySettings } from '../ingress/model.js';
import { withProxyNeeds } from '../ingress/needs.js';
import { proxyPod } from '../ingress/proxy.js';
import { settingsOf } from '../ingress/settings.js';
import { needsOf } from '../kinds/needs.js';
import type { ApplicationModel } from '../model/application.js';
import { type ApplyOverrides, noOverrides } from '../model/overrides.js';
import type { Planned } from '../phases/4-plan.js';
import type { KubeObject } from '../phases/documents.js';
import type { Observed, PodmanState } from '../phases/observed.js';
import type { Operation } from '../podman/operations.js';
import type { Situation } from '../podman/target.js';
import { hasStarted } from '../reconcile/difference.js';
import { digestOf } from '../reconcile/digest.js';
import { withHistory } from '../reconcile/edits.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { readyPodsOf } from '../reconcile/ready-pods.js';
import { keyVolume } from '../reconcile/records.js';
import type { PendingSet } from '../reconcile/sets.js';
import { holderName, isHolder } from '../services/names.js';
import type { JobRecord, OwnedPod } from '../supervisor/batch.js';
import { readBatch } from './batch.js';
import { buildImages } from './build-images.js';
import type { PodmanConnection } from './connection.js';
import { digestKey, type KeyResult } from './digest-key.js';
import type { Readied } from './execute.js';
import { removeForgotten } from './images.js';
import { knownValue } from './known-value.js';
import { lockStore } from './lock.js';
import { lostAddress, mostLostAddresses } from './lost-address.js';
import { performPlan, type RunReport } from './perform.js';
import type { ProgramResult } from './podman.js';
import { observeTarget, prepare } from './prepare.js';
import { prepareProxy } from './prepare-proxy.js';
import type { PullOptions } from './pull.js';
import { notIn, readRecorded } from './recorded.js';
import { type Restored, restoreLost } from './restore.js';
import { readState } from './state.js';
import { ensureSupervisor } from './supervise/ensure.js';
import { serveNamesOf } from './supervise/names.js';
import { readStatus } from './supervise/status.js';

/** How a run is steered and followed. */
export interface RunOptions {
  /** Addresses that Podman holds for nobody; a run finds them out by itself. */
  readonly lostAddresses?: readonly string[];
  readonly program: PodmanConnection;
  readonly signal: AbortSignal;
  /** Whether the supervisor watches what is applied; it never does on another machine, whose pods it cannot reach. */
  readonly supervise: boolean;
  /** Only plan: change nothing. */
  readonly dryRun: boolean;
  readonly baseDirectory: string;
  /** The set that the objects belong to, and whether what is no more in it goes. */
  readonly set?: { readonly name: string; readonly prune: boolean };
  /** What the command line says of all pods. */
  readonly overrides?: ApplyOverrides;
  readonly pull?: PullOptions;
  /** What the command line says of the proxy of Ingresses. */
  readonly ingress?: Partial<ProxySettings>;
  /** Where images of the manifests are built from, each in a folder of its name. */
  readonly buildContext?: string;
  readonly progress: (operation: Operation, note?: string) => void;
  readonly waitingForLock: () => void;
  readonly report: Report;
  /** Whether an object has errors: nothing is made of it. */
  readonly isRefused: (object: KubeObject) => boolean;
  /** Whether an error was reported since; then nothing is done. */
  readonly refused: () => boolean;
}

/** Why nothing could even be tried. */
export interface RunProblem {
  readonly problem: 'missing' | 'too-old' | 'failed' | 'lock' | 'refused';
  readonly message: string;
}

export interface RunResult {
  readonly planned: Planned;
  readonly application: ApplicationModel;
  readonly situation: Situation;
  readonly outcome?: RunReport;
  /** The objects of earlier applies, as they were before this one. */
  readonly recorded: readonly KubeObject[];
  /** After a failure: what had run before and was made again. */
  readonly restored?: Restored;
  /** What is in Podman, as it was when the plan had nothing to do. */
  readonly seen?: PodmanState;
  /** What the user should be told of the supervisor. */
  readonly supervisorAdvice?: string;
  /** Jobs of which no pod could be made, and why; the supervisor goes on trying. */
  readonly stuck?: readonly StuckJob[];
  /** How the proxy of Ingresses was published before this run. */
  readonly proxyBefore?: ProxySettings;
  /** Why the proxy of Ingresses does not run. */
  readonly proxyProblem?: string;
}

export interface StuckJob {
  readonly job: ObjectKey;
  readonly problem: string;
}

/**
 * Applies objects: takes the lock, looks at what is there, resolves, plans the difference and performs it. A failed
 * run removes what it made. Reports: all of resolving and planning.
 */
export async function run(
  objects: readonly KubeObject[],
  options: RunOptions,
): Promise<RunResult | RunProblem> {
  const first = await runOnce(objects, options);
  if (isProblem(first) || options.dryRun) return first;
  const result =
    first.outcome?.failure === undefined
      ? await continueSets(first, objects, withoutReplacing(options))
      : first;
  if (isProblem(result) || result.outcome?.failure === undefined) return result;
  const restored = await restoreLost(result, options, runOnce);
  return restored === undefined ? result : { ...result, restored };
}

/** What a run has made anew stays in its later turns. */
function withoutReplacing(options: RunOptions): RunOptions {
  const { overrides } = options;
  return overrides === undefined ? options : { ...options, overrides: { ...overrides, existing: 'keep' } };
}

/** Longest wait for one pod of a StatefulSet to be ready before the next is replaced. */
const longestTurnMs = 20_000;

/**
 * A StatefulSet's pods are replaced one after the other: each turn plans anew from what is there, so that a run that is
 * cut off is taken up by the next apply. A pod that does not get ready ends it; those below it keep the old template.
 */
async function continueSets(
  first: RunResult,
  objects: readonly KubeObject[],
  options: RunOptions,
): Promise<RunResult | RunProblem> {
  let result = first;
  while (result.planned.pending.length > 0 && !options.signal.aborted) {
    const ready = await Promise.all(
      result.planned.pending.map((pending) => waitUntilAvailable(pending, options)),
    );
    if (!ready.includes(true)) break;
    const next = await runOnce(objects, options);
    if (isProblem(next)) return next;
    result = next;
    if (next.outcome?.failure !== undefined) break;
  }
  return {
    ...result,
    planned: { ...first.planned, pending: result.planned.pending },
  };
}

/**
 * Whether the supervisor calls the pod ready before its turn is over, and goes on to for as long as the set asks.
 * Source: kubernetes pkg/controller/controller_utils.go and pkg/api/v1/pod, IsPodAvailable.
 */
async function waitUntilAvailable(
  { pod, minReadySeconds }: PendingSet,
  { program, signal }: RunOptions,
): Promise<boolean> {
  const until = Date.now() + longestTurnMs + minReadySeconds * 1000;
  for (let readySince: number | undefined; Date.now() < until && !signal.aborted; ) {
    const [status, listed] = [await readStatus(program), await readState(program)];
    const isReady = !('failure' in listed) && readyPodsOf(status?.pods ?? {}, listed.state).has(pod);
    readySince = isReady ? (readySince ?? Date.now()) : undefined;
    if (readySince !== undefined && Date.now() >= readySince + minReadySeconds * 1000) return true;
    await sleep(300, signal);
  }
  return false;
}

/** One turn, and another one without each address that turns out to be lost. */
async function runOnce(objects: readonly KubeObject[], options: RunOptions): Promise<RunResult | RunProblem> {
  const result = await runTurn(objects, options);
  const { lostAddresses = [] } = options;
  const lost = isProblem(result) ? undefined : lostAddress(result.outcome?.failure?.message);
  if (isProblem(result) || lost === undefined || lostAddresses.length >= mostLostAddresses) return result;
  const next = await runOnce(objects, { ...options, lostAddresses: [...lostAddresses, lost] });
  // What the first turn took away is to be restored when the next one fails too.
  const failed = !isProblem(next) && next.outcome?.failure !== undefined ? next.outcome : undefined;
  return failed === undefined
    ? next
    : { ...result, outcome: { ...failed, done: [...(result.outcome?.done ?? []), ...failed.done] } };
}

async function runTurn(objects: readonly KubeObject[], options: RunOptions): Promise<RunResult | RunProblem> {
  const { program } = options;
  const [found, lock] = await Promise.all([
    observeTarget(program),
    options.dryRun ? { release: async () => {} } : lockStore(program, options.waitingForLock),
  ]);
  if ('problem' in found) {
    if ('release' in lock) await lock.release();
    return found;
  }
  if ('problem' in lock) return { problem: 'lock', message: lock.problem };
  const { target } = found;
  const situation: Situation = { output: 'run', target, supervised: options.supervise && !target.remote };
  const result = await runLocked(objects, situation, options).finally(lock.release);
  const isWatched = situation.supervised && !isProblem(result) && result.outcome !== undefined;
  // Without the lock, which the supervisor may need to start things.
  if (!isWatched || result.outcome?.failure !== undefined) return result;
  return { ...result, stuck: await firstStarts(result, options) };
}

async function runLocked(
  written: readonly KubeObject[],
  situation: Situation,
  options: RunOptions,
): Promise<RunResult | RunProblem> {
  const { program, report, refused } = options;
  const listed = await readState(program);
  if ('failure' in listed) return podmanFailed(listed.failure);
  if (!options.dryRun) await removeForgotten(program, listed.state);
  const keyed = await keyOf(options, listed.state);
  if ('failure' in keyed) return podmanFailed(keyed.failure);
  const { key } = keyed;
  const recorded = await readRecorded(program, listed.state);
  const objects = withHistory(written, recorded);
  const earlier = notIn(objects, recorded);
  const { lostAddresses = [] } = options;
  const wanted = needsOf(
    objects.filter((object) => !options.isRefused(object)),
    { baseDirectory: options.baseDirectory, situation, state: listed.state, earlier },
  );
  const proxyBefore = settingsOf(listed.state);
  const ingress = await prepareProxy({ objects, earlier, state: listed.state }, options);
  const needs = {
    ...(ingress.proxy === undefined ? wanted : withProxyNeeds(wanted, ingress.proxy)),
    lostAddresses,
  };
  if (options.buildContext !== undefined && !options.dryRun) {
    const failed = await buildImages(program, needs.images, options.buildContext);
    if (failed !== undefined) return podmanFailed(failed);
  }
  const { baseDirectory, isRefused, overrides = noOverrides } = options;
  const prepared = await prepare(program, situation.target, listed.state, needs, situation);
  const isWritten = ({ pod }: { readonly pod: string }): boolean => !isHolder(pod) && pod !== proxyPod;
  const own = needs.pods.filter(isWritten).map(({ pod }) => pod);
  const addresses = overriddenAddresses(prepared.addresses, own, overrides);
  const observed = { ...prepared, addresses };
  const set = options.set === undefined ? {} : { set: options.set };
  const digest = (model: unknown): string => digestOf(model, key);
  const { application, planned } = planObjects(
    objects,
    { observed, situation, earlier, baseDirectory, isRefused, digest, overrides, ...set, ...ingress },
    report,
  );
  if (refused()) return { problem: 'refused', message: 'nothing was applied' };
  if (options.dryRun) return { planned, application, situation, recorded };
  const outcome = await performPlan(planned.plan, {
    program,
    rootless: situation.target.rootless,
    known: (value) => knownValue(value, observed),
    pull: options.pull ?? {},
    signal: options.signal,
    progress: options.progress,
    sleep,
    ...(situation.supervised ? { services: namesFor({ application, observed, situation, program }) } : {}),
  });
  // Commands that act on Podman start the supervisor again when it is gone.
  const watched = situation.supervised && planned.pods.length + planned.templates.length > 0;
  const supervisorAdvice = watched ? await ensureSupervisor(program) : undefined;
  return {
    planned,
    application,
    situation,
    outcome,
    recorded,
    ...(planned.plan.operations.length === 0 ? { seen: listed.state } : {}),
    ...(supervisorAdvice === undefined ? {} : { supervisorAdvice }),
    ...(ingress.problem === undefined ? {} : { proxyProblem: ingress.problem }),
    ...(proxyBefore === undefined ? {} : { proxyBefore }),
  };
}

/**
 * Containers find names served from their start on; without names they run all the same, and the supervisor tries again. The
 * name server starts while the first infra container does, and is looked for once more then: one of pods that are gone may
 * just have ended with their network.
 */
function namesFor({
  application,
  observed,
  situation,
  program,
}: Pick<RunResult, 'application' | 'situation'> &
  Pick<RunOptions, 'program'> & {
    readonly observed: Observed;
  }): Readied {
  const [network] = observed.networks.values();
  if (network === undefined) return { begin: () => {}, ready: async () => {} };
  const services = application.services.map(({ name, rules }) => {
    const address = observed.addresses.get(holderName(rules.namespace, name))?.ip;
    return { name, rules, endpoints: [], ...(address === undefined ? {} : { address }) };
  });
  const { rootless } = situation.target;
  const serving = once(() => {
    const place = { program, rootless, state: observed.state, askedAt: Date.now() };
    const serve = (): Promise<unknown> => serveNamesOf(services, network.gateway, place);
    return { first: serve().catch(() => undefined), serve };
  });
  const served = once(async () => {
    const { first, serve } = serving();
    await first;
    await serve();
  });
  return { begin: () => void serving(), ready: served };
}

/** Does it at the first call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Longest wait for the supervisor to have started what can be started at once. */
const firstStartsMs = 10_000;

/**
 * Waits until every pod that may start has begun to: with init containers the first of them, else all containers.
 * `seen`: what Podman had when nothing was to be done. Gives the Jobs of which no pod could be made.
 */
async function firstStarts(result: RunResult, { program, signal }: RunOptions): Promise<readonly StuckJob[]> {
  const { planned, seen } = result;
  if (startedAll(result)) return [];
  const until = Date.now() + firstStartsMs;
  for (let first = seen; Date.now() < until && !signal.aborted; first = undefined) {
    const listed = first === undefined ? await readState(program) : { state: first };
    if ('failure' in listed) return [];
    const hasBegun = (pod: PlannedPod): boolean =>
      firstsOf(pod).every((name) => {
        const container = listed.state.containers.get(name);
        return container === undefined || hasStarted(container);
      });
    const { jobs } = await readBatch(listed.state);
    const isWanted = ({ owner }: JobRecord): boolean =>
      planned.templates.some(
        ({ kind, namespace, name }) => kind === 'Job' && namespace === owner.namespace && name === owner.name,
      );
    const isUnderWay = ({ rules, status, pods }: JobRecord): boolean =>
      rules.suspend ||
      rules.parallelism === 0 ||
      status.finishedAt !== undefined ||
      status.problem !== undefined ||
      pods.some(hasRun);
    const hasRun = ({ name }: OwnedPod): boolean =>
      [...listed.state.containers.values()].some(
        (one) => one.pod === name && !one.isInfra && hasStarted(one),
      );
    const wanted = jobs.filter(isWanted);
    if (planned.pods.every(hasBegun) && wanted.every(isUnderWay)) return wanted.flatMap(stuckJob);
    await sleep(100, signal);
  }
  return [];
}

/** Containers of a pod that start without waiting for anything. */
function firstsOf({ waits, hasInit, containers }: PlannedPod): readonly string[] {
  return waits ? [] : hasInit ? containers.slice(0, 1) : containers;
}

/** Whether this run itself has started all that can start at once, so that there is nothing to look for. */
function startedAll({ planned, outcome }: RunResult): boolean {
  const { done = [], postponed = [] } = outcome ?? {};
  const started = new Set(
    done.flatMap((one) => (one.op === 'container.start' && !postponed.includes(one) ? [one.container] : [])),
  );
  return (
    planned.templates.length === 0 &&
    planned.pods.every((pod) => firstsOf(pod).every((name) => started.has(name)))
  );
}

function stuckJob({ owner, status: { problem } }: JobRecord): readonly StuckJob[] {
  return problem === undefined ? [] : [{ job: owner, problem }];
}

/** A dry run on a store that never saw kube2pod makes no key; nothing is there that it could be compared with. */
function keyOf({ program, dryRun }: RunOptions, state: PodmanState): Promise<KeyResult> {
  if (dryRun && !state.volumes.has(keyVolume)) return Promise.resolve({ key: new Uint8Array(32) });
  return digestKey(program, state);
}

function podmanFailed(result: ProgramResult): RunProblem {
  return { problem: 'failed', message: `${result.words.join(' ')}: ${result.stderr.trim()}` };
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

/** Tells a run that could not be tried from one that was. */
export function isProblem(result: RunResult | RunProblem): result is RunProblem {
  return 'problem' in result;
}

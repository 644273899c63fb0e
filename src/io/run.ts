import { planObjects } from '../compile.js';
import { overriddenAddresses } from '../fields/override-pod.js';
import { withProxyNeeds } from '../ingress/needs.js';
import { proxyPod } from '../ingress/proxy.js';
import { settingsOf } from '../ingress/settings.js';
import { needsOf } from '../kinds/needs.js';
import { noOverrides } from '../model/overrides.js';
import type { KubeObject } from '../phases/documents.js';
import type { PodmanState } from '../phases/observed.js';
import type { Situation } from '../podman/target.js';
import { digestOf } from '../reconcile/digest.js';
import { withHistory } from '../reconcile/edits.js';
import { readyPodsOf } from '../reconcile/ready-pods.js';
import { keyVolume } from '../reconcile/records.js';
import type { PendingSet } from '../reconcile/sets.js';
import { isHolder } from '../services/names.js';
import { buildImages } from './build-images.js';
import { digestKey, type KeyResult } from './digest-key.js';
import { firstStarts } from './first-starts.js';
import { removeForgotten } from './images.js';
import { knownValue } from './known-value.js';
import { lockStore } from './lock.js';
import { lostAddress, mostLostAddresses, readLostAddresses, rememberLost } from './lost-address.js';
import { namesFor } from './names-of-run.js';
import { pause } from './pause.js';
import { performPlan } from './perform.js';
import type { ProgramResult } from './podman.js';
import { observeTarget, prepare } from './prepare.js';
import { prepareProxy } from './prepare-proxy.js';
import { notIn, readRecorded } from './recorded.js';
import { restoreLost } from './restore.js';
import { isProblem, type RunOptions, type RunProblem, type RunResult } from './run-result.js';
import { readState } from './state.js';
import { ensureSupervisor } from './supervise/ensure.js';
import { readStatus } from './supervise/status.js';

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
    await pause(300, signal);
  }
  return false;
}

/** One turn, and another one without each address that turns out to be lost. */
async function runOnce(objects: readonly KubeObject[], options: RunOptions): Promise<RunResult | RunProblem> {
  const result = await runTurn(objects, options);
  const { lostAddresses = [] } = options;
  const lost = isProblem(result) ? undefined : lostAddress(result.outcome?.failure?.message);
  if (isProblem(result) || lost === undefined || lostAddresses.length >= mostLostAddresses) return result;
  await rememberLost(options.program, lost);
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
  const lostAddresses = [...(await readLostAddresses(program)), ...(options.lostAddresses ?? [])];
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
  const { baseDirectory, isRefused, allowedSysctls, overrides = noOverrides } = options;
  const allowed = allowedSysctls === undefined ? {} : { allowedSysctls };
  const prepared = await prepare(program, situation.target, listed.state, needs, situation);
  const isWritten = ({ pod }: { readonly pod: string }): boolean => !isHolder(pod) && pod !== proxyPod;
  const own = needs.pods.filter(isWritten).map(({ pod }) => pod);
  const addresses = overriddenAddresses(prepared.addresses, own, overrides);
  const observed = { ...prepared, addresses };
  const set = options.set === undefined ? {} : { set: options.set };
  const digest = (model: unknown): string => digestOf(model, key);
  const { application, planned } = planObjects(
    objects,
    {
      observed,
      situation,
      earlier,
      baseDirectory,
      isRefused,
      digest,
      overrides,
      ...set,
      ...ingress,
      ...allowed,
    },
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
    sleep: pause,
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

/** A dry run on a store that never saw kube2pod makes no key; nothing is there that it could be compared with. */
function keyOf({ program, dryRun }: RunOptions, state: PodmanState): Promise<KeyResult> {
  if (dryRun && !state.volumes.has(keyVolume)) return Promise.resolve({ key: new Uint8Array(32) });
  return digestKey(program, state);
}

function podmanFailed(result: ProgramResult): RunProblem {
  return { problem: 'failed', message: `${result.words.join(' ')}: ${result.stderr.trim()}` };
}

import { unwritten } from '../../diagnostics/unwritten.js';
import { label } from '../../reconcile/labels.js';
import { removeWholePod } from '../../reconcile/removal.js';
import type { ActOutcome, Controller } from '../../supervisor/controller.js';
import { decideRollouts, type RolloutAction } from '../../supervisor/rollouts.js';
import { performPlan } from '../perform.js';
import { readState } from '../state.js';
import { withStoreLock } from './locked.js';
import { markStopping } from './stopping.js';
import type { Surroundings } from './surroundings.js';

/** Takes the old pods of Deployments away as the new ones get ready. */
export function rolloutController(surroundings: Surroundings): Controller<RolloutAction> {
  return {
    name: 'rollout',
    decide: decideRollouts,
    act: (action) => takeAway(action, surroundings),
  };
}

/** Which operations of a removal are performed at a step. */
type Step = 'look' | 'stop' | 'all';

/** Stops without the lock, which may take long, and removes under it; an apply that comes between has the last word. */
async function takeAway(action: RolloutAction, surroundings: Surroundings): Promise<ActOutcome> {
  const { program, note } = surroundings;
  const { pod } = action;
  // An apply that is under way may be about to want this pod.
  if ((await withStoreLock(surroundings, () => step(action, 'look', surroundings))) === 'failed')
    return 'failed';
  const unmark = await markStopping(program, [pod]);
  try {
    note(pod, {
      type: 'Normal',
      reason: 'Killing',
      message: 'stopping: a pod of the new template took its place',
    });
    await step(action, 'stop', surroundings);
    return await withStoreLock(surroundings, () => step(action, 'all', surroundings));
  } finally {
    await unmark();
  }
}

async function step(
  { pod, record, text }: RolloutAction,
  which: Step,
  { program, rootless, log }: Surroundings,
): Promise<ActOutcome> {
  const listed = await readState(program);
  if ('failure' in listed || listed.state.volumes.get(record)?.labels[label.rollout] !== text)
    return 'failed';
  const existing = listed.state.pods.get(pod);
  if (existing === undefined) return 'done';
  const all = removeWholePod(existing, unwritten('supervisor'), undefined, listed.state);
  const operations = all.filter(({ op }) => which === 'all' || (which === 'stop' && op === 'container.stop'));
  const outcome = await performPlan(
    { operations },
    {
      program,
      rootless,
      known: () => undefined,
      signal: new AbortController().signal,
      progress: () => {},
      sleep: async () => {},
    },
  );
  if (outcome.failure === undefined) return 'done';
  log(`${pod}: could not be taken away: ${outcome.failure.message}`);
  return 'failed';
}

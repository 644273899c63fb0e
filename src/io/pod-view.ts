import { shownPods } from '../reconcile/observe-pods.js';
import type { PodView } from '../reconcile/status.js';
import type { EndDetails } from '../supervisor/container-state.js';
import { podsOfEndedJobs } from '../supervisor/job/over.js';
import type { SupervisedPod } from '../supervisor/model.js';
import { type SupervisorStatus, verdictsIn } from '../supervisor/status.js';
import { readBatch } from './batch.js';
import { type PodmanProgram, type ProgramResult, runPodman } from './podman.js';
import { readState } from './state.js';
import { readStatus } from './supervise/status.js';
import { stoppingPods } from './supervise/stopping.js';
import { lastMessage } from './supervise/termination-message.js';

/** All that `get` and `describe` show of pods, or the call that failed. */
export type PodViewResult =
  | { readonly view: PodView; readonly status: SupervisorStatus | undefined }
  | { readonly failure: ProgramResult };

/** Reads what runs, what the supervisor says of it, and how ended containers ended. */
export async function readPodView(program: PodmanProgram): Promise<PodViewResult> {
  const stopping = await stoppingPods(program);
  const [listed, status] = await Promise.all([readState(program), readStatus(program)]);
  if ('failure' in listed) return listed;
  const { state } = listed;
  const pods = shownPods(state, new Map(Object.entries(status?.failedStarts ?? {})));
  const { details, restarts } = await inspectContainers(program, pods);
  const messages = await lastMessages(program, pods);
  const verdicts = verdictsIn(status, pods);
  const withMessages = new Map(
    [...details].map(([id, one]) => {
      const message = messages.get(id);
      return [id, message === undefined ? one : { ...one, message }];
    }),
  );
  const overPods = podsOfEndedJobs(await readBatch(state));
  const view = {
    state,
    pods,
    verdicts,
    overPods,
    details: withMessages,
    stopping,
    restarts,
    now: Date.now(),
  };
  return { view, status };
}

/** By Podman's id: what containers that ended left as their last message. */
async function lastMessages(
  program: PodmanProgram,
  pods: readonly SupervisedPod[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const ended = pods.flatMap((pod) =>
    pod.containers.filter(({ state }) => state === 'ended').map((one) => ({ pod: pod.name, one })),
  );
  return new Map(
    await Promise.all(
      ended.map(async ({ pod, one }) => [one.id, await lastMessage(pod, one, program)] as const),
    ),
  );
}

/** What listings do not tell: whether memory ran out, and how often Podman restarted what nobody watches. */
async function inspectContainers(
  program: PodmanProgram,
  pods: readonly SupervisedPod[],
): Promise<Pick<PodView, 'details' | 'restarts'>> {
  const ids = pods.flatMap(({ containers }) => containers.map(({ id }) => id));
  if (ids.length === 0) return { details: new Map(), restarts: new Map() };
  const format = '{{.Id}} {{.RestartCount}} {{.State.OOMKilled}}';
  const result = await runPodman(program, ['inspect', '--type', 'container', '--format', format, ...ids]);
  const lines = result.stdout.toString('utf8').trim().split('\n');
  const words = lines.map((line) => line.split(' '));
  return {
    details: new Map(
      words.map(([id = '', , oom]): [string, EndDetails] => [id, { oomKilled: oom === 'true' }]),
    ),
    restarts: new Map(words.map(([id = '', count]) => [id, Number(count)])),
  };
}

import type { Argv } from 'yargs';
import { observeTarget } from '../io/prepare.js';
import { readState } from '../io/state.js';
import { readStatus } from '../io/supervise/status.js';
import { type NamedObject, namedObjects } from '../kinds/words.js';
import { parseDuration } from '../model/duration.js';
import { restarted } from '../reconcile/edits.js';
import { type RolloutProgress, rolloutProgress } from '../reconcile/rollout-progress.js';
import { changeRecorded } from './change-recorded.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { interruptSignal } from './interrupt.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

export interface RolloutOptions {
  readonly action: 'restart' | 'status';
  readonly objects: readonly string[];
  readonly namespace: string;
  readonly timeout?: string;
  readonly watch: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod rollout`: makes all pods of a workload anew, or waits until its template is brought out. */
export const rolloutCommand: Command<RolloutOptions> = {
  builder: (cli) =>
    cli
      .positional('action', { choices: ['restart', 'status'] as const, describe: 'What to do' })
      .positional('objects', { type: 'string', array: true, describe: 'KIND/NAME, or KIND NAME...' })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', default: 'default', describe: 'Where the objects are' },
        ...outputOption,
        timeout: { type: 'string', requiresArg: true, describe: 'status: longest wait, such as 90s or 5m' },
        watch: {
          alias: 'w',
          type: 'boolean',
          default: true,
          describe: 'status: --no-watch only says it once',
        },
      }) as unknown as Argv<RolloutOptions>,
  run: rollout,
};

async function rollout(options: RolloutOptions): Promise<ExitCode> {
  const { action, objects, namespace } = options;
  const names = namedObjects(objects);
  if (names === undefined) {
    say(`kube2pod: say for example: kube2pod rollout ${action} deployment/web`);
    return exitCode.usage;
  }
  const plain = options as unknown as { readonly [name: string]: unknown };
  if (action === 'status') return showStatus(names, options, plain);
  const time = new Date().toISOString();
  const change = { names, namespace, done: 'restarted', supervise: true };
  return changeRecorded({ ...change, change: (object) => restarted(object, time) }, plain);
}

const lookEveryMs = 500;

async function showStatus(
  names: readonly NamedObject[],
  { namespace, timeout, watch, output }: RolloutOptions,
  plain: { readonly [name: string]: unknown },
): Promise<ExitCode> {
  const limit = timeout === undefined ? undefined : parseDuration(timeout);
  if (timeout !== undefined && limit === undefined) {
    say(`kube2pod: "${timeout}" is no time: write for example 90s or 5m`);
    return exitCode.usage;
  }
  const program = podmanProgram(plain);
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const until = limit === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(limit / 1_000_000n);
  const signal = interruptSignal();
  const rollouts = new Map<string, RolloutProgress & { readonly name: string }>();
  for (const name of names) {
    const word = `${name.kind.toLowerCase()}/${name.name}`;
    for (let last = ''; ; ) {
      const listed = await readState(program);
      if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
      const progress = rolloutProgress({ ...name, namespace }, listed.state, await readStatus(program));
      rollouts.set(word, { name: word, ...progress });
      if (output === 'json') printJson({ rollouts: [...rollouts.values()] });
      if (progress.message !== last) show(progress);
      last = progress.message;
      if (progress.state === 'failed') return exitCode.findings;
      if (progress.state === 'done' || !watch) break;
      if (signal.aborted) return exitCode.interrupted;
      if (Date.now() > until) {
        say(`kube2pod: ${name.kind.toLowerCase()}/${name.name} did not get there within ${timeout}`);
        return exitCode.timedOut;
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }
  return exitCode.fine;
}

function show({ state, message }: RolloutProgress): void {
  if (state === 'failed') say(`kube2pod: ${message}`);
  else print(message);
}

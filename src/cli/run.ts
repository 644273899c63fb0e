import type { Argv } from 'yargs';
import { rootPath } from '../diagnostics/field-path.js';
import { isElsewhere } from '../io/elsewhere/place.js';
import { observeTarget } from '../io/prepare.js';
import { type RunContext, runCronJob, runJob } from '../io/run-again.js';
import { ensureSupervisor } from '../io/supervise/ensure.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { interruptSignal } from './interrupt.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { timeoutOf, waitAndTell, waitOptions } from './wait.js';

export interface RunCommandOptions {
  readonly object: string;
  readonly namespace: string;
  readonly name?: string;
  readonly wait: boolean;
  readonly timeout?: string;
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod run`: begins what would begin later, or once more. */
export const runCommand: Command<RunCommandOptions> = {
  builder: (cli) =>
    cli
      .positional('object', { type: 'string', demandOption: true, describe: 'cronjob/NAME or job/NAME' })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', default: 'default', describe: 'Namespace of the object' },
        name: { type: 'string', describe: 'Of a CronJob: name of the new Job (default: NAME-manual-N)' },
        ...waitOptions,
        ...outputOption,
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Print errors only' },
      }) as unknown as Argv<RunCommandOptions>,
  run: runObject,
};

const kinds: { readonly [word: string]: 'Job' | 'CronJob' } = {
  job: 'Job',
  jobs: 'Job',
  cronjob: 'CronJob',
  cronjobs: 'CronJob',
  cj: 'CronJob',
};

async function runObject(options: RunCommandOptions): Promise<ExitCode> {
  const object = objectOf(options);
  const timeoutMs = timeoutOf(options);
  if (object === undefined || timeoutMs === 'wrong') return exitCode.usage;
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  if (isElsewhere(program)) {
    say('kube2pod: Jobs are run by the supervisor, on Podman’s own machine: run kube2pod there');
    return exitCode.usage;
  }
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const signal = interruptSignal();
  const context: RunContext = {
    program,
    rootless: found.target.rootless,
    known: () => undefined,
    signal,
    progress: () => {},
    sleep: async () => {},
    waitingForLock: () => say('kube2pod: waiting for another kube2pod to finish'),
    origin: rootPath({
      file: options.object,
      documentIndex: 0,
      locate: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
    }),
  };
  const started =
    object.kind === 'Job' ? await runJob(object, context) : await runCronJob(object, options.name, context);
  if ('problem' in started) {
    say(`kube2pod: ${started.problem}`);
    return started.unknown === true ? exitCode.findings : exitCode.podmanFailed;
  }
  const problem = await ensureSupervisor(program);
  if (problem !== undefined) say(`kube2pod: ${problem}`);
  const line = { name: `job/${started.job.name}`, namespace: started.job.namespace, status: 'started' };
  if (options.output === 'json') printJson({ objects: [line] });
  else if (!options.quiet) print(`${line.name} ${line.status}`);
  return options.wait
    ? waitAndTell([started.job], { program, signal, timeoutMs, quiet: options.quiet })
    : exitCode.fine;
}

function objectOf({ object, namespace, name }: RunCommandOptions): ObjectKey | undefined {
  const [word = '', own = '', ...rest] = object.split('/');
  const kind = kinds[word.toLowerCase()];
  if (kind === undefined || own === '' || rest.length > 0) {
    say(`kube2pod: run takes cronjob/NAME or job/NAME, not "${object}"`);
    return undefined;
  }
  if (name !== undefined && (kind === 'Job' || !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))) {
    say(
      kind === 'Job'
        ? 'kube2pod: --name is for a CronJob: a Job keeps its own'
        : `kube2pod: "${name}" is no name for a Job`,
    );
    return undefined;
  }
  return { kind, namespace, name: own };
}

import type { Argv } from 'yargs';
import { openConnection } from '../io/connection.js';
import { isElsewhere } from '../io/elsewhere/place.js';
import { tryLock } from '../io/lock.js';
import { observeNode } from '../io/node-facts.js';
import type { PodmanProgram } from '../io/podman.js';
import { hostProber, rootlessProber } from '../io/prober.js';
import { proberWords } from '../io/self.js';
import { supervisorLog } from '../io/supervise/ensure.js';
import { runLoop } from '../io/supervise/loop.js';
import { readStatus, supervisorFile } from '../io/supervise/status.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

export interface SupervisorOptions {
  readonly output: 'text' | 'json';
  readonly action: 'status' | 'logs' | 'stop' | 'run';
}

/** `kube2pod supervisor`: the process that probes and restarts what was applied. */
export const supervisorCommand: Command<SupervisorOptions> = {
  builder: (cli) =>
    cli
      .positional('action', {
        choices: ['status', 'logs', 'stop', 'run'] as const,
        demandOption: true,
      })
      .options({ ...podmanOptions, ...outputOption }) as unknown as Argv<SupervisorOptions>,
  run: async (options) => {
    const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
    if (isElsewhere(program)) {
      say('kube2pod: the supervisor runs on Podman’s own machine: run kube2pod there');
      return exitCode.usage;
    }
    switch (options.action) {
      case 'status':
        return showStatus(program, options.output);
      case 'logs':
        showLog(await supervisorLog(program), options.output);
        return exitCode.fine;
      case 'stop':
        return stop(program, options.output);
      case 'run':
        return runSupervisor(program);
      default:
        return options.action satisfies never;
    }
  },
};

type Output = SupervisorOptions['output'];

function showLog(log: string, output: Output): void {
  const lines = log.trimEnd();
  if (output === 'json') printJson({ lines: lines === '' ? [] : lines.split('\n') });
  else print(lines);
}

async function showStatus(program: PodmanProgram, output: Output): Promise<ExitCode> {
  const status = await readStatus(program);
  if (output === 'json') {
    const pods = Object.entries(status?.pods ?? {}).map(([name, { phase }]) => ({ name, phase }));
    printJson(status === undefined ? { running: false } : { running: true, pid: status.pid, pods });
    return status === undefined ? exitCode.findings : exitCode.fine;
  }
  if (status === undefined) {
    print('not running');
    return exitCode.findings;
  }
  const pods = Object.keys(status.pods);
  print(`running, process ${status.pid}, watching ${pods.length} pod${pods.length === 1 ? '' : 's'}`);
  for (const pod of pods.sort()) print(`  ${pod}  ${status.pods[pod]?.phase ?? ''}`);
  return exitCode.fine;
}

async function stop(program: PodmanProgram, output: Output): Promise<ExitCode> {
  const status = await readStatus(program);
  if (output === 'json')
    printJson(status === undefined ? { stopped: false } : { stopped: true, pid: status.pid });
  if (status === undefined) {
    print('not running');
    return exitCode.fine;
  }
  process.kill(status.pid, 'SIGTERM');
  print(`stopped process ${status.pid}; what runs goes on, unwatched, until the next kube2pod apply`);
  return exitCode.fine;
}

async function runSupervisor(program: PodmanProgram): Promise<ExitCode> {
  const lock = await tryLock(program, 'supervisor.lock');
  if (lock === undefined) {
    say('kube2pod: a supervisor of this store runs already');
    return exitCode.fine;
  }
  const statusFile = await supervisorFile(program, 'status.json');
  if (statusFile === undefined) {
    say('kube2pod: there is no runtime directory for the supervisor’s files');
    return exitCode.podmanFailed;
  }
  const rootless = (process.getuid?.() ?? 0) !== 0;
  const connection = await openConnection(program);
  await runLoop({
    program: connection,
    rootless,
    hostAddress: (await observeNode()).address,
    prober: rootless ? rootlessProber(program, proberWords(program)) : hostProber,
    statusFile,
    signal: interruptSignal(),
    log: (line) => say(`${new Date().toISOString()} ${line}`),
    release: lock.release,
  });
  connection.close();
  await lock.release();
  return exitCode.fine;
}

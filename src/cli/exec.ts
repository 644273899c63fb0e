import type { Argv } from 'yargs';
import { runInForeground } from '../io/foreground.js';
import { chooseContainers, runningPod } from '../living/find-container.js';
import type { Command } from './command.js';
import { exitCode } from './exit.js';
import { type LivingOptions, livingOptions, locate } from './living-options.js';
import { say } from './output.js';

export interface ExecOptions extends LivingOptions {
  readonly target: string;
  readonly command?: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
}

/** `kube2pod exec`: a command in a container, by Kubernetes' names. */
export const execCommand: Command<ExecOptions> = {
  builder: (cli) =>
    cli
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: 'A pod, or KIND/NAME of what has pods',
      })
      .positional('command', { type: 'string', array: true, describe: 'The command, after --' })
      .options({
        ...livingOptions,
        stdin: { alias: 'i', type: 'boolean', default: false, describe: 'Hand standard input on' },
        tty: { alias: 't', type: 'boolean', default: false, describe: 'Give it a terminal' },
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Print nothing but its output' },
      }) as unknown as Argv<ExecOptions>,
  run: runCommand,
};

/** The exit code is the command's; 1 when there is no such pod or container, as with kubectl. */
async function runCommand(options: ExecOptions, afterDashes: readonly string[]): Promise<number> {
  const command = [...(options.command ?? []), ...afterDashes];
  if (command.length === 0) {
    say('kube2pod: say what to run, for example: kube2pod exec web -- ls /');
    return exitCode.usage;
  }
  const located = await locate({ words: [options.target] }, options);
  if ('exit' in located) return located.exit;
  const pod = runningPod(located.found.pods);
  if (pod === undefined) {
    say(`kube2pod: ${options.target} has no pod that runs`);
    return exitCode.findings;
  }
  const { container } = options;
  const chosen = chooseContainers(pod, container === undefined ? {} : { name: container });
  const [only] = 'missing' in chosen ? [] : chosen.containers;
  if ('missing' in chosen || only === undefined) {
    say(`kube2pod: ${'missing' in chosen ? chosen.missing : 'there is no container'}`);
    return exitCode.findings;
  }
  if (chosen.note !== undefined && !options.quiet) say(chosen.note);
  if (!only.running) {
    say(`kube2pod: container "${only.name}" of pod ${pod.name} does not run`);
    return exitCode.findings;
  }
  const words = ['exec', ...flags(options), only.podmanName, ...command];
  return (await runInForeground(located.program, words)) ?? exitCode.podmanFailed;
}

/** A terminal only where there is one: Podman would make one on a pipe too, and change the line ends of the output. */
function flags({ stdin, tty }: ExecOptions): readonly string[] {
  const hasTerminal = process.stdin.isTTY === true;
  if (tty && !hasTerminal) say('Unable to use a TTY - input is not a terminal');
  return [...(stdin ? ['--interactive'] : []), ...(tty && hasTerminal ? ['--tty'] : [])];
}

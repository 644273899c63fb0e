import yargs, { type Argv, type CommandModule } from 'yargs';
import { applyCommand } from './apply.js';
import { checkCommand } from './check-command.js';
import { completionCommand } from './completion.js';
import { convertCommand } from './convert.js';
import { deleteCommand } from './delete.js';
import { describeCommand } from './describe.js';
import { diffCommand } from './diff.js';
import { execCommand } from './exec.js';
import { exitCode } from './exit.js';
import { explainCommand } from './explain.js';
import { generateCommand } from './generate.js';
import { getCommand } from './get.js';
import { graphCommand } from './graph.js';
import { asksForJson, withJsonResult } from './json-result.js';
import { logsCommand } from './logs.js';
import { say } from './output.js';
import { portForwardCommand } from './port-forward.js';
import { rolloutCommand } from './rollout.js';
import { runCommand } from './run.js';
import { scaleCommand } from './scale.js';
import { supervisorCommand } from './supervisor.js';
import { version } from './version.js';

/** A command line that cannot be understood: ends the parsing at once. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command of ours: what yargs shows, and a handler that gives the exit code. */
export interface Command<Options> {
  readonly command: string;
  readonly describe: string;
  readonly builder: (cli: Argv) => Argv<Options>;
  /** `afterDashes`: the words after `--`, for a command that runs another one. */
  readonly run: (options: Options, afterDashes: readonly string[]) => Promise<number>;
}

/** Parses the command line and runs one command; wrong usage is explained on standard error. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  let code: number = exitCode.fine;
  const [own, afterDashes] = partedAtDashes(words);
  const module = <Options>(command: Command<Options>): CommandModule<object, Options> => ({
    command: command.command,
    describe: command.describe,
    builder: (cli) => command.builder(cli),
    handler: async (options) => {
      // yargs adds its own `_` and `$0`; the rest is what the builder declared.
      const asked = withInputWords(options);
      const run = (): Promise<number> => command.run(asked as unknown as Options, afterDashes);
      code = await ('output' in asked && asked.output === 'json' ? withJsonResult(run) : run());
    },
  });
  const cli = yargs(own.map((word) => (word === '-' ? standardInput : word)))
    .scriptName('kube2pod')
    .usage('$0 COMMAND [FILE...]\n\nRuns Kubernetes manifests on plain Podman.')
    .command(module(applyCommand))
    .command(module(deleteCommand))
    .command(module(getCommand))
    .command(module(describeCommand))
    .command(module(runCommand))
    .command(module(diffCommand))
    .command(module(scaleCommand))
    .command(module(rolloutCommand))
    .command(module(logsCommand))
    .command(module(execCommand))
    .command(module(portForwardCommand))
    .command(module(checkCommand))
    .command(module(convertCommand))
    .command(module(graphCommand))
    .command(module(generateCommand))
    .command(module(explainCommand))
    .command(module(supervisorCommand))
    .command(module(completionCommand))
    .demandCommand(1, 'Say what to do, for example: kube2pod apply manifest.yaml')
    // The scripts of `kube2pod completion` ask with --get-yargs-completions; yargs' own script is not offered.
    .completion('print-yargs-completion', false)
    .recommendCommands()
    .strict()
    .version(version)
    .alias('h', 'help')
    .epilog('kube2pod COMMAND --help tells more about a command.')
    .wrap(Math.min(110, process.stdout.columns ?? (Number(process.env.COLUMNS) || 110)))
    .exitProcess(false)
    .fail((message, error) => {
      // yargs hands its own complaints as text, and errors of handlers as errors: those are ours.
      if (error instanceof Error && error.name !== 'YError') throw error;
      throw new UsageError(message ?? error.message);
    });
  try {
    await cli.parseAsync();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message } = error;
    const explain = async (): Promise<number> => {
      say(`kube2pod: ${message}`);
      say('Try kube2pod --help.');
      return exitCode.usage;
    };
    return asksForJson(own) ? withJsonResult(explain) : explain();
  }
  return code;
}

/** What stands after `--` of `exec` is another program's: yargs would look for our own options in it. */
function partedAtDashes(words: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = words.indexOf('--');
  const command = words.find((word) => !word.startsWith('-'));
  return command !== 'exec' || at < 0 ? [words, []] : [words.slice(0, at), words.slice(at + 1)];
}

/** What `-` is called while yargs reads the words. It ends a list of values at `-`, which it takes for an option. */
const standardInput = 'file:///dev/stdin';

/** `-` again, in all lists of the options. Source: yargs-parser lib/yargs-parser.ts, eatArray. */
function withInputWords(options: object): object {
  const back = (value: unknown): unknown => (value === standardInput ? '-' : value);
  const restored = (value: unknown): unknown => (Array.isArray(value) ? value.map(back) : back(value));
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, restored(value)]));
}

import yargs, { type Argv, type CommandModule } from 'yargs';
import { InternalError } from '../diagnostics/internal-error.js';
import { commands, type ListedCommand, type LoadedCommand } from './commands.js';
import { exitCode } from './exit.js';
import { asksForJson, withJsonResult } from './json-result.js';
import { say } from './output.js';
import { version } from './version.js';

/** A command line that cannot be understood: ends the parsing at once. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Ends the parsing with the command that is to run. A handler that returned would have yargs format the command's help, in
 * case somebody asks for it later, which takes longer than all else of the parsing.
 * Source: yargs lib/command.ts, handleValidationAndGetResult, cacheHelpMessage.
 */
class Chosen extends Error {
  override readonly name = 'Chosen';
  constructor(readonly run: () => Promise<number>) {
    super();
  }
}

/** Parses the command line and runs one command; wrong usage is explained on standard error. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const [own, afterDashes] = partedAtDashes(words);
  const cli = await describeTo(yargs(own.map((word) => (word === '-' ? standardInput : word))), {
    own,
    afterDashes,
  });
  try {
    await cli.parseAsync();
  } catch (error) {
    if (error instanceof Chosen) return error.run();
    if (!(error instanceof UsageError)) throw error;
    const { message } = error;
    const explain = async (): Promise<number> => {
      say(`kube2pod: ${message}`);
      say('Try kube2pod --help.');
      return exitCode.usage;
    };
    return asksForJson(own) ? withJsonResult(explain) : explain();
  }
  // It has shown help, the version or completions.
  return exitCode.fine;
}

interface Words {
  readonly own: readonly string[];
  readonly afterDashes: readonly string[];
}

/** All that yargs knows of us: every command's line, and the options of those that the words name. */
async function describeTo(cli: Argv, { own, afterDashes }: Words): Promise<Argv> {
  const modules = await Promise.all(
    commands.map(async (listed) => {
      const [name = ''] = listed.command.split(' ');
      return own.includes(name) ? loadedModule(listed, await listed.load(), afterDashes) : bareModule(listed);
    }),
  );
  for (const module of modules) cli.command(module);
  return (
    cli
      .scriptName('kube2pod')
      .usage('$0 COMMAND [FILE...]\n\nRuns Kubernetes manifests on plain Podman.')
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
        // yargs hands its own complaints as text, and errors of others as errors: those are ours.
        if (error instanceof Error && error.name !== 'YError') throw error;
        throw new UsageError(message ?? error.message);
      })
  );
}

function loadedModule(
  { command, describe }: ListedCommand,
  { builder, run }: LoadedCommand,
  afterDashes: readonly string[],
): CommandModule {
  return {
    command,
    describe,
    builder,
    handler: (options) => {
      // yargs adds its own `_` and `$0`; the rest is what the builder declared.
      const asked = withInputWords(options);
      const own = (): Promise<number> => run(asked, afterDashes);
      throw new Chosen(() => ('output' in asked && asked.output === 'json' ? withJsonResult(own) : own()));
    },
  };
}

/** A command that no word names is not chosen. */
function bareModule({ command, describe }: ListedCommand): CommandModule {
  return {
    command,
    describe,
    handler: () => {
      throw new InternalError(`"${command}" was chosen and not loaded`);
    },
  };
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

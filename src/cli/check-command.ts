import type { Argv, Options } from 'yargs';
import { judgeFiles } from './check.js';
import { type CheckOption, type CheckOptions, checkOptionTable } from './check-options.js';
import type { Command } from './command.js';

/** `kube2pod check` as yargs knows it. */
export const checkCommand: Command<CheckOptions> = {
  builder: (cli) =>
    cli
      .positional('files', {
        type: 'string',
        array: true,
        default: [],
        describe: 'Files, folders, globs, URLs, or -',
      })
      .options(
        Object.fromEntries(
          Object.entries(checkOptionTable).map(([name, option]) => [name, yargsOption(option)]),
        ),
      ) as unknown as Argv<CheckOptions>,
  run: judgeFiles,
};

function yargsOption({ type, alias, many, choices, fallback, describe }: CheckOption): Options {
  return {
    type,
    describe,
    ...(alias === undefined ? {} : { alias }),
    ...(many === true ? { array: true } : {}),
    ...(choices === undefined ? {} : { choices }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

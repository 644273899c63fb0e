import type { Argv } from 'yargs';

/** A command of ours: what yargs shows of its options, and what does it and gives the exit code. */
export interface Command<Options> {
  readonly builder: (cli: Argv) => Argv<Options>;
  /** `afterDashes`: the words after `--`, for a command that runs another one. */
  readonly run: (options: Options, afterDashes: readonly string[]) => Promise<number>;
}

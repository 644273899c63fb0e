import type { Argv } from 'yargs';
import { namedObjects } from '../kinds/words.js';
import { scaled } from '../reconcile/edits.js';
import { changeRecorded } from './change-recorded.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { outputOption, say } from './output.js';
import { podmanOptions } from './podman-options.js';

export interface ScaleOptions {
  readonly objects: readonly string[];
  readonly replicas: number;
  readonly namespace: string;
}

/** `kube2pod scale`: another number of pods, until the next apply of the manifest. */
export const scaleCommand: Command<ScaleOptions> = {
  builder: (cli) =>
    cli
      .positional('objects', { type: 'string', array: true, describe: 'KIND/NAME, or KIND NAME...' })
      .options({
        ...podmanOptions,
        replicas: {
          type: 'number',
          demandOption: true,
          requiresArg: true,
          describe: 'How many pods are wanted',
        },
        namespace: { alias: 'n', type: 'string', default: 'default', describe: 'Where the objects are' },
        ...outputOption,
      }) as unknown as Argv<ScaleOptions>,
  run: scaleObjects,
};

async function scaleObjects(options: ScaleOptions): Promise<ExitCode> {
  const { objects, replicas, namespace } = options;
  const names = namedObjects(objects);
  if (names === undefined || !Number.isInteger(replicas) || replicas < 0) {
    say('kube2pod: say for example: kube2pod scale deployment/web --replicas=3');
    return exitCode.usage;
  }
  const code = await changeRecorded(
    { names, namespace, change: (object) => scaled(object, replicas), done: 'scaled', supervise: true },
    options as unknown as { readonly [name: string]: unknown },
  );
  if (code === exitCode.fine)
    say('The next apply of the manifest goes back to the number that is written there.');
  return code;
}

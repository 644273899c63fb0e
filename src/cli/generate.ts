import { stringify } from 'yaml';
import type { Argv } from 'yargs';
import { generatePod } from '../generate/pod.js';
import { inspectRunning } from '../io/inspect-running.js';
import { observeTarget } from '../io/prepare.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { printJson } from './json-result.js';
import { print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

export interface GenerateOptions {
  readonly name: string;
  readonly output: 'yaml' | 'json';
}

/** `kube2pod generate`: the way back, from what runs in Podman to a manifest. */
export const generateCommand: Command<GenerateOptions> = {
  builder: (cli) =>
    cli
      .positional('name', { type: 'string', demandOption: true, describe: 'A pod or container of Podman' })
      .options({
        ...podmanOptions,
        output: {
          alias: 'o',
          choices: ['yaml', 'json'] as const,
          default: 'yaml' as const,
          describe: 'Format',
        },
      })
      .example(
        '$0 generate web > web.yaml',
        'Keep what was started by hand',
      ) as unknown as Argv<GenerateOptions>,
  run: generate,
};

async function generate(options: GenerateOptions): Promise<ExitCode> {
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const target = await observeTarget(program);
  if ('problem' in target) return explainFailure(target.problem, target.message);
  const found = await inspectRunning(program, options.name);
  if (found === undefined) {
    say(`kube2pod: Podman has no pod and no container ${options.name}`);
    return exitCode.findings;
  }
  const objects = generatePod(found);
  if (JSON.stringify(objects).includes('"secretKeyRef"'))
    say('kube2pod: values of Podman secrets are not printed: add the Secrets that are named');
  if (options.output === 'json') printJson({ apiVersion: 'v1', kind: 'List', items: objects });
  // Read by the rules of YAML 1.1, so written by them: yes and 0644 in quotes.
  else
    print(
      objects.map((object) => stringify(object, { version: '1.1', lineWidth: 0 }).trimEnd()).join('\n---\n'),
    );
  return exitCode.fine;
}

import { compile } from '../compile.js';
import { assumedFor } from '../phases/assumed.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory, type InputNames, readTexts } from './input.js';
import { print, say } from './output.js';
import { situationOf } from './target-options.js';

/** What `explain NAME FILE...` goes by. */
export interface ObjectOptions extends InputNames {
  readonly name: string;
  readonly target?: string | undefined;
  readonly rootless: boolean;
  readonly cgroups?: 'v1' | 'v2';
}

/** Which lines of the manifests a Podman object (pod, container, volume, secret, network) is there for. */
export async function explainObject(options: ObjectOptions): Promise<ExitCode> {
  const situation = situationOf({ ...options, form: 'run' });
  const sources = await readTexts(options);
  if (situation === undefined || sources === undefined) return exitCode.usage;
  const context = {
    situation,
    observed: assumedFor(situation.target),
    baseDirectory: baseDirectory(sources),
  };
  const { operations } = compile(sources, context).planned.plan;
  const found = operations.filter(({ id }) => id.endsWith(` ${options.name}`));
  for (const { op, origin } of found) {
    const { line, column } = origin.range();
    print(`${op} ${options.name}: ${origin.document.file}:${line}:${column} ${origin.toString()}`);
  }
  if (found.length > 0) return exitCode.fine;
  const names = [...new Set(operations.map(({ id }) => id.split(' ').at(-1)))].sort();
  say(`kube2pod: nothing is called ${options.name}; there is ${names.join(', ') || 'nothing'}`);
  return exitCode.usage;
}

import { judge } from '../compile.js';
import { createCollector } from '../diagnostics/collect.js';
import { maskText } from '../model/text.js';
import { assumedFor } from '../phases/assumed.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory, type InputNames, readTexts } from './input.js';
import { printJson } from './json-result.js';
import { print, say } from './output.js';
import { situationOf } from './target-options.js';

/** What `explain --env POD/CONTAINER` goes by. */
export interface EnvOptions extends InputNames {
  readonly env: string;
  readonly target?: string | undefined;
  readonly rootless: boolean;
  readonly cgroups?: 'v1' | 'v2';
  readonly output: 'text' | 'json';
}

/** The variables of a container as they will be, and the line that each comes from; values from Secrets stay hidden. */
export async function explainEnv(options: EnvOptions): Promise<ExitCode> {
  const situation = situationOf({ ...options, form: 'run' });
  const sources = await readTexts(options);
  if (situation === undefined || sources === undefined) return exitCode.usage;
  const context = {
    situation: { ...situation, supervised: true },
    observed: assumedFor(situation.target),
    baseDirectory: baseDirectory(sources),
  };
  const { application } = judge(sources, context, createCollector());
  const all = [...application.pods, ...application.templates.map(({ pod }) => pod)].flatMap((pod) =>
    [...pod.initContainers, ...pod.containers].map((container) => ({
      name: `${pod.identity.name}/${container.name}`,
      container,
    })),
  );
  const found = all.find(({ name }) => name === options.env);
  if (found === undefined) {
    say(
      `kube2pod: there is no container ${options.env}; there are ${all.map(({ name }) => name).join(', ') || 'none'}`,
    );
    return exitCode.usage;
  }
  const variables = found.container.env.map(({ name, value, origin }) => {
    const { line } = origin.range();
    return { name, value: maskText(value), file: origin.document.file, line, path: origin.toString() };
  });
  if (options.output === 'json') printJson({ variables });
  else
    for (const { name, value, file, line, path } of variables)
      print(`${name}=${value}\n    ${file}:${line} ${path}`);
  return exitCode.fine;
}

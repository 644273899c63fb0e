import type { Argv } from 'yargs';
import { type CatalogCode, catalog, catalogEntry } from '../diagnostics/catalog.js';
import { nearestName as nearest } from '../diagnostics/spelling.js';
import { explainField, findField } from '../kinds/explain.js';
import type { Command } from './command-line.js';
import { type ExitCode, exitCode } from './exit.js';
import { print, say } from './output.js';
import { situationOf, targetOptions } from './target-options.js';

export interface ExplainOptions {
  readonly what: string;
  readonly target?: string;
  readonly rootless: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod explain`: what becomes of a field, and what a code means. */
export const explainCommand: Command<ExplainOptions> = {
  command: 'explain <what>',
  describe: 'Tell what becomes of a field (pod.spec.dnsPolicy), or what a code means (parse/yaml)',
  builder: (cli) =>
    cli
      .positional('what', { type: 'string', demandOption: true, describe: 'A field path or a code' })
      .options({
        ...targetOptions,
        output: {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: 'Format',
        },
      }) as unknown as Argv<ExplainOptions>,
  run: async (options) => (options.what.includes('/') ? explainCode(options) : explainPath(options)),
};

function explainCode({ what, output }: ExplainOptions): ExitCode {
  if (!(what in catalog)) {
    const like = nearest(what, Object.keys(catalog));
    say(`kube2pod: there is no code "${what}"${like === undefined ? '' : `; do you mean ${like}?`}`);
    return exitCode.usage;
  }
  const { group, explain, hint, bad, good, severity } = catalogEntry(what as CatalogCode);
  const fixedHint = typeof hint === 'string' ? hint : undefined;
  const fixedSeverity = typeof severity === 'string' ? severity : 'depends on the value';
  if (output === 'json') {
    print(
      JSON.stringify(
        { code: what, group, severity: fixedSeverity, explain, hint: fixedHint, bad, good },
        undefined,
        2,
      ),
    );
    return exitCode.fine;
  }
  const example = (title: string, text: string | undefined): readonly string[] =>
    text === undefined ? [] : [`${title}:`, ...text.split('\n').map((line) => `  ${line}`)];
  print(
    [
      `${what} (${fixedSeverity}, ${group})`,
      explain,
      ...(fixedHint === undefined ? [] : [`What to do: ${fixedHint}`]),
      ...example('Wrong', bad),
      ...example('Right', good),
    ].join('\n'),
  );
  return exitCode.fine;
}

function explainPath(options: ExplainOptions): ExitCode {
  const found = findField(options.what);
  if ('known' in found) {
    const wanted = options.what.split('.').at(-1) ?? '';
    const like = nearest(wanted, found.known);
    say(
      `kube2pod: ${found.understood} has no such field${like === undefined ? '' : `; do you mean ${like}?`}`,
    );
    say(`Its fields: ${found.known.join(', ')}`);
    return exitCode.usage;
  }
  const situations = (['run', 'script'] as const).flatMap((form) => {
    const situation = situationOf({ ...options, form });
    return situation === undefined ? [] : [{ ...situation, supervised: form === 'run' }];
  });
  if (situations.length === 0) return exitCode.usage;
  if (options.output === 'json')
    print(
      JSON.stringify(
        found,
        (key, value: unknown) => (key === 'fields' ? Object.keys(value as object) : value),
        2,
      ),
    );
  else print(explainField(found, situations));
  return exitCode.fine;
}

import type { Argv } from 'yargs';
import { type CatalogCode, catalog, catalogEntry } from '../diagnostics/catalog.js';
import { nearestName as nearest } from '../diagnostics/spelling.js';
import { explainField, findField } from '../kinds/explain.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { situationOf, targetOptions } from './target-options.js';

export interface ExplainOptions {
  readonly what?: string;
  readonly files?: readonly string[];
  readonly env?: string;
  readonly target?: string;
  readonly rootless: boolean;
  readonly cgroups?: 'v1' | 'v2';
  readonly output: 'text' | 'json';
}

/** `kube2pod explain`: what becomes of a field, and what a code means. */
export const explainCommand: Command<ExplainOptions> = {
  builder: (cli) =>
    cli
      .positional('what', {
        type: 'string',
        describe:
          'A field (pod.spec.dnsPolicy), a code (parse/yaml), FILE:LINE, or a Podman object’s name and files',
      })
      .positional('files', {
        type: 'string',
        array: true,
        describe: 'The manifests, for --env and for Podman’s names',
      })
      .options({
        ...targetOptions,
        env: {
          type: 'string',
          requiresArg: true,
          describe: 'POD/CONTAINER: its variables, and the line that each comes from',
        },
        ...outputOption,
      }) as unknown as Argv<ExplainOptions>,
  run: explain,
};

async function explain(options: ExplainOptions): Promise<ExitCode> {
  const { what, files = [], env } = options;
  if (env !== undefined) {
    const { explainEnv } = await import('./explain-env.js');
    const names = what === undefined ? files : [what, ...files];
    return explainEnv({ ...options, env, files: names, filename: [], recursive: false });
  }
  if (what === undefined) {
    say('kube2pod: say what to explain: a field (pod.spec.dnsPolicy), a code (parse/yaml), or FILE:LINE');
    return exitCode.usage;
  }
  const [, file, line] = /^(.+):(\d+)$/.exec(what) ?? [];
  if (file !== undefined) {
    const { explainLine } = await import('./explain-line.js');
    return explainLine({ ...options, file, line: Number(line) });
  }
  if (files.length > 0) {
    const { explainObject } = await import('./explain-object.js');
    return explainObject({ ...options, name: what, files, filename: [], recursive: false });
  }
  const asked = { ...options, what };
  return what.includes('/') ? explainCode(asked) : explainPath(asked);
}

type Asked = ExplainOptions & { readonly what: string };

function explainCode({ what, output }: Asked): ExitCode {
  if (!(what in catalog)) {
    const like = nearest(what, Object.keys(catalog));
    say(`kube2pod: there is no code "${what}"${like === undefined ? '' : `; do you mean ${like}?`}`);
    return exitCode.usage;
  }
  const { group, explain, hint, bad, good, severity } = catalogEntry(what as CatalogCode);
  const fixedHint = typeof hint === 'string' ? hint : undefined;
  const fixedSeverity = typeof severity === 'string' ? severity : 'depends on the value';
  if (output === 'json') {
    printJson({ code: what, group, severity: fixedSeverity, explain, hint: fixedHint, bad, good });
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

function explainPath(options: Asked): ExitCode {
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
    printJson(
      JSON.parse(
        JSON.stringify(found, (key, value: unknown) =>
          key === 'fields' ? Object.keys(value as object) : value,
        ),
      ),
    );
  else print(explainField(found, situations));
  return exitCode.fine;
}

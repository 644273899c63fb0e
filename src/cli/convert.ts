import type { Argv } from 'yargs';
import { type Compiled, compile } from '../compile.js';
import { createCollector } from '../diagnostics/collect.js';
import { writeFiles } from '../io/write-files.js';
import { emitScript } from '../phases/5-emit/script.js';
import { emitSecretScript } from '../phases/5-emit/secret-script.js';
import { assumedFor } from '../phases/assumed.js';
import type { Plan } from '../podman/operations.js';
import type { OutputForm } from '../podman/target.js';
import type { Command } from './command-line.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory, inputOptions, readTexts } from './input.js';
import { countText, findingsText, paletteFor, print, say } from './output.js';
import { planAsJson } from './plan-json.js';
import { situationOf, targetOptions } from './target-options.js';
import { version } from './version.js';

export interface ConvertOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly to: 'script' | 'model';
  readonly dir?: string;
  readonly withSecrets: boolean;
  readonly target?: string;
  readonly rootless: boolean;
  readonly quiet: boolean;
}

/** Text by file name: what a conversion makes. */
type Files = ReadonlyMap<string, { readonly text: string; readonly mode: number }>;

/** `kube2pod convert`: something to keep that works without kube2pod. */
export const convertCommand: Command<ConvertOptions> = {
  command: 'convert [files..]',
  describe: 'Turn manifests into a shell script, or print their models and plan',
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...targetOptions,
        to: { choices: ['script', 'model'] as const, demandOption: true, describe: 'What to make' },
        dir: { type: 'string', describe: 'Write files into this folder instead of standard output' },
        'with-secrets': {
          type: 'boolean',
          default: false,
          describe: 'Also write secrets.sh (mode 0600), which makes the Podman secrets; needs --dir',
        },
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Show errors only' },
      }) as unknown as Argv<ConvertOptions>,
  run: convert,
};

const forms = { script: 'script', model: 'run' } as const satisfies Record<ConvertOptions['to'], OutputForm>;

async function convert(options: ConvertOptions): Promise<ExitCode> {
  const situation = situationOf({ ...options, form: forms[options.to] });
  if (situation === undefined) return exitCode.usage;
  if (options.withSecrets && options.dir === undefined) {
    say('kube2pod: --with-secrets writes a file: name the folder with --dir');
    return exitCode.usage;
  }
  const sources = await readTexts(options);
  if (sources === undefined) return exitCode.usage;
  const compiled = compile(
    sources,
    { situation, observed: assumedFor(situation.target), baseDirectory: baseDirectory(sources) },
    createCollector(),
  );
  const all = compiled.collector.findings();
  const shown = all.filter(
    ({ severity }) => severity === 'error' || (!options.quiet && severity === 'warning'),
  );
  if (shown.length > 0) {
    say(findingsText(shown, sources, paletteFor(process.stderr)));
    say(countText(shown));
  }
  if (all.some(({ severity }) => severity === 'error')) return exitCode.findings;
  const names = sources.map(({ name }) => name);
  return deliver(filesOf(compiled, options, names), options);
}

function filesOf(compiled: Compiled, options: ConvertOptions, sources: readonly string[]): Files {
  const { planned, application } = compiled;
  const { situation } = planned;
  switch (options.to) {
    case 'script': {
      const text = emitScript(planned.plan, { situation, generator: `kube2pod ${version}`, files: sources });
      return new Map([['run.sh', { text, mode: 0o755 }], ...secretFile(planned.plan, options)]);
    }
    case 'model':
      return new Map([['model.json', { text: `${planAsJson(application, planned.plan)}\n`, mode: 0o644 }]]);
    default:
      return options.to satisfies never;
  }
}

function secretFile(
  plan: Plan,
  { withSecrets }: ConvertOptions,
): readonly (readonly [string, { text: string; mode: number }])[] {
  return withSecrets ? [['secrets.sh', { text: emitSecretScript(plan), mode: 0o600 }]] : [];
}

async function deliver(files: Files, { dir, quiet }: ConvertOptions): Promise<ExitCode> {
  if (dir === undefined) {
    for (const { text } of files.values()) print(text.replace(/\n$/, ''));
    return exitCode.fine;
  }
  const problem = await writeFiles(dir, files);
  if (problem !== undefined) {
    say(`kube2pod: ${problem}`);
    return exitCode.usage;
  }
  if (!quiet) for (const name of files.keys()) print(`${dir}/${name}`);
  return exitCode.fine;
}

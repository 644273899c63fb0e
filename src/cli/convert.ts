import type { Argv } from 'yargs';
import { compile, emit } from '../compile.js';
import { createCollector } from '../diagnostics/collect.js';
import { writeFiles } from '../io/write-files.js';
import { migrationPlan } from '../migration/plan.js';
import { migrationRenderers } from '../migration/render.js';
import type { Emitted } from '../phases/5-emit.js';
import { assumedFor } from '../phases/assumed.js';
import type { OutputForm } from '../podman/target.js';
import { findingsJson } from './check-output.js';
import type { Command } from './command.js';
import type { ConvertOptions } from './convert-options.js';
import { nextSteps } from './convert-steps.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory, inputOptions, readTexts } from './input.js';
import { noteFailure, noteFindings, printJson } from './json-result.js';
import { countText, findingsText, outputOption, paletteFor, print, say } from './output.js';
import { situationOf, targetOptions } from './target-options.js';
import { version } from './version.js';

/** `kube2pod convert`: something to keep that works without kube2pod. */
export const convertCommand: Command<ConvertOptions> = {
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...targetOptions,
        to: {
          choices: ['script', 'quadlet', 'kube', 'model'] as const,
          demandOption: true,
          describe: 'What to make',
        },
        dir: { type: 'string', describe: 'Write files into this folder instead of standard output' },
        'with-secrets': {
          type: 'boolean',
          default: false,
          describe: 'Also write secrets.sh (mode 0600), which makes the Podman secrets; needs --dir',
        },
        unit: {
          type: 'boolean',
          default: false,
          describe: 'With --to kube: also a .kube unit for systemd, which plays the YAML beside it',
        },
        report: {
          choices: ['text', 'markdown', 'json'] as const,
          describe:
            'Print what is exact, approximate and lost for each object; files are written with --dir only',
        },
        ...outputOption,
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Show errors only' },
      }) as unknown as Argv<ConvertOptions>,
  run: convert,
};

const forms = { script: 'script', quadlet: 'quadlet', kube: 'kube', model: 'run' } as const satisfies Record<
  ConvertOptions['to'],
  OutputForm
>;

async function convert(options: ConvertOptions): Promise<ExitCode> {
  const situation = situationOf({ ...options, form: forms[options.to] });
  if (situation === undefined) return exitCode.usage;
  if (options.withSecrets && options.dir === undefined) {
    say('kube2pod: --with-secrets writes a file: name the folder with --dir');
    return exitCode.usage;
  }
  if (options.unit && options.to !== 'kube') {
    say('kube2pod: --unit goes with --to kube; --to quadlet makes units by itself');
    return exitCode.usage;
  }
  const sources = await readTexts(options);
  if (sources === undefined) return exitCode.usage;
  const compiled = compile(
    sources,
    { situation, observed: assumedFor(situation.target), baseDirectory: baseDirectory(sources) },
    createCollector(),
  );
  const { collector } = compiled;
  const isSound = !collector.findings().some(({ severity }) => severity === 'error');
  // Before the findings are shown: some are made by writing.
  const files: Emitted = isSound
    ? emit(options.to, compiled, {
        generator: `kube2pod ${version}`,
        sources: sources.map(({ name }) => name),
        withSecrets: options.withSecrets,
        withUnit: options.unit,
        report: collector.report,
      })
    : new Map();
  const all = compiled.collector.findings();
  if (options.report !== undefined) {
    const { documents, objects } = compiled;
    print(
      migrationRenderers[options.report](migrationPlan(documents, objects, { findings: all, situation })),
    );
    if (!isSound) return exitCode.findings;
    return options.dir === undefined ? exitCode.fine : deliver(files, { ...options, quiet: true });
  }
  const shown = all.filter(
    ({ severity }) => severity === 'error' || (!options.quiet && severity === 'warning'),
  );
  noteFindings(findingsJson(all, compiled).findings);
  if (!isSound) noteFailure({ message: 'the manifests have errors: nothing was made' });
  if (shown.length > 0) {
    say(findingsText(shown, sources, paletteFor(process.stderr)));
    say(countText(shown));
  }
  if (all.some(({ severity }) => severity === 'error')) return exitCode.findings;
  return deliver(files, options);
}

/** What is no text is given in base64. */
function fileJson(name: string, text: string | Uint8Array): object {
  return typeof text === 'string' ? { name, text } : { name, base64: Buffer.from(text).toString('base64') };
}

async function deliver(files: Emitted, options: ConvertOptions): Promise<ExitCode> {
  const { dir, quiet, output } = options;
  if (output === 'json') printJson({ files: [...files].map(([name, { text }]) => fileJson(name, text)) });
  if (dir === undefined) {
    for (const [name, { text }] of files) {
      if (files.size > 1) print(`# ${name}`);
      print(typeof text === 'string' ? text.replace(/\n$/, '') : '# (not a text)');
      if (files.size > 1) print('');
    }
    return exitCode.fine;
  }
  const problem = await writeFiles(dir, files);
  if (problem !== undefined) {
    say(`kube2pod: ${problem}`);
    return exitCode.usage;
  }
  if (quiet) return exitCode.fine;
  for (const name of files.keys()) print(`${dir}/${name}`);
  for (const line of nextSteps(files, { ...options, dir })) say(line);
  return exitCode.fine;
}

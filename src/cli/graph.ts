import type { Argv } from 'yargs';
import { read } from '../compile.js';
import { createCollector } from '../diagnostics/collect.js';
import { jsonFinding } from '../diagnostics/render/json.js';
import { applicationGraph } from '../graph/application-graph.js';
import { liveStates } from '../graph/live.js';
import { graphMermaid } from '../graph/mermaid.js';
import type { ApplicationGraph } from '../graph/model.js';
import type { StateOf } from '../graph/pod-node.js';
import { graphSvg } from '../graph/svg.js';
import { graphText } from '../graph/text.js';
import { readState } from '../io/state.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { inputOptions, readTexts } from './input.js';
import { noteFindings, printJson } from './json-result.js';
import { findingsText, paletteFor, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { defaultSituation } from './target-options.js';

const printers = {
  text: graphText,
  mermaid: graphMermaid,
  svg: graphSvg,
  json: (graph: ApplicationGraph): string => JSON.stringify(graph, undefined, 2),
} as const;

export interface GraphOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly to: keyof typeof printers;
  readonly live: boolean;
  readonly output?: 'json';
}

/** `kube2pod graph`: a picture of the application, from its manifests. */
export const graphCommand: Command<GraphOptions> = {
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...podmanOptions,
        ...inputOptions,
        to: {
          choices: ['text', 'mermaid', 'svg', 'json'] as const,
          default: 'text' as const,
          describe: 'Form; svg suits light and dark pages',
        },
        output: {
          alias: 'o',
          choices: ['json'] as const,
          describe: 'The same as --to json, with errors as JSON, too',
        },
        live: { type: 'boolean', default: false, describe: 'Show how the containers run now' },
      })
      .example(
        '$0 graph --to svg k8s/ > k8s.svg',
        'A picture of a folder of manifests',
      ) as unknown as Argv<GraphOptions>,
  run: drawGraph,
};

async function drawGraph(options: GraphOptions): Promise<ExitCode> {
  const sources = await readTexts(options);
  if (sources === undefined) return exitCode.usage;
  const collector = createCollector();
  const { objects } = read(sources, defaultSituation, collector);
  const errors = collector.findings().filter(({ severity }) => severity === 'error');
  if (errors.length > 0) say(findingsText(errors, sources, paletteFor(process.stderr)));
  let stateOf: StateOf = () => undefined;
  if (options.live) {
    const listed = await readState(podmanProgram(options as unknown as { readonly [name: string]: unknown }));
    if ('failure' in listed)
      return explainFailure(listed.failure.missing ? 'missing' : 'failed', listed.failure.stderr);
    stateOf = liveStates(listed.state);
  }
  if (options.output === 'json') {
    printJson(applicationGraph(objects, stateOf));
    noteFindings(errors.map((finding) => jsonFinding(finding, null)));
  } else print(printers[options.to](applicationGraph(objects, stateOf)));
  // What could be read is drawn all the same.
  return errors.length > 0 ? exitCode.findings : exitCode.fine;
}

import type { Argv } from 'yargs';
import { observeTarget } from '../io/prepare.js';
import { type RecordedObject, readRecorded } from '../io/recorded.js';
import { readState } from '../io/state.js';
import type { KubeObject } from '../phases/documents.js';
import { withHistory } from '../reconcile/edits.js';
import { recordName } from '../reconcile/records.js';
import { setOf, setOption } from './apply-set.js';
import { findingsJson } from './check-output.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { type InputNames, inputOptions, namespaceOption, readInput } from './input.js';
import { noteFailure, noteFindings, printJson } from './json-result.js';
import { type DiffSides, manifestDiff } from './manifest-diff.js';
import { findingsText, outputOption, paletteFor, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { defaultSituation } from './target-options.js';

export interface DiffOptions extends InputNames {
  readonly prune: boolean;
  readonly set?: string;
  readonly output: 'text' | 'json';
}

/** `kube2pod diff`: what an apply would change, in terms of the manifests. */
export const diffCommand: Command<DiffOptions> = {
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...namespaceOption,
        ...podmanOptions,
        ...setOption,
        ...outputOption,
        prune: { type: 'boolean', default: false, describe: 'Also what apply --prune would remove' },
      }) as unknown as Argv<DiffOptions>,
  run: diffObjects,
};

async function diffObjects(options: DiffOptions): Promise<ExitCode> {
  const input = await readInput(options, defaultSituation);
  if (input === undefined) return exitCode.usage;
  const errors = input.collector.findings().filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    say(findingsText(errors, input.sources, paletteFor(process.stderr)));
    noteFailure({ message: 'the manifests have errors' });
    noteFindings(findingsJson(errors, input).findings);
    return exitCode.usage;
  }
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const listed = await readState(program);
  if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
  const recorded = await readRecorded(program, listed.state);
  const before = new Map(recorded.map((object) => [recordName(object), object]));
  const wanted = withHistory(input.objects, recorded);
  const changes = wanted.map((object) => sides(object, before.get(recordName(object)), object));
  const written = new Set(wanted.map(recordName));
  const set = setOf(options);
  const gone = options.prune
    ? recorded.filter((object) => object.set === set && !written.has(recordName(object)))
    : [];
  const changed = [...changes, ...gone.map((object) => sides(object, object, undefined))]
    .map((both) => ({ object: both.name, change: changeOf(both), diff: manifestDiff(both) }))
    .filter(({ diff }) => diff !== '');
  if (options.output === 'json') printJson({ changes: changed });
  else for (const { diff } of changed) print(diff);
  return changed.length === 0 ? exitCode.fine : exitCode.findings;
}

function changeOf({ before, after }: DiffSides): 'created' | 'configured' | 'removed' {
  return before === undefined ? 'created' : after === undefined ? 'removed' : 'configured';
}

function sides(
  { kind, namespace, name }: KubeObject,
  before: RecordedObject | undefined,
  after: KubeObject | undefined,
): DiffSides {
  const place = namespace === '' ? '' : `${namespace}/`;
  return { name: `${place}${kind.toLowerCase()}/${name}`, before: before?.manifest, after: after?.manifest };
}

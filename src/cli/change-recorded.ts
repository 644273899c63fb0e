import { createCollector } from '../diagnostics/collect.js';
import { jsonFinding } from '../diagnostics/render/json.js';
import { observeTarget } from '../io/prepare.js';
import { readRecorded } from '../io/recorded.js';
import { run } from '../io/run.js';
import { isProblem } from '../io/run-result.js';
import { readState } from '../io/state.js';
import type { NamedObject } from '../kinds/words.js';
import type { KubeObject } from '../phases/documents.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { interruptSignal } from './interrupt.js';
import { noteFailure, noteFindings, printJson } from './json-result.js';
import { findingsText, type ObjectLine, paletteFor, print, say } from './output.js';
import { podmanProgram } from './podman-options.js';

/** A change of objects that were applied before. */
export interface RecordedChange {
  readonly names: readonly NamedObject[];
  readonly namespace: string;
  /** What becomes of one; undefined: its kind cannot be changed so. */
  readonly change: (object: KubeObject) => KubeObject | undefined;
  /** What was done, in one word. */
  readonly done: string;
  readonly supervise: boolean;
}

/** Applies changed versions of objects that an earlier apply recorded, and prints a line for each. */
export async function changeRecorded(
  { names, namespace, change, done, supervise }: RecordedChange,
  options: { readonly [name: string]: unknown },
): Promise<ExitCode> {
  const program = podmanProgram(options);
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const listed = await readState(program);
  if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
  const recorded = await readRecorded(program, listed.state);
  const changed: KubeObject[] = [];
  for (const { kind, name } of names) {
    const word = `${kind.toLowerCase()}/${name}`;
    const object = recorded.find(
      (one) => one.kind === kind && one.name === name && one.namespace === namespace,
    );
    if (object === undefined) {
      say(`kube2pod: ${word} is not there: nothing of that name was applied in namespace ${namespace}`);
      return exitCode.findings;
    }
    const wanted = change(object);
    if (wanted === undefined) {
      say(`kube2pod: ${word}: this cannot be done with a ${kind}`);
      return exitCode.usage;
    }
    changed.push(wanted);
  }
  const collector = createCollector();
  const refused = (): boolean => collector.findings().some(({ severity }) => severity === 'error');
  const result = await run(changed, {
    program,
    signal: interruptSignal(),
    dryRun: false,
    supervise,
    baseDirectory: process.cwd(),
    progress: (operation, note) => note !== undefined && say(`${operation.id}: ${note}`),
    waitingForLock: () => say('kube2pod: waiting for another kube2pod to finish'),
    report: collector.report,
    refused,
    isRefused: () => false,
  });
  if (isProblem(result)) {
    if (result.problem !== 'refused') return explainFailure('failed', result.message);
    say(findingsText(collector.findings(), [], paletteFor(process.stderr)));
    noteFailure({ message: 'the objects have errors: nothing was changed' });
    noteFindings(collector.findings().map((finding) => jsonFinding(finding, null)));
    return exitCode.findings;
  }
  if (result.outcome?.failure !== undefined) return explainFailure('operation', result.outcome.failure);
  const lines = changed.map(
    (object): ObjectLine => ({
      name: `${object.kind.toLowerCase()}/${object.name}`,
      namespace: object.namespace,
      status: done,
    }),
  );
  if (options.output === 'json') printJson({ objects: lines });
  else for (const { name, status } of lines) print(`${name} ${status}`);
  return exitCode.fine;
}

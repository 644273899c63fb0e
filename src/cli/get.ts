import type { Argv } from 'yargs';
import { openConnection } from '../io/connection.js';
import { readPodView } from '../io/pod-view.js';
import { observeTarget } from '../io/prepare.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { kindOfWord } from '../kinds/words.js';
import { type ObjectRow, objectRows, type PodRow, podRows } from '../reconcile/status.js';
import type { Command } from './commands.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { batchTable, getBatch } from './get-batch.js';
import { getKind } from './get-kind.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { table } from './table.js';

export interface GetOptions {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly allNamespaces: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod get`: what kube2pod runs, as kubectl shows it. */
export const getCommand: Command<GetOptions> = {
  builder: (cli) =>
    cli
      .positional('kind', {
        type: 'string',
        describe: 'A kind, in kubectl’s words (pods, deploy, svc, cm, ...), or all',
        default: 'pods',
      })
      .positional('name', { type: 'string', describe: 'Only that of this name' })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', describe: 'Only this namespace' },
        'all-namespaces': {
          alias: 'A',
          type: 'boolean',
          default: false,
          describe: 'All namespaces, with their names',
        },
        ...outputOption,
      }) as unknown as Argv<GetOptions>,
  run: getObjects,
};

async function getObjects(options: GetOptions): Promise<ExitCode> {
  const { kind = 'pods', name, namespace } = options;
  const wantsAll = kind === 'all';
  const batch = batchTable(kind);
  const known = wantsAll ? 'all' : kindOfWord(kind);
  if (known === undefined) {
    say(`kube2pod: get knows the kinds of Kubernetes and all, not "${kind}"`);
    return exitCode.usage;
  }
  const program = await openConnection(
    podmanProgram(options as unknown as { readonly [name: string]: unknown }),
  );
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  if (batch !== undefined) return getBatch(batch, program, options);
  if (known !== 'all' && known !== 'Pod') return getKind(known, program, options);
  const read = await readPodView(program);
  if ('failure' in read) return explainFailure('failed', read.failure.stderr);
  const { view } = read;
  const advice = await superviseAgain(program, view.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const inNamespace = (row: { readonly namespace: string }): boolean =>
    namespace === undefined ? true : row.namespace === namespace;
  const pods = podRows(view)
    .filter(inNamespace)
    .filter((row) => name === undefined || row.name === name);
  const objects = wantsAll ? objectRows(view.state, view.now).filter(inNamespace) : [];
  if (options.output === 'json') printJson({ pods, ...(wantsAll ? { objects } : {}) });
  else printRows(pods, objects, options);
  return name !== undefined && pods.length === 0 ? exitCode.findings : exitCode.fine;
}

function printRows(pods: readonly PodRow[], objects: readonly ObjectRow[], options: GetOptions): void {
  if (pods.length === 0 && objects.length === 0) {
    say('Nothing found.');
    return;
  }
  const several = options.allNamespaces || new Set(pods.map(({ namespace }) => namespace)).size > 1;
  const place = (row: { readonly namespace: string }): readonly string[] => (several ? [row.namespace] : []);
  const head = [...(several ? ['NAMESPACE'] : []), 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'];
  const lines = pods.map((row) => [
    ...place(row),
    row.name,
    row.ready,
    row.status,
    row.lastRestart === undefined ? String(row.restarts) : `${row.restarts} (${row.lastRestart} ago)`,
    row.age,
  ]);
  if (lines.length > 0) print(table([head, ...lines]));
  const objectLines = objects.map((row) => [...place(row), `${row.kind.toLowerCase()}/${row.name}`, row.age]);
  if (objectLines.length > 0)
    print(table([[...(several ? ['NAMESPACE'] : []), 'OBJECT', 'AGE'], ...objectLines]));
}

import type { Argv } from 'yargs';
import { runPodman } from '../io/podman.js';
import { observeTarget } from '../io/prepare.js';
import { readState } from '../io/state.js';
import { readStatus } from '../io/supervise/status.js';
import { type ObjectRow, objectRows, type PodRow, podRows } from '../reconcile/status.js';
import type { Command } from './command-line.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { print, say } from './output.js';
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
  command: 'get [kind] [name]',
  describe: 'Show what kube2pod runs: pods (the default), or all',
  builder: (cli) =>
    cli
      .positional('kind', { type: 'string', describe: 'pods, or all', default: 'pods' })
      .positional('name', { type: 'string', describe: 'Only the pod of this name' })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', describe: 'Only this namespace' },
        'all-namespaces': {
          alias: 'A',
          type: 'boolean',
          default: false,
          describe: 'All namespaces, with their names',
        },
        output: {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: 'Format',
        },
      }) as unknown as Argv<GetOptions>,
  run: getObjects,
};

async function getObjects(options: GetOptions): Promise<ExitCode> {
  const { kind = 'pods', name, namespace } = options;
  const wantsAll = kind === 'all';
  if (!wantsAll && !['pod', 'pods', 'po'].includes(kind)) {
    say(`kube2pod: get knows pods and all, not "${kind}"`);
    return exitCode.usage;
  }
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const listed = await readState(program);
  if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
  const inNamespace = (row: { readonly namespace: string }): boolean =>
    namespace === undefined ? true : row.namespace === namespace;
  const restarts = await restartCounts(
    program,
    [...listed.state.containers.values()].filter(({ isInfra }) => !isInfra).map(({ id }) => id),
  );
  const status = await readStatus(program);
  const pods = podRows(listed.state, restarts, Date.now(), status?.pods)
    .filter(inNamespace)
    .filter((row) => name === undefined || row.name === name);
  const objects = wantsAll ? objectRows(listed.state, Date.now()).filter(inNamespace) : [];
  if (options.output === 'json')
    print(JSON.stringify({ pods, ...(wantsAll ? { objects } : {}) }, undefined, 2));
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
    String(row.restarts),
    row.age,
  ]);
  if (lines.length > 0) print(table([head, ...lines]));
  const objectLines = objects.map((row) => [...place(row), `${row.kind.toLowerCase()}/${row.name}`, row.age]);
  if (objectLines.length > 0)
    print(table([[...(several ? ['NAMESPACE'] : []), 'OBJECT', 'AGE'], ...objectLines]));
}

/** How often Podman restarted each container, by id. */
async function restartCounts(
  program: ReturnType<typeof podmanProgram>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const result = await runPodman(program, [
    'inspect',
    '--type',
    'container',
    '--format',
    '{{.Id}} {{.RestartCount}}',
    ...ids,
  ]);
  const lines = result.stdout.toString('utf8').trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1] ?? 0)]));
}

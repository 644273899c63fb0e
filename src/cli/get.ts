import type { Argv } from 'yargs';
import { matches } from '../fields/selector.js';
import { openConnection } from '../io/connection.js';
import { labelsOfRow, readListings } from '../io/listings.js';
import { readPodView } from '../io/pod-view.js';
import { observeTarget } from '../io/prepare.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { type AskedObjects, askedObjects } from '../kinds/words.js';
import { parseSelector } from '../living/selector.js';
import type { ListedRow, Listing } from '../reconcile/listing.js';
import type { PodView } from '../reconcile/status.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { type GetFormat, printListings } from './get-output.js';
import { say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

export interface GetOptions {
  readonly what: readonly string[];
  readonly namespace?: string;
  readonly selector?: string;
  readonly allNamespaces: boolean;
  readonly output: GetFormat;
}

/** `kube2pod get`: what kube2pod runs, as kubectl shows it. */
export const getCommand: Command<GetOptions> = {
  builder: (cli) =>
    cli
      .positional('what', {
        type: 'string',
        array: true,
        describe:
          'Kinds in kubectl’s words (pods, deploy,svc, cm, ...) or all, then names; or objects such as deploy/web',
        default: ['pods'],
      })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', describe: 'Only this namespace' },
        'all-namespaces': {
          alias: 'A',
          type: 'boolean',
          default: false,
          describe: 'All namespaces, with their names',
        },
        selector: {
          alias: 'l',
          type: 'string',
          requiresArg: true,
          describe: 'Only what has these labels, such as app=web',
        },
        output: {
          alias: 'o',
          choices: ['text', 'wide', 'name', 'json'] as const,
          default: 'text' as const,
          describe: 'Format of the result',
        },
      }) as unknown as Argv<GetOptions>,
  run: getObjects,
};

async function getObjects(options: GetOptions): Promise<ExitCode> {
  const asked = askedObjects(options.what);
  if ('wrong' in asked) {
    say(`kube2pod: ${asked.wrong}`);
    return exitCode.usage;
  }
  const selector = options.selector === undefined ? undefined : parseSelector(options.selector);
  if (options.selector !== undefined && selector === undefined) {
    say(`kube2pod: --selector ${options.selector}: write key=value, key!=value, key in (a,b) or key`);
    return exitCode.usage;
  }
  const program = await openConnection(
    podmanProgram(options as unknown as { readonly [name: string]: unknown }),
  );
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const read = await readPodView(program);
  if ('failure' in read) return explainFailure('failed', read.failure.stderr);
  const { view } = read;
  const advice = await superviseAgain(program, view.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const fits = async (row: ListedRow): Promise<boolean> =>
    isInNamespace(row, options) &&
    isNamed(row, asked) &&
    (selector === undefined || matches(selector, await labelsOfRow(row, view)));
  const listings = await narrowed(asked.kinds, view, fits);
  const withKind = asked.kinds === 'all' || asked.kinds.length > 1;
  printListings(listings, { ...options, withKind });
  return sayMissing(asked, listings) ? exitCode.findings : exitCode.fine;
}

async function narrowed(
  kinds: AskedObjects['kinds'],
  view: PodView,
  fits: (row: ListedRow) => Promise<boolean>,
): Promise<readonly Listing[]> {
  const listings = await readListings(kinds, view);
  return Promise.all(
    listings.map(async ({ key, rows }) => {
      const kept = await Promise.all(rows.map(async (row) => ((await fits(row)) ? [row] : [])));
      return { key, rows: kept.flat() };
    }),
  );
}

/** Objects of no namespace are in all of them. */
function isInNamespace(row: ListedRow, { namespace }: GetOptions): boolean {
  return namespace === undefined || row.namespace === '' || row.namespace === namespace;
}

function isNamed({ kind, name }: ListedRow, { objects }: AskedObjects): boolean {
  return objects === undefined || objects.some((one) => one.kind === kind && one.name === name);
}

/** Says of each object that was named and is not there that it is not; gives whether there is such a one. */
function sayMissing({ objects = [] }: AskedObjects, listings: readonly Listing[]): boolean {
  const rows = listings.flatMap((listing) => listing.rows);
  const missing = objects.filter(
    (object) => !rows.some(({ kind, name }) => kind === object.kind && name === object.name),
  );
  // Of a single one the words `Nothing found.` have said it.
  if (objects.length > 1)
    for (const { kind, name } of missing) say(`kube2pod: there is no ${kind.toLowerCase()}/${name}`);
  return missing.length > 0;
}

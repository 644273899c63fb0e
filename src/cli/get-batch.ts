import { readBatch } from '../io/batch.js';
import type { PodmanProgram } from '../io/podman.js';
import { readState } from '../io/state.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { type CronJobRow, cronJobRows, type JobRow, jobRows } from '../reconcile/batch-rows.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { printJson } from './json-result.js';
import { print, say } from './output.js';
import { table } from './table.js';

/** What is run to its end, by the words that kubectl takes. */
const words: { readonly [word: string]: 'jobs' | 'cronjobs' } = {
  job: 'jobs',
  jobs: 'jobs',
  'job.batch': 'jobs',
  'jobs.batch': 'jobs',
  cj: 'cronjobs',
  cronjob: 'cronjobs',
  cronjobs: 'cronjobs',
  'cronjob.batch': 'cronjobs',
  'cronjobs.batch': 'cronjobs',
};

/** Which of the two tables a word of the command line asks for; undefined: neither. */
export function batchTable(kind: string): 'jobs' | 'cronjobs' | undefined {
  return words[kind.toLowerCase()];
}

export interface GetBatchOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly allNamespaces: boolean;
  readonly output: 'text' | 'json';
}

/** `get jobs` and `get cronjobs`, as kubectl shows them. */
export async function getBatch(
  kind: 'jobs' | 'cronjobs',
  program: PodmanProgram,
  options: GetBatchOptions,
): Promise<ExitCode> {
  const listed = await readState(program);
  if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
  const advice = await superviseAgain(program, listed.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const batch = await readBatch(listed.state);
  const now = Date.now();
  const rows = (kind === 'jobs' ? jobRows(batch, now) : cronJobRows(batch, now))
    .filter(({ namespace }) => options.namespace === undefined || namespace === options.namespace)
    .filter(({ name }) => options.name === undefined || name === options.name);
  if (options.output === 'json') printJson({ [kind]: rows });
  else if (rows.length === 0) say('Nothing found.');
  else print(tableOf(rows, options));
  return options.name !== undefined && rows.length === 0 ? exitCode.findings : exitCode.fine;
}

type Row = JobRow | CronJobRow;

function tableOf(rows: readonly Row[], { allNamespaces }: GetBatchOptions): string {
  const several = allNamespaces || new Set(rows.map(({ namespace }) => namespace)).size > 1;
  const place = (row: Row): readonly string[] => (several ? [row.namespace] : []);
  const lines = rows.map((row) => [
    ...place(row),
    ...('schedule' in row ? cronJobCells(row) : jobCells(row)),
  ]);
  const isCronJobs = rows.some((row) => 'schedule' in row);
  return table([[...(several ? ['NAMESPACE'] : []), ...(isCronJobs ? cronJobHead : jobHead)], ...lines]);
}

const jobHead = ['NAME', 'STATUS', 'COMPLETIONS', 'DURATION', 'AGE'];
const jobCells = (row: JobRow): readonly string[] => [
  row.name,
  row.status,
  row.completions,
  row.duration,
  row.age,
];

const cronJobHead = ['NAME', 'SCHEDULE', 'TIMEZONE', 'SUSPEND', 'ACTIVE', 'LAST SCHEDULE', 'AGE'];
const cronJobCells = (row: CronJobRow): readonly string[] => [
  row.name,
  row.schedule,
  row.timeZone,
  row.suspend,
  String(row.active),
  row.lastSchedule,
  row.age,
];

import type { PodmanConnection } from '../io/connection.js';
import { readPodView } from '../io/pod-view.js';
import { readRecord } from '../io/record.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { type AppliedObject, type KindRow, kindRows } from '../reconcile/kind-rows.js';
import { isOurs, label } from '../reconcile/labels.js';
import { age, podRows } from '../reconcile/status.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import type { GetBatchOptions } from './get-batch.js';
import { printJson } from './json-result.js';
import { print, say } from './output.js';
import { table } from './table.js';

/** `get deployments`, `get svc`, ...: the applied objects of one kind, as kubectl shows them. */
export async function getKind(
  kind: string,
  program: PodmanConnection,
  options: GetBatchOptions,
): Promise<ExitCode> {
  const read = await readPodView(program);
  if ('failure' in read) return explainFailure('failed', read.failure.stderr);
  const { state, now } = read.view;
  const advice = await superviseAgain(program, state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const { namespace, name } = options;
  const records = [...state.volumes.values()].filter(
    ({ labels }) =>
      isOurs(labels) &&
      labels[label.purpose] === 'record' &&
      labels[label.kind] === kind &&
      (namespace === undefined || ['', namespace].includes(labels[label.namespace] ?? '')) &&
      (name === undefined || labels[label.name] === name),
  );
  const objects = await Promise.all(
    records.map(
      async (record): Promise<AppliedObject> => ({
        kind,
        namespace: record.labels[label.namespace] ?? '',
        name: record.labels[label.name] ?? '',
        age: age(now - Date.parse(record.createdAt ?? '')),
        manifest: await readRecord(record),
      }),
    ),
  );
  const rows = kindRows(objects, { state, pods: podRows(read.view) });
  if (options.output === 'json') printJson({ objects: rows });
  else if (rows.length === 0) say('Nothing found.');
  else print(tableOf(rows, options));
  return name !== undefined && rows.length === 0 ? exitCode.findings : exitCode.fine;
}

function tableOf(rows: readonly KindRow[], { allNamespaces }: GetBatchOptions): string {
  const several = allNamespaces || new Set(rows.map(({ namespace }) => namespace)).size > 1;
  const [first] = rows;
  const head = [...(several ? ['NAMESPACE'] : []), 'NAME', ...Object.keys(first?.columns ?? {}), 'AGE'];
  const lines = rows.map(({ namespace, name, columns, age: old }) => [
    ...(several ? [namespace] : []),
    name,
    ...Object.values(columns),
    old,
  ]);
  return table([head, ...lines]);
}

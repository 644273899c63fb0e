import type { PodmanProgram } from '../io/podman.js';
import { readState } from '../io/state.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { kindOfWord } from '../kinds/words.js';
import { ingressRows } from '../reconcile/ingress-rows.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import type { GetBatchOptions } from './get-batch.js';
import { printJson } from './json-result.js';
import { print, say } from './output.js';
import { table } from './table.js';

/** Whether a word of the command line asks for Ingresses. */
export function asksForIngresses(kind: string): boolean {
  return kindOfWord(kind) === 'Ingress';
}

const head = ['NAME', 'CLASS', 'HOSTS', 'ADDRESS', 'PORTS', 'AGE'];

/** `get ingress`, as kubectl shows it, with the ports of this machine. */
export async function getIngresses(program: PodmanProgram, options: GetBatchOptions): Promise<ExitCode> {
  const listed = await readState(program);
  if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
  const advice = await superviseAgain(program, listed.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const rows = ingressRows(listed.state, Date.now())
    .filter(({ namespace }) => options.namespace === undefined || namespace === options.namespace)
    .filter(({ name }) => options.name === undefined || name === options.name);
  const several = options.allNamespaces || new Set(rows.map(({ namespace }) => namespace)).size > 1;
  if (options.output === 'json') printJson({ ingresses: rows });
  else if (rows.length === 0) say('Nothing found.');
  else
    print(
      table([
        [...(several ? ['NAMESPACE'] : []), ...head],
        ...rows.map((row) => [
          ...(several ? [row.namespace] : []),
          ...[row.name, row.class, row.hosts, row.address, row.ports, row.age],
        ]),
      ]),
    );
  return options.name !== undefined && rows.length === 0 ? exitCode.findings : exitCode.fine;
}

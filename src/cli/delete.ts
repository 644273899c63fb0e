import type { Argv } from 'yargs';
import { lockStore } from '../io/lock.js';
import { performPlan } from '../io/perform.js';
import { observeTarget } from '../io/prepare.js';
import { readState } from '../io/state.js';
import { markStopping } from '../io/supervise/stopping.js';
import { kindEntry } from '../kinds/index.js';
import type { Operation } from '../podman/operations.js';
import { recordName } from '../reconcile/records.js';
import { planRemoval } from '../reconcile/removal.js';
import { objectName } from './check-output.js';
import type { Command } from './command-line.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { inputOptions, readInput } from './input.js';
import { interruptSignal } from './interrupt.js';
import { print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { defaultSituation } from './target-options.js';

export interface DeleteOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly volumes: boolean;
  readonly gracePeriod?: number;
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod delete`: takes away all that is ours of the manifests' objects, and nothing else. */
export const deleteCommand: Command<DeleteOptions> = {
  command: 'delete [files..]',
  describe: 'Stop and remove what was applied; the data of claims stays unless --volumes is given',
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...podmanOptions,
        volumes: {
          type: 'boolean',
          default: false,
          describe: 'Also remove the volumes of claims, with their data',
        },
        'grace-period': { type: 'number', describe: 'Seconds to stop in, instead of the pods’ own' },
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Print nothing when all is well' },
        output: {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: 'Format of the result',
        },
      }) as unknown as Argv<DeleteOptions>,
  run: deleteObjects,
};

async function deleteObjects(options: DeleteOptions): Promise<ExitCode> {
  const input = await readInput(options, defaultSituation);
  if (input === undefined) return exitCode.usage;
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const context = removalContext(program, found.target.rootless);
  const objects = input.documents.map((document) => {
    const { apiVersion, kind, namespace, name } = objectName(document);
    const isNamespaced = kindEntry(apiVersion, kind)?.namespaced !== false;
    return { kind, namespace: isNamespaced ? namespace || 'default' : '', name, origin: document.at };
  });
  const { gracePeriod: graceSeconds } = options;
  const removal = {
    objects,
    claims: options.volumes,
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
  };
  const before = await readState(program);
  if ('failure' in before) return explainFailure('failed', before.failure.stderr);
  // Stopping may take long and needs no lock: others go on meanwhile, and the supervisor lets these pods be.
  const planned = planRemoval(removal, before.state);
  const pods = planned.flatMap((operation) => (operation.op === 'pod.remove' ? [operation.pod] : []));
  const unmark = await markStopping(program, pods);
  const stops = planned.filter(({ op }) => op === 'container.stop');
  await Promise.all(stopChains(stops).map((chain) => performPlan({ operations: chain }, context)));
  const lock = await lockStore(program, () => say('kube2pod: waiting for another kube2pod to finish'));
  if ('problem' in lock) return explainFailure('lock', lock.problem);
  try {
    const listed = await readState(program);
    if ('failure' in listed) return explainFailure('failed', listed.failure.stderr);
    const outcome = await performPlan({ operations: planRemoval(removal, listed.state) }, context);
    if (outcome.failure !== undefined) return explainFailure('operation', outcome.failure);
    report(
      objects,
      objects.filter((object) => listed.state.volumes.has(recordName(object))),
      options,
    );
    return exitCode.fine;
  } finally {
    await unmark();
    await lock.release();
  }
}

/** Stops of different pods need not wait for each other: each pod's own, in order. */
function stopChains(stops: readonly Operation[]): readonly (readonly Operation[])[] {
  const chains: Operation[][] = [];
  for (const stop of stops) {
    const chain = chains.find((one) => one.some(({ id }) => stop.needs.includes(id)));
    if (chain === undefined) chains.push([stop]);
    else chain.push(stop);
  }
  return chains;
}

function removalContext(program: ReturnType<typeof podmanProgram>, rootless: boolean) {
  return {
    program,
    rootless,
    known: () => undefined,
    signal: interruptSignal(),
    progress: () => {},
    sleep: async () => {},
  };
}

function report(
  objects: readonly { readonly kind: string; readonly name: string }[],
  known: readonly { readonly kind: string; readonly name: string }[],
  options: DeleteOptions,
): void {
  const lines = objects.map((object) => ({
    name: `${object.kind.toLowerCase()}/${object.name}`,
    status: known.includes(object) ? 'deleted' : 'not found',
  }));
  if (options.output === 'json') print(JSON.stringify({ objects: lines }, undefined, 2));
  else if (!options.quiet) for (const { name, status } of lines) print(`${name} ${status}`);
  const kept = known.filter(({ kind }) => kind === 'PersistentVolumeClaim');
  if (kept.length > 0 && !options.volumes && !options.quiet) {
    say('The data of claims is kept; kube2pod delete --volumes removes it.');
  }
}

import type { Argv } from 'yargs';
import { openConnection, type PodmanConnection } from '../io/connection.js';
import { observeTarget } from '../io/prepare.js';
import { type RemovalContext, removeObjects } from '../io/remove-objects.js';
import { readState } from '../io/state.js';
import { kindEntry } from '../kinds/index.js';
import { recordName } from '../reconcile/records.js';
import type { ObjectKey } from '../reconcile/removal.js';
import { objectName } from './check-output.js';
import type { Command } from './command-line.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { type Input, inputOptions, readInput } from './input.js';
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
  const opening = openConnection(podmanProgram(options as unknown as { readonly [name: string]: unknown }));
  const input = await readInput(options, defaultSituation);
  const connection = await opening;
  const code = input === undefined ? exitCode.usage : await deleteInput(input, options, connection);
  connection.close();
  return code;
}

async function deleteInput(
  input: Input,
  options: DeleteOptions,
  program: PodmanConnection,
): Promise<ExitCode> {
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
  const known = await recordedObjects(program, objects);
  const problem = await removeObjects(removal, context);
  if (problem !== undefined) {
    return problem.kind === 'operation'
      ? explainFailure('operation', problem.detail)
      : explainFailure(problem.kind, problem.detail);
  }
  report(objects, known, options);
  return exitCode.fine;
}

/** Those of the objects that were applied. */
async function recordedObjects<T extends ObjectKey>(
  program: PodmanConnection,
  objects: readonly T[],
): Promise<readonly T[]> {
  const listed = await readState(program);
  if ('failure' in listed) return [];
  return objects.filter((object) => listed.state.volumes.has(recordName(object)));
}

function removalContext(program: PodmanConnection, rootless: boolean): RemovalContext {
  return {
    program,
    rootless,
    known: () => undefined,
    signal: interruptSignal(),
    progress: () => {},
    sleep: async () => {},
    waitingForLock: () => say('kube2pod: waiting for another kube2pod to finish'),
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

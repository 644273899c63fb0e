import type { Argv } from 'yargs';
import { dropsClaims } from '../fields/volumes/claims.js';
import { openConnection, type PodmanConnection } from '../io/connection.js';
import { observeTarget } from '../io/prepare.js';
import { type RecordedObject, readRecorded } from '../io/recorded.js';
import { type RemovalContext, removeObjects } from '../io/remove-objects.js';
import { readState } from '../io/state.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import type { PodmanState } from '../phases/observed.js';
import { recordName } from '../reconcile/records.js';
import { isThere, type Removal } from '../reconcile/removal.js';
import type { Command } from './command.js';
import {
  allTargets,
  namedTargets,
  type TargetOptions,
  targetsOfDocuments,
  targetsOfNames,
} from './delete-targets.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { inputOptions, namespaceOption, readInput } from './input.js';
import { interruptSignal } from './interrupt.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { refreshProxy } from './refresh-proxy.js';
import { defaultSituation } from './target-options.js';

export interface DeleteOptions extends TargetOptions {
  readonly recursive: boolean;
  readonly ignoreNotFound: boolean;
  readonly volumes: boolean;
  readonly gracePeriod?: number;
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod delete`: takes away all that is ours of the manifests' objects, and nothing else. */
export const deleteCommand: Command<DeleteOptions> = {
  builder: (cli) =>
    cli
      .positional('files', {
        type: 'string',
        array: true,
        describe: 'Files, folders, globs, URLs, or -; or objects: KIND/NAME, KIND NAME...',
      })
      .options({
        ...inputOptions,
        ...namespaceOption,
        ...podmanOptions,
        all: { type: 'boolean', default: false, describe: 'Everything that was applied in the namespace' },
        'all-namespaces': {
          alias: 'A',
          type: 'boolean',
          default: false,
          describe: 'With --all: in all namespaces',
        },
        'ignore-not-found': {
          type: 'boolean',
          default: false,
          describe: 'An object named KIND/NAME that is not there is no error',
        },
        volumes: {
          type: 'boolean',
          default: false,
          describe: 'Also remove the volumes of claims, with their data',
        },
        'grace-period': { type: 'number', describe: 'Seconds to stop in, instead of the pods’ own' },
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Print nothing when all is well' },
        ...outputOption,
      }) as unknown as Argv<DeleteOptions>,
  run: deleteObjects,
};

async function deleteObjects(options: DeleteOptions): Promise<ExitCode> {
  const connection = await openConnection(
    podmanProgram(options as unknown as { readonly [name: string]: unknown }),
  );
  const code = await deleteTargets(options, connection);
  connection.close();
  return code;
}

async function deleteTargets(options: DeleteOptions, program: PodmanConnection): Promise<ExitCode> {
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const context = removalContext(program, found.target.rootless);
  const before = await readState(program);
  if ('failure' in before) return explainFailure('failed', before.failure.stderr);
  const targets = await findTargets(options, before.state);
  if (targets === undefined) return exitCode.usage;
  const { areNamed } = targets;
  const objects = withPolicies(targets.objects, await readRecorded(program, before.state));
  const { gracePeriod: graceSeconds } = options;
  const removal = {
    objects,
    claims: options.volumes,
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
  };
  const known = objects.filter((object) => isThere(object, before.state));
  const problem = await removeObjects(removal, context);
  if (problem !== undefined) {
    return problem.kind === 'operation'
      ? explainFailure('operation', problem.detail)
      : explainFailure(problem.kind, problem.detail);
  }
  report(objects, known, options);
  await refreshProxy(known, program);
  await superviseOthers(program);
  const isMissing = areNamed && known.length < objects.length && !options.ignoreNotFound;
  return isMissing ? exitCode.findings : exitCode.fine;
}

/** What is left may need the supervisor, which may be gone. */
async function superviseOthers(program: PodmanConnection): Promise<void> {
  const left = await readState(program);
  const advice = 'failure' in left ? undefined : await superviseAgain(program, left.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
}

/** The objects that are asked for, and whether they were named one by one; undefined after saying what is wrong. */
async function findTargets(
  options: DeleteOptions,
  state: PodmanState,
): Promise<{ readonly objects: Removal['objects']; readonly areNamed: boolean } | undefined> {
  if (options.all) {
    if ((options.files ?? []).length + options.filename.length === 0)
      return { objects: allTargets(options, state), areNamed: false };
    say('kube2pod: --all takes no files and no names');
    return undefined;
  }
  const names = namedTargets(options);
  if (names !== undefined) return { objects: targetsOfNames(names, options), areNamed: true };
  const input = await readInput(options, defaultSituation);
  if (input === undefined) return undefined;
  return { objects: targetsOfDocuments(input.documents, options), areNamed: false };
}

/** Objects whose own policy says that the data of their claims goes with them. */
function withPolicies(objects: Removal['objects'], recorded: readonly RecordedObject[]): Removal['objects'] {
  const dropping = new Set(
    recorded.filter(({ kind, manifest }) => kind === 'StatefulSet' && dropsClaims(manifest)).map(recordName),
  );
  return objects.map((object) => (dropping.has(recordName(object)) ? { ...object, claims: true } : object));
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
  if (options.output === 'json') printJson({ objects: lines });
  else if (!options.quiet) for (const { name, status } of lines) print(`${name} ${status}`);
  const kept = known.filter(({ kind }) => kind === 'PersistentVolumeClaim');
  if (kept.length > 0 && !options.volumes && !options.quiet) {
    say('The data of claims is kept; kube2pod delete --volumes removes it.');
  }
}

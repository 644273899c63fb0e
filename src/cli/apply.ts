import { isDeepStrictEqual } from 'node:util';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { Argv } from 'yargs';
import { emit } from '../compile.js';
import { addressLines, hostAddresses } from '../ingress/addresses.js';
import { openConnection, type PodmanConnection } from '../io/connection.js';
import { isElsewhere } from '../io/elsewhere/place.js';
import type { RunReport } from '../io/perform.js';
import { run } from '../io/run.js';
import { isProblem, type Restored, type RunProblem, type RunResult } from '../io/run-result.js';
import type { PlannedLater } from '../phases/4-plan.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { fill } from '../reconcile/pod-template.js';
import { recordName } from '../reconcile/records.js';
import { setOf, setOption } from './apply-set.js';
import { findingsJson } from './check-output.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { type IngressOptions, ingressOptions, ingressSettings } from './ingress-options.js';
import { baseDirectory, type Input, inputOptions, namespaceOption, readInput } from './input.js';
import { interruptSignal } from './interrupt.js';
import { noteFailure, noteFindings, printJson } from './json-result.js';
import { countText, findingsText, outputOption, paletteFor, print, say } from './output.js';
import {
  type AskedOverrides,
  type OverrideOptions,
  overrideOptions,
  overridesOf,
} from './override-options.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { table } from './table.js';
import { defaultSituation } from './target-options.js';
import { timeoutOf, waitAndTell, waitOptions } from './wait.js';

export interface ApplyOptions extends OverrideOptions, IngressOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly namespace?: string;
  readonly prune: boolean;
  readonly set?: string;
  readonly dryRun: boolean;
  readonly supervise: boolean;
  readonly validate: 'strict' | 'warn' | 'ignore' | 'true' | 'false';
  readonly wait: boolean;
  readonly timeout?: string;
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod apply`: makes Podman run what the manifests say. */
export const applyCommand: Command<ApplyOptions> = {
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...namespaceOption,
        ...podmanOptions,
        ...setOption,
        prune: {
          type: 'boolean',
          default: false,
          describe:
            'Also remove what an earlier apply of the same files (or --set) made and is not in them now',
        },
        'dry-run': {
          type: 'boolean',
          default: false,
          describe: 'Show what would be done, and change nothing',
        },
        supervise: {
          type: 'boolean',
          default: true,
          describe:
            'Probe and restart as a node does, by a process in the background (--no-supervise: Podman alone)',
        },
        validate: {
          choices: ['strict', 'warn', 'ignore', 'true', 'false'] as const,
          default: 'strict' as const,
          describe:
            'strict: what the API server would refuse is not applied; warn: run what can be understood',
        },
        ...waitOptions,
        ...ingressOptions,
        ...overrideOptions,
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Print errors only' },
        ...outputOption,
      }) as unknown as Argv<ApplyOptions>,
  run: applyManifests,
};

/** Pods of another machine are not reached from here, and what is watched here ends when this machine does. */
const unwatchedElsewhere =
  'Podman is reached through a connection, so that its own means restart and probe (as with --no-supervise). ' +
  'Run kube2pod on that machine to have probes, Services and Jobs as on a node.';

async function applyManifests(options: ApplyOptions): Promise<ExitCode> {
  const asked = overridesOf(options);
  if (asked === undefined) return exitCode.usage;
  // Podman's service starts while the manifests are read.
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const opening = openConnection(program);
  const remote = isElsewhere(program);
  // What is only made is nobody's to watch: the supervisor would start it.
  const supervise = options.supervise && options.start && !remote;
  if (remote && options.supervise && !options.quiet) say(`kube2pod: ${unwatchedElsewhere}`);
  const names = { ...options, filename: [...options.filename, ...options.configmap] };
  const target = { ...defaultSituation.target, remote };
  const input = await readInput(names, { ...defaultSituation, target, supervised: supervise });
  const isReadable = input !== undefined && holdsConfigMaps(input, options);
  const code = isReadable
    ? await applyInput(input, { ...options, supervise, asked }, opening)
    : exitCode.usage;
  (await opening).close();
  return code;
}

/** Whether the files of `--configmap` hold nothing else. Source: podman pkg/domain/infra/abi/play.go, readConfigMapFromFile. */
function holdsConfigMaps({ objects }: Input, { configmap }: ApplyOptions): boolean {
  const other = objects.find(({ kind, at }) => kind !== 'ConfigMap' && configmap.includes(at.document.file));
  if (other !== undefined) say(`kube2pod: --configmap ${other.at.document.file}: it holds a ${other.kind}`);
  return other === undefined;
}

async function applyInput(
  input: Input,
  options: ApplyOptions & { readonly asked: AskedOverrides },
  opening: Promise<PodmanConnection>,
): Promise<ExitCode> {
  const { collector } = input;
  const strict = options.validate === 'strict' || options.validate === 'true';
  const refused = (): boolean =>
    collector
      .findings()
      .some(({ severity, group }) => severity === 'error' && (strict || group !== 'kubernetes'));
  if (refused()) return refuse(input, options);
  const ingress = ingressSettings(options);
  if (ingress === undefined) return exitCode.usage;
  const timeoutMs = timeoutOf(options);
  if (timeoutMs === 'wrong') return exitCode.usage;
  const set = setOf(options);
  if (set === undefined && options.prune) {
    say('kube2pod: --prune of standard input needs --set NAME: which earlier apply is it compared with?');
    return exitCode.usage;
  }
  // Objects with errors are not known to be gone.
  const prune = options.prune && !collector.findings().some(({ severity }) => severity === 'error');
  const signal = interruptSignal();
  const program = await opening;
  const result = await run(input.objects, {
    ...(set === undefined ? {} : { set: { name: set, prune } }),
    ...options.asked,
    ingress,
    program,
    signal,
    dryRun: options.dryRun,
    supervise: options.supervise,
    baseDirectory: baseDirectory(input.sources),
    progress: (operation, note) => note !== undefined && say(`${operation.id}: ${note}`),
    waitingForLock: () => say('kube2pod: waiting for another kube2pod to finish'),
    report: collector.report,
    refused,
    isRefused: ({ at }) => collector.refused(at),
  });
  if (isProblem(result)) return explainProblem(result, input, options);
  if (result.supervisorAdvice !== undefined && !options.quiet) say(`kube2pod: ${result.supervisorAdvice}`);
  const code = tell(result, input, options);
  const stuck = result.stuck ?? [];
  for (const { job, problem } of stuck) tellStuck(job, problem);
  if (stuck.length > 0) return exitCode.podmanFailed;
  const isApplied = code === exitCode.fine && result.outcome !== undefined;
  if (!options.wait || !isApplied) return code;
  if (!options.supervise) {
    say('kube2pod: without the supervisor nothing probes: what runs counts as ready, and ends count once');
  }
  const objects = result.planned.objects.map(({ object }) => object);
  const waited = await waitAndTell(objects, { program, signal, timeoutMs, quiet: options.quiet });
  // An Ingress that nothing serves will not get ready.
  return waited === exitCode.fine && result.proxyProblem !== undefined ? exitCode.podmanFailed : waited;
}

/** The Job stays, as in a cluster, and is tried again. */
function tellStuck({ name }: ObjectKey, problem: string): void {
  explainFailure('operation', `no pod of job/${name} could be made: ${problem}`);
  say('The supervisor tries it again.');
}

function refuse(input: Input, options: ApplyOptions): ExitCode {
  showFindings(input, options);
  noteFailure({ message: 'the manifests have errors: nothing was applied' });
  say('Nothing was applied.');
  return exitCode.findings;
}

function explainProblem(problem: RunProblem, input: Input, options: ApplyOptions): ExitCode {
  if (problem.problem === 'refused') return refuse(input, options);
  return explainFailure(problem.problem, problem.message);
}

function tell(result: RunResult, input: Input, options: ApplyOptions): ExitCode {
  const { planned, outcome } = result;
  if (outcome === undefined) {
    showFindings(input, options);
    if (options.output === 'json') printJson(JSON.parse(modelText(result)));
    else print(planText(result));
    return exitCode.fine;
  }
  showFindings(input, options);
  if (outcome.failure !== undefined) {
    const code = tellFailure(outcome);
    if (result.restored !== undefined) tellRestored(result.restored);
    return code;
  }
  const lines = planned.objects.map(({ object, status }) => ({
    name: `${object.kind.toLowerCase()}/${object.name}`,
    namespace: object.namespace,
    status: status as string,
  }));
  for (const { kind, namespace, name } of planned.pruned)
    lines.push({ name: `${kind.toLowerCase()}/${name}`, namespace, status: 'pruned' });
  if (options.output === 'json')
    printJson({
      objects: lines,
      addresses: addressesJson(result.application),
      findings: findingsJson(input.collector.findings(), input).findings,
    });
  else if (!options.quiet) for (const { name, status } of lines) print(`${name} ${status}`);
  if (!options.quiet) {
    tellRollouts(result);
    for (const line of publishedLines(result.application)) say(line);
  }
  tellProxyProblem(result);
  return exitCode.fine;
}

/** Where this machine leads to Services and Ingresses. */
function publishedLines({ services, ingress, proxy }: RunResult['application']): readonly string[] {
  return [
    ...serviceLines(services),
    ...(ingress === undefined || proxy === undefined ? [] : addressLines(ingress, proxy.settings)),
  ];
}

/** The same in the public JSON shape of `apply -o json`. */
function addressesJson({ services, ingress, proxy }: RunResult['application']): readonly object[] {
  const published = services.flatMap((service) =>
    service.published.map(({ hostAddress = '0.0.0.0', hostPort, port, protocol }) => ({
      ...{ service: service.name, namespace: service.rules.namespace, port },
      ...{ hostAddress, hostPort, protocol },
    })),
  );
  return [
    ...published,
    ...(ingress === undefined || proxy === undefined ? [] : hostAddresses(ingress, proxy.settings)),
  ];
}

function tellProxyProblem({ proxyProblem }: RunResult): void {
  if (proxyProblem === undefined) return;
  say(`kube2pod: the image of the Ingresses’ proxy could not be fetched: ${proxyProblem}`);
  say('    help: All else runs. Bring the image here (podman load), or name another with --ingress-image.');
}

function serviceLines(services: RunResult['application']['services']): readonly string[] {
  return services.flatMap(({ name, published }) =>
    published.map(
      ({ hostAddress = '0.0.0.0', hostPort, port, protocol }) =>
        `service/${name} port ${port} is on ${hostAddress}:${hostPort}${protocol === 'tcp' ? '' : `/${protocol}`}`,
    ),
  );
}

/** As `convert --to model` prints it. */
function modelText(result: RunResult): string {
  const files = emit('model', result, { generator: 'kube2pod', sources: [], report: () => {} });
  return [...files.values()].map(({ text }) => String(text).trimEnd()).join('\n');
}

/** What a status word does not say: which pods are new, and what goes on after the end of this command. */
function tellRollouts({ planned, recorded }: RunResult): void {
  for (const { object, replaced } of planned.objects) {
    if (object.kind !== 'Pod' || replaced.length === 0) continue;
    const before = recorded.find((one) => recordName(one) === recordName(object));
    const why = isSameSpec(before?.manifest, object.source)
      ? 'Podman cannot change labels or annotations of a pod that is there (a cluster can)'
      : 'a running pod cannot take this change';
    say(`pod/${object.name}: ${why}, so a new pod took its place.`);
  }
  for (const { kind, name, pod } of planned.pending) {
    const set = `${kind.toLowerCase()}/${name}`;
    say(`${set}: ${pod} is not ready yet; the pods below it keep the old template. Apply again to go on.`);
  }
}

function isSameSpec(before: unknown, after: unknown): boolean {
  const [old, wanted] = [before, after].map((manifest) => (manifest as Pod | undefined)?.spec);
  return old !== undefined && isDeepStrictEqual(old, wanted);
}

/** What would be done, one operation a line, each with the place in the manifest that asks for it. */
function planText({ planned }: RunResult): string {
  const objects = planned.objects.map(
    ({ object, status }) => `${object.kind.toLowerCase()}/${object.name} ${status} (dry run)`,
  );
  const operations = planned.plan.operations.map((operation) => {
    const { line, column } = operation.origin.range();
    return [operation.id, `${operation.origin.document.file}:${line}:${column}`];
  });
  const pruned = planned.pruned.map(({ kind, name }) => `${kind.toLowerCase()}/${name} pruned (dry run)`);
  return [
    ...objects,
    ...pruned,
    ...(operations.length === 0 ? [] : ['', table(operations)]),
    ...planned.templates.map(laterText),
  ].join('\n');
}

/** What the supervisor would do for each pod of a Job, or of a run of a CronJob. */
function laterText({ kind, namespace, name, operations }: PlannedLater): string {
  const job = kind === 'CronJob' ? `${name}-TIME` : name;
  const made = fill(operations, { job, pod: `${job}-pod` });
  const lines = made.map(({ id, origin }) => {
    const { line, column } = origin.range();
    return [id, `${origin.document.file}:${line}:${column}`];
  });
  const object = `${kind.toLowerCase()}/${name}`;
  const place = namespace === 'default' ? '' : ` of namespace ${namespace}`;
  return `\nFor each pod of ${object}${place}, by the supervisor:\n${table(lines)}`;
}

function tellFailure({ failure, undone, left }: RunReport): ExitCode {
  if (failure === undefined) return exitCode.fine;
  const code = explainFailure('operation', failure);
  noteFailure({ removed: undone, left });
  say(undone.length === 0 ? 'Nothing was left behind.' : `Removed again: ${undone.join(', ')}.`);
  for (const line of left) say(`Could not be removed: ${line}`);
  return code;
}

/** Files that a pod kept to itself are gone with it. */
function tellRestored({ objects, problem }: Restored): void {
  const names = objects.join(', ');
  if (problem === undefined) say(`Made again as it was before: ${names}.`);
  else say(`Could not be made again as it was before: ${names}: ${problem}`);
}

/** Warnings go to standard error, so that results can be piped; notes only to those who ask `check`. */
function showFindings(input: Input, options: ApplyOptions): void {
  const all = input.collector.findings();
  noteFindings(findingsJson(all, input).findings);
  const shown = all.filter(
    ({ severity }) => severity === 'error' || (!options.quiet && severity === 'warning'),
  );
  if (shown.length === 0) return;
  say(findingsText(shown, input.sources, paletteFor(process.stderr)));
  say(countText(shown));
}

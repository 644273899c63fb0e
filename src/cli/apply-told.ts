import { isDeepStrictEqual } from 'node:util';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { emit } from '../compile.js';
import { addressLines, hostAddresses } from '../ingress/addresses.js';
import type { RunReport } from '../io/perform.js';
import type { Restored, RunProblem, RunResult } from '../io/run-result.js';
import type { PlannedLater } from '../phases/4-plan.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { fill } from '../reconcile/pod-template.js';
import { recordName } from '../reconcile/records.js';
import { findingsJson } from './check-output.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import type { Input } from './input.js';
import { noteFailure, noteFindings, printJson } from './json-result.js';
import { countText, findingsText, paletteFor, print, say } from './output.js';
import { table } from './table.js';

/** What decides how much an apply tells of itself. */
export interface TellOptions {
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

/** The Job stays, as in a cluster, and is tried again. */
export function tellStuck({ name }: ObjectKey, problem: string): void {
  explainFailure('operation', `no pod of job/${name} could be made: ${problem}`);
  say('The supervisor tries it again.');
}

export function refuse(input: Input, options: TellOptions): ExitCode {
  showFindings(input, options);
  noteFailure({ message: 'the manifests have errors: nothing was applied' });
  say('Nothing was applied.');
  return exitCode.findings;
}

export function explainProblem(problem: RunProblem, input: Input, options: TellOptions): ExitCode {
  if (problem.problem === 'refused') return refuse(input, options);
  return explainFailure(problem.problem, problem.message);
}

/** What an apply did, or with --dry-run would do; the code says how it went. */
export function tell(result: RunResult, input: Input, options: TellOptions): ExitCode {
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
  return tellPostponed(outcome);
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

/** Containers that could not be started: their pod stays, as in a cluster, and its restart policy has the next word. */
function tellPostponed({ postponed }: RunReport): ExitCode {
  for (const failure of postponed) explainFailure('operation', failure);
  if (postponed.length === 0) return exitCode.fine;
  say('The pod stays, as on a node: "kube2pod describe pod" shows what becomes of it.');
  return exitCode.podmanFailed;
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
function showFindings(input: Input, options: TellOptions): void {
  const all = input.collector.findings();
  noteFindings(findingsJson(all, input).findings);
  const shown = all.filter(
    ({ severity }) => severity === 'error' || (!options.quiet && severity === 'warning'),
  );
  if (shown.length === 0) return;
  say(findingsText(shown, input.sources, paletteFor(process.stderr)));
  say(countText(shown));
}

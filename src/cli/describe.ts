import type { Argv } from 'yargs';
import { readBatch } from '../io/batch.js';
import { readPodView } from '../io/pod-view.js';
import { observeTarget } from '../io/prepare.js';
import { readRecord } from '../io/record.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { jobState } from '../reconcile/batch-rows.js';
import { describePod } from '../reconcile/describe-pod.js';
import { isOurs, label } from '../reconcile/labels.js';
import { podJson } from '../reconcile/pod-json.js';
import { recordName } from '../reconcile/records.js';
import { age, type PodView, podRows } from '../reconcile/status.js';
import type { JobRecord } from '../supervisor/batch.js';
import type { SupervisorStatus } from '../supervisor/status.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

export interface DescribeOptions {
  readonly what: string;
  readonly name?: string;
  readonly namespace: string;
  readonly output: 'text' | 'json';
}

/** `kube2pod describe`: all that is known of one object: states, conditions, probes and events. */
export const describeCommand: Command<DescribeOptions> = {
  builder: (cli) =>
    cli
      .positional('what', {
        type: 'string',
        demandOption: true,
        describe: 'A pod’s name, KIND/NAME, or a kind',
      })
      .positional('name', { type: 'string', describe: 'The name, after a kind' })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', default: 'default', describe: 'Namespace of the object' },
        ...outputOption,
      }) as unknown as Argv<DescribeOptions>,
  run: describeObject,
};

interface Wanted {
  readonly kind: string;
  readonly name: string;
}

/** `web`, `pod web` or `pod/web`. */
export function wantedObject(what: string, name: string | undefined): Wanted {
  if (name !== undefined) return { kind: what, name };
  const slash = what.indexOf('/');
  return slash < 0
    ? { kind: 'pod', name: what }
    : { kind: what.slice(0, slash), name: what.slice(slash + 1) };
}

async function describeObject(options: DescribeOptions): Promise<ExitCode> {
  const { kind, name } = wantedObject(options.what, options.name);
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const read = await readPodView(program);
  if ('failure' in read) return explainFailure('failed', read.failure.stderr);
  const { view, status } = read;
  const advice = await superviseAgain(program, view.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const described = /^(pods?|po)$/i.test(kind)
    ? describedPod(name, options.namespace, view, status)
    : await describedObject({ kind, name }, options.namespace, view);
  if (described === undefined) {
    say(`kube2pod: ${kind.toLowerCase()} "${name}" was not found in namespace ${options.namespace}`);
    return exitCode.findings;
  }
  if (options.output === 'json') printJson(described.json());
  else print(described.text());
  return exitCode.fine;
}

/** What is known of an object, in both forms. */
interface Described {
  readonly text: () => string;
  readonly json: () => unknown;
}

function describedPod(
  name: string,
  namespace: string,
  view: PodView,
  status: SupervisorStatus | undefined,
): Described | undefined {
  const pod = view.pods.find((one) => {
    const labels = view.state.pods.get(one.name)?.labels ?? {};
    return labels[label.pod] === name && labels[label.namespace] === namespace;
  });
  if (pod === undefined) return undefined;
  const known = { pod, view, status: status?.pods[pod.name] };
  return { text: () => describePod(known), json: () => podJson(known) };
}

/** Kinds are asked for as kubectl takes them: in lower case, in the plural, or by the common short names. */
const shortNames: { readonly [short: string]: string } = {
  deploy: 'deployment',
  ds: 'daemonset',
  sts: 'statefulset',
  rs: 'replicaset',
  cj: 'cronjob',
  svc: 'service',
  cm: 'configmap',
  pvc: 'persistentvolumeclaim',
  pv: 'persistentvolume',
  ing: 'ingress',
  sa: 'serviceaccount',
};

function isKind(asked: string, kind: string): boolean {
  const word = asked.toLowerCase();
  const own = kind.toLowerCase();
  return (
    [word, shortNames[word]].some((one) => one === own || one === `${own}s` || one === `${own}es`) ||
    (own.endsWith('y') && word === `${own.slice(0, -1)}ies`)
  );
}

/** What is kept of an object that was applied, and the pods that are its own. */
async function describedObject(
  { kind, name }: Wanted,
  namespace: string,
  view: PodView,
): Promise<Described | undefined> {
  const record = [...view.state.volumes.values()].find(
    ({ labels }) =>
      isOurs(labels) &&
      labels[label.purpose] === 'record' &&
      labels[label.name] === name &&
      isKind(kind, labels[label.kind] ?? '') &&
      ['', namespace].includes(labels[label.namespace] ?? ''),
  );
  if (record === undefined) return undefined;
  const own = new Set(
    [...view.state.pods.values()]
      .filter(({ labels }) =>
        [label.kind, label.namespace, label.name].every((one) => labels[one] === record.labels[one]),
      )
      .map((pod) => pod.name),
  );
  const rows = podRows(view).filter(({ podmanName }) => own.has(podmanName));
  const pods = rows.map(({ name: pod, ready, status }) => `  ${pod}  ${ready}  ${status}`);
  const { jobs } = await readBatch(view.state);
  const job = jobs.find(({ owner }) => recordName(owner) === record.name);
  const object = await readRecord(record);
  const { labels, createdAt } = record;
  const text = (): string =>
    [
      `Name:      ${name}`,
      `Namespace: ${record.labels[label.namespace] || '<none>'}`,
      `Kind:      ${record.labels[label.kind] ?? ''}`,
      `Applied:   ${age(view.now - Date.parse(record.createdAt ?? ''))} ago`,
      ...(job === undefined ? [] : jobLines(job)),
      ...(pods.length === 0 ? [] : ['Pods:', ...pods]),
      'Object, as it was applied (secret values taken out):',
      recordText(object),
    ].join('\n');
  const json = (): unknown => ({
    kind: labels[label.kind],
    namespace: labels[label.namespace],
    name,
    appliedAt: createdAt,
    ...(job === undefined ? {} : { job: job.status }),
    pods: rows,
    object,
  });
  return { text, json };
}

/** What became of a Job. Source: kubernetes staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeJob. */
function jobLines(job: JobRecord): readonly string[] {
  const { active, succeeded, failed, end, problem } = job.status;
  return [
    `Status:    ${jobState(job)}`,
    `Pods Statuses: ${active} Active / ${succeeded} Succeeded / ${failed} Failed`,
    ...(end === undefined ? [] : [`Reason:    ${end.reason}: ${end.message}`]),
    ...(problem === undefined ? [] : [`Problem:   no pod could be made: ${problem}`]),
  ];
}

function recordText(object: unknown): string {
  if (object === undefined) return '  <its record cannot be read here>';
  return JSON.stringify(object, undefined, 2)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

import { stringify } from 'yaml';
import { readBatch } from '../io/batch.js';
import { hostAddress } from '../io/node-facts.js';
import { readRecord } from '../io/record.js';
import { jobState } from '../reconcile/batch-rows.js';
import { isOurs, label } from '../reconcile/labels.js';
import { recordName } from '../reconcile/records.js';
import { age, type PodView, podRows } from '../reconcile/status.js';
import { type Served, servedServices } from '../services/served.js';
import type { JobRecord } from '../supervisor/batch.js';

/** An object as the command line names it. */
export interface Wanted {
  readonly kind: string;
  readonly name: string;
}

/** What is known of an object, in both forms. */
export interface Described {
  readonly text: () => string;
  readonly json: () => unknown;
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
export async function describedObject(
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
  const isService = record.labels[label.kind] === 'Service';
  const service = isService ? servedService(name, namespace, view) : undefined;
  const object = await readRecord(record);
  const { labels, createdAt } = record;
  const text = (): string =>
    [
      `Name:      ${name}`,
      `Namespace: ${record.labels[label.namespace] || '<none>'}`,
      `Kind:      ${record.labels[label.kind] ?? ''}`,
      `Applied:   ${age(view.now - Date.parse(record.createdAt ?? ''))} ago`,
      ...(job === undefined ? [] : jobLines(job)),
      ...(service === undefined ? [] : serviceLines(service)),
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
    ...(service === undefined ? {} : { service: serviceJson(service) }),
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

function servedService(name: string, namespace: string, view: PodView): Served | undefined {
  const served = servedServices(view, hostAddress());
  return served.find((one) => one.name === name && one.rules.namespace === namespace);
}

/** Source: kubernetes staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeService. */
function serviceLines({ address, rules, endpoints }: Served): readonly string[] {
  const ports = rules.ports.map(({ name = '<unset>', port, protocol, target }, index) => {
    const places = (endpoints[index] ?? []).map((one) => `${one.address}:${one.port}`);
    const shown = places.length === 0 ? '<none>' : places.join(', ');
    return `  ${name}  ${port}/${protocol.toUpperCase()} to ${target}: ${shown}`;
  });
  return [
    `Address:   ${address ?? (rules.headless ? 'None' : '<none>')}`,
    ...(ports.length === 0 ? [] : ['Ports, and the ready endpoints of each:', ...ports]),
  ];
}

function serviceJson({ address, rules, endpoints }: Served): unknown {
  const ports = rules.ports.map((port, index) => ({ ...port, endpoints: endpoints[index] ?? [] }));
  return { ...(address === undefined ? {} : { address }), ports };
}

function recordText(object: unknown): string {
  if (object === undefined) return '  <its record cannot be read here>';
  return stringify(object, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

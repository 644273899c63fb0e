import type { PlannedObjects } from '../../src/compile.js';
import { planObjects, read } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import type { IngressModel, IngressPath } from '../../src/ingress/model.js';
import { usualSettings } from '../../src/ingress/settings.js';
import { assumedFor } from '../../src/phases/assumed.js';
import type { Observed } from '../../src/phases/observed.js';
import { digestOf } from '../../src/reconcile/digest.js';
import { situation as usual } from '../phases/situation.js';

const situation = { ...usual, supervised: true };

/** What `apply` makes of a text on a machine, with its findings as `line code`. */
export interface CompiledIngress extends PlannedObjects {
  readonly findings: readonly string[];
}

/** Every Service of the text has an address: as many as there are places in this list. */
const holders = ['web', 'api', 'other'].map(
  (name, index) => [`service__${name}`, { ip: `10.0.0.${index + 1}`, mac: '' }] as const,
);

export function compileIngress(text: string, seen: Partial<Observed> = {}): CompiledIngress {
  const collector = createCollector();
  const { objects } = read([{ name: 'm.yaml', text }], situation, collector);
  const observed: Observed = {
    ...assumedFor(situation.target),
    live: true,
    addresses: new Map(holders),
    ...seen,
  };
  const made = planObjects(
    objects,
    {
      observed,
      situation,
      baseDirectory: '/',
      proxy: usualSettings,
      digest: (model) => digestOf(model, new Uint8Array(32)),
    },
    collector.report,
  );
  const findings = collector.findings().map(({ at, code }) => `${at.range().line} ${code}`);
  return { ...made, findings };
}

/** One Ingress of one host; a path is `TYPE PATH SERVICE`. */
export function ingressText(
  paths: readonly string[],
  { name = 'i', host = 'h.example', annotations = {}, more = '' } = {},
): string {
  const lines = paths.map((line) => {
    const [type, path, service] = line.split(' ');
    return `      - {path: '${path}', pathType: ${type}, backend: {service: {name: ${service}, port: {number: 80}}}}`;
  });
  return [
    'apiVersion: networking.k8s.io/v1',
    'kind: Ingress',
    `metadata: {name: ${name}, annotations: ${JSON.stringify(annotations)}}`,
    'spec:',
    ...(more === '' ? [] : [`  ${more}`]),
    '  rules:',
    `  - host: '${host}'`,
    `    http:`,
    '      paths:',
    ...lines,
    '',
  ].join('\n');
}

export const services = ['web', 'api', 'other']
  .map(
    (name) => `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 80}]}\n`,
  )
  .join('');

/** Which backend each path leads to, in the order in which they count: `MATCH PATH -> ADDRESS`. */
export function shown(model: IngressModel | undefined, host = 'h.example'): readonly string[] {
  const found = model?.hosts.find((one) => one.host === host);
  const text = ({ match, path, backend }: IngressPath): string =>
    `${match} ${path} -> ${backend.kind === 'service' ? `${backend.address}:${backend.port}` : '503'}`;
  return [
    ...(found?.paths ?? []).map(text),
    ...(found?.fallback === undefined ? [] : [`else ${text(found.fallback)}`]),
  ];
}

import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { KubeObject } from '../phases/documents.js';
import type { ReadCertificate } from './certificates.js';
import type { IngressContext } from './context.js';
import type { IngressHost, IngressModel, IngressPath } from './model.js';
import { type IngressDemand, readIngress } from './rules.js';

/** The Ingresses to serve. Of those that an earlier apply recorded nothing is said. */
export interface IngressInput {
  readonly written: readonly KubeObject<Ingress>[];
  readonly earlier: readonly KubeObject<Ingress>[];
}

/**
 * All Ingresses of all namespaces as one model; undefined: there are none. Where two ask for the same path of the same
 * host, the first by namespace and name has it (ingress-nginx: the older one, which is not known here).
 * Reports: field/ignored, reference/*.
 */
export function resolveIngresses(
  { written, earlier }: IngressInput,
  context: IngressContext,
): IngressModel | undefined {
  const silent: IngressContext = { ...context, report: () => {} };
  const demands = [
    ...written.map((one) => ({ ...readIngress(one, context), report: context.report })),
    ...earlier.map((one) => ({ ...readIngress(one, silent), report: silent.report })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (demands.length === 0) return undefined;
  const general = generalBackend(demands);
  const byName = demandsByHost(demands);
  const certificates = new Map<string, ReadCertificate>();
  const merged = [...byName.keys()].sort(byHost).map((host): IngressHost => {
    const mine = byName.get(host) ?? [];
    const fallback = host === '' ? general : (firstBackend(mine) ?? general);
    const [certificate] = [
      ...mine.flatMap(({ tls }) => tls.forHost(host) ?? []),
      ...(host === '' ? demands.flatMap(({ tls }) => tls.general ?? []) : []),
    ];
    if (certificate !== undefined) certificates.set(certificate.name, certificate);
    return {
      host,
      paths: mergePaths(host, mine),
      ...(fallback === undefined ? {} : { fallback }),
      ...(certificate === undefined ? {} : { certificate: certificate.name }),
    };
  });
  return { hosts: merged, certificates: [...certificates.values()] };
}

type Demand = IngressDemand & Pick<IngressContext, 'report'>;

/** Which Ingresses have rules for a host; the one without a name is always there. */
function demandsByHost(demands: readonly Demand[]): ReadonlyMap<string, readonly Demand[]> {
  const found = new Map<string, Set<Demand>>([['', new Set()]]);
  for (const demand of demands) {
    for (const { host } of demand.rules) {
      const mine = found.get(host) ?? new Set();
      found.set(host, mine.add(demand));
    }
  }
  return new Map([...found].map(([host, mine]) => [host, [...mine]]));
}

const firstBackend = (demands: readonly Demand[]): IngressPath | undefined =>
  demands.find(({ defaultBackend }) => defaultBackend !== undefined)?.defaultBackend;

/**
 * For what no rule of any Ingress takes; one of an Ingress without rules comes first.
 * Source: kubernetes.io, concepts/services-networking/ingress, DefaultBackend.
 */
function generalBackend(demands: readonly Demand[]): IngressPath | undefined {
  return firstBackend(demands.filter(({ rules }) => rules.length === 0)) ?? firstBackend(demands);
}

/** Exact hosts before wildcards, and the one without a name last. */
function byHost(a: string, b: string): number {
  const rank = (host: string): number => (host === '' ? 2 : host.startsWith('*') ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** Reports: reference/path-taken. */
function mergePaths(host: string, demands: readonly Demand[]): readonly IngressPath[] {
  const taken = new Map<string, { readonly owner: string; readonly path: IngressPath }>();
  for (const { name, rules, report } of demands) {
    for (const path of rules.filter((rule) => rule.host === host).flatMap(({ paths }) => paths)) {
      const key = `${path.match} ${path.path}`;
      const before = taken.get(key);
      if (before === undefined) taken.set(key, { owner: name, path });
      else {
        const place = path.origin.child('path');
        report('reference/path-taken', place, { path: place.toString(), host, owner: before.owner });
      }
    }
  }
  return [...taken.values()].map(({ path }) => path).sort(byPrecedence);
}

/**
 * The longest path counts, and of two alike the exact one.
 * Source: kubernetes.io, concepts/services-networking/ingress, Multiple matches.
 */
function byPrecedence(a: IngressPath, b: IngressPath): number {
  const rank = ({ match }: IngressPath): number => (match === 'exact' ? 0 : match === 'regex' ? 1 : 2);
  return b.path.length - a.path.length || rank(a) - rank(b) || (a.path < b.path ? -1 : 1);
}

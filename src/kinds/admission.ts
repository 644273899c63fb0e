import type { LimitRange, PodSpec, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import type { KubeObject } from '../phases/documents.js';
import { checkBounds, withDefaults } from './limit-range.js';

/** What has a say in what the pods of a namespace become. */
export interface Admitting {
  readonly ranges: readonly LimitRange[];
  /** By name; of two with one name the first counts. */
  readonly accounts: ReadonlyMap<string, ServiceAccount>;
}

/** The objects of a namespace that have a say in what its pods become. */
export function admittingIn(namespace: string, objects: readonly KubeObject[]): Admitting {
  const here = objects.filter((one) => one.namespace === namespace);
  // Phase 2 checked each manifest against the schema of its kind.
  const ranges = here.flatMap(({ kind, manifest }) =>
    kind === 'LimitRange' ? [manifest as LimitRange] : [],
  );
  const accounts = here.flatMap(({ kind, name, manifest }) =>
    kind === 'ServiceAccount' ? [[name, manifest as ServiceAccount] as const] : [],
  );
  return { ranges, accounts: new Map(accounts.toReversed()) };
}

/**
 * What the API server fills into a pod before it is made, from other objects of its namespace: registry credentials of
 * its service account, and limits of LimitRanges. A pod that runs is not touched when they change.
 * Reports: api/limit-range.
 */
export function admitted(request: PodRequest, { ranges, accounts }: Admitting, report: Report): PodRequest {
  const { podSpec, identity } = request;
  const credited = withPullSecrets(podSpec, accounts.get(identity.serviceAccountName));
  if (ranges.length === 0 && credited === podSpec) return request;
  const filled = withDefaults(credited, ranges);
  checkBounds(filled, ranges, request.at, report);
  return { ...request, podSpec: filled, written: podSpec };
}

/** Only a pod that names none gets those of its account. Source: kubernetes plugin/pkg/admission/serviceaccount/admission.go, Admit. */
function withPullSecrets(podSpec: PodSpec, account: ServiceAccount | undefined): PodSpec {
  const { imagePullSecrets = [] } = account ?? {};
  if (imagePullSecrets.length === 0 || (podSpec.imagePullSecrets ?? []).length > 0) return podSpec;
  return { ...podSpec, imagePullSecrets };
}

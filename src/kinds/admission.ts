import type { LimitRange, PodSpec, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import type { KubeObject } from '../phases/documents.js';
import { checkBounds, withDefaults } from './limit-range.js';

/** Whether an object of a namespace has a say in what its pods become. */
export function admits({ kind, namespace }: KubeObject, of: string): boolean {
  return namespace === of && (kind === 'LimitRange' || kind === 'ServiceAccount');
}

/**
 * What the API server fills into a pod before it is made, from other objects of its namespace: registry credentials of
 * its service account, and limits of LimitRanges (`here`: what `admits` says of the objects of its namespace). A pod that runs is not touched when they change.
 * Reports: api/limit-range.
 */
export function admitted(request: PodRequest, here: readonly KubeObject[], report: Report): PodRequest {
  const { serviceAccountName } = request.identity;
  // Phase 2 checked each manifest against the schema of its kind.
  const ranges = here.flatMap(({ kind, manifest }) =>
    kind === 'LimitRange' ? [manifest as LimitRange] : [],
  );
  const account = here.find(({ kind, name }) => kind === 'ServiceAccount' && name === serviceAccountName);
  const { podSpec } = request;
  const credited = withPullSecrets(podSpec, account?.manifest as ServiceAccount | undefined);
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

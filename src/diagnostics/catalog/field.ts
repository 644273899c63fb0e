import { entry } from './entry.js';

export interface FieldParams {
  readonly path: string;
  readonly why: string;
}

/** Messages made from the field ledger: what becomes of a field that is not honoured exactly. */
export const field = {
  'field/approximate': entry<FieldParams>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, why }) => `${path} is honoured approximately: ${why}`,
    explain: 'kube2pod acts on the field, but the result differs from what a cluster does in the way stated.',
    bad: 'spec: {serviceAccountName: robot}',
    good: 'spec: {automountServiceAccountToken: false}',
  }),
  'field/ignored': entry<FieldParams>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, why }) => `${path} has no effect: ${why}`,
    explain: 'The object is run without this field, and behaves differently from a cluster because of it.',
    bad: 'spec: {runtimeClassName: gvisor}',
    good: 'spec: {}',
  }),
  'field/no-difference': entry<FieldParams>({
    severity: 'note',
    group: 'podman',
    message: ({ path, why }) => `${path} makes no difference here: ${why}`,
    explain: 'The field is about several nodes or about the cluster itself; on one machine nothing is lost.',
    bad: 'spec: {nodeSelector: {disk: ssd}}',
    good: 'spec: {}',
  }),
  'field/refused': entry<FieldParams>({
    severity: 'error',
    group: 'podman',
    message: ({ path, why }) => `${path} cannot be honoured: ${why}`,
    explain: 'Running the object without this field would be wrong, so no output is made for it.',
    bad: 'volumes: [{name: v, gitRepo: {repository: https://example.com/r.git}}]',
    good: 'volumes: [{name: v, emptyDir: {}}]   # and an init container that clones',
  }),
  'field/unreviewed': entry<{ readonly path: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path }) => `${path} is known to Kubernetes, but not to kube2pod, and has no effect`,
    explain: 'The schema has the field and the ledger has no row for it. Please report it.',
    bad: 'spec: {aFieldOfALaterRelease: true}',
    good: 'spec: {}',
  }),
} as const;

import type { NodeSelectorTerm, PodAffinity, PodSpec } from 'kubernetes-types/core/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../check.js';
import { labelValueRule } from '../names.js';

/** Labels of nodes that have other names now. Source: pkg/api/node/util.go, deprecatedNodeLabels. */
const oldLabels: { readonly [label: string]: string } = {
  'beta.kubernetes.io/arch': 'is deprecated since v1.14: use "kubernetes.io/arch"',
  'beta.kubernetes.io/os': 'is deprecated since v1.14: use "kubernetes.io/os"',
  'failure-domain.beta.kubernetes.io/region':
    'is deprecated since v1.17: use "topology.kubernetes.io/region"',
  'failure-domain.beta.kubernetes.io/zone': 'is deprecated since v1.17: use "topology.kubernetes.io/zone"',
  'beta.kubernetes.io/instance-type': 'is deprecated since v1.17: use "node.kubernetes.io/instance-type"',
  'app.kubernetes.io/created-by': 'is deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'is deprecated since v1.22: use taints and tolerations',
  'node-role.kubernetes.io/master': 'is deprecated: use "node-role.kubernetes.io/control-plane"',
};

/** Source: pkg/api/node/util.go, GetNodeLabelDeprecatedMessage. */
export function warnOfLabel(label: string, at: FieldPath, scope: Scope): void {
  const message = Object.hasOwn(oldLabels, label) ? oldLabels[label] : undefined;
  if (message !== undefined) warn(at, `${label} ${message}`, scope);
}

/** Source: pkg/api/node/util.go, GetWarningsForNodeSelectorTerm. */
export function warnOfTerm({ matchExpressions = [] }: NodeSelectorTerm, at: FieldPath, scope: Scope): void {
  for (const [index, { key }] of matchExpressions.entries())
    warnOfLabel(key, at.child('matchExpressions').index(index).child('key'), scope);
}

/** Source: pkg/api/node/util.go, GetWarningsForNodeSelector. */
export function warnOfNodeSelector(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  at: FieldPath,
  scope: Scope,
): void {
  warnOfTerm({ matchExpressions }, at, scope);
  for (const label of Object.keys(matchLabels)) {
    const labels = at.child('matchLabels');
    warnOfLabel(label, labels.entry(label).printedAs(`${labels}.${label}`), scope);
  }
}

const needed = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const matchesNothing = 'without a labelSelector, no pod is matched';

/** Source: pkg/api/pod/warnings.go, warningsForPodSpecAndMeta. */
export function warnOfScheduling(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { nodeSelector = {}, affinity = {}, topologySpreadConstraints = [] } = podSpec;
  for (const label of Object.keys(nodeSelector))
    warnOfLabel(label, at.child('nodeSelector').entry(label), scope);
  for (const [index, { topologyKey, labelSelector }] of topologySpreadConstraints.entries()) {
    const place = at.child('topologySpreadConstraints').index(index);
    warnOfLabel(topologyKey, place.child('topologyKey'), scope);
    if (labelSelector === undefined) warn(place.child('labelSelector'), matchesNothing, scope);
  }
  warnOfNodeAffinity(affinity.nodeAffinity ?? {}, at.child('affinity', 'nodeAffinity'), scope);
  for (const field of ['podAffinity', 'podAntiAffinity'] as const)
    warnOfPodAffinity(affinity[field] ?? {}, at.child('affinity', field), scope);
}

/** Values that no label can have are refused where they are needed. */
function warnOfNodeAffinity(
  affinity: NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, term] of (affinity[needed]?.nodeSelectorTerms ?? []).entries())
    warnOfTerm(term, at.child(needed, 'nodeSelectorTerms').index(index), scope);
  for (const [index, { preference = {} }] of (affinity[preferred] ?? []).entries()) {
    const place = at.child(preferred).index(index).child('preference');
    warnOfTerm(preference, place, scope);
    for (const [position, { values = [] }] of (preference.matchExpressions ?? []).entries())
      for (const [nth, value] of values.entries())
        if (labelValueRule(value) !== undefined)
          warn(
            place.child('matchExpressions').index(position).child('values').index(nth),
            `no label has the value "${value}"`,
            scope,
          );
  }
}

/** Source: warningsForPodAffinityTerms, warningsForWeightedPodAffinityTerms. */
function warnOfPodAffinity(affinity: PodAffinity, at: FieldPath, scope: Scope): void {
  for (const [index, { labelSelector }] of (affinity[needed] ?? []).entries())
    if (labelSelector === undefined)
      warn(at.child(needed).index(index).child('labelSelector'), matchesNothing, scope);
  for (const [index, { podAffinityTerm }] of (affinity[preferred] ?? []).entries())
    if (podAffinityTerm?.labelSelector === undefined)
      warn(at.child(preferred).index(index).child('podAffinityTerm', 'labelSelector'), matchesNothing, scope);
}

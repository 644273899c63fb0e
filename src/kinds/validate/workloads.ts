import type { DaemonSet, Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkRange,
  checkWord,
  forbid,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { isUsable, matches, validateLabelSelector } from '../../fields/selector.js';
import { type TemplateRules, validatePodTemplate } from '../../fields/validate-pod.js';
import { checkIntOrPercent, isZero } from './int-or-percent.js';

const always = { restartPolicies: ['Always'] };

export interface Selecting {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/**
 * The selector, the template, and that the one matches the other.
 * Source: pkg/apis/apps/validation/validation.go, ValidatePodTemplateSpecForReplicaSet and the ...Spec functions.
 */
export function validateSelected(
  { selector, template }: Selecting,
  at: FieldPath,
  scope: Scope,
  rules: TemplateRules = always,
): void {
  const place = at.child('selector');
  const labels = template?.metadata?.labels ?? {};
  const isEmpty =
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
  if (selector === undefined) required(undefined, place, scope);
  else {
    validateLabelSelector(selector, place, scope);
    if (isEmpty) invalid('', place, 'an empty selector would choose every pod', scope);
    if (!isUsable(selector)) invalid('', place, 'is no selector that can be used', scope);
  }
  if (selector === undefined || (isUsable(selector) && !isEmpty && !matches(selector, labels))) {
    const where = at.child('template', 'metadata', 'labels');
    scope.report('api/selector-mismatch', where, { path: where.toString() });
  }
  validatePodTemplate(template, at.child('template'), rules, scope);
}

/** Source: pkg/apis/apps/validation/validation.go, ValidateDeployment. */
export function validateDeployment(
  { metadata, spec = {} as NonNullable<Deployment['spec']> }: Deployment,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  for (const field of [
    'replicas',
    'minReadySeconds',
    'revisionHistoryLimit',
    'progressDeadlineSeconds',
  ] as const) {
    checkRange(spec[field], nonNegative, place.child(field), scope);
  }
  validateSelected(spec, place, scope);
  const { strategy, minReadySeconds = 0, progressDeadlineSeconds = 600 } = spec;
  const { rollingUpdate } = strategy ?? {};
  const type = strategy?.type || 'RollingUpdate';
  const where = place.child('strategy');
  const typeAt = where.child('type').printedAs(where.toString());
  checkWord(type, ['Recreate', 'RollingUpdate'], typeAt, scope);
  if (type === 'Recreate' && rollingUpdate !== undefined)
    forbid(where.child('rollingUpdate'), 'the strategy is Recreate', scope);
  if (type === 'RollingUpdate' && rollingUpdate !== undefined) {
    const { maxSurge = '25%', maxUnavailable = '25%' } = rollingUpdate;
    checkIntOrPercent(maxUnavailable, 'share', where.child('rollingUpdate', 'maxUnavailable'), scope);
    checkIntOrPercent(maxSurge, 'any', where.child('rollingUpdate', 'maxSurge'), scope);
    if (isZero(maxSurge) && isZero(maxUnavailable))
      invalid(
        maxUnavailable,
        where.child('rollingUpdate', 'maxUnavailable'),
        'may not be 0 when maxSurge is 0',
        scope,
      );
  }
  if (progressDeadlineSeconds <= minReadySeconds)
    invalid(
      progressDeadlineSeconds,
      place.child('progressDeadlineSeconds'),
      'must be greater than minReadySeconds',
      scope,
    );
}

/** Source: pkg/apis/apps/validation/validation.go, ValidateReplicaSet. */
export function validateReplicaSet(
  { metadata, spec = {} as NonNullable<ReplicaSet['spec']> }: ReplicaSet,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const place = at.child('spec');
  checkRange(spec.replicas, nonNegative, place.child('replicas'), scope);
  checkRange(spec.minReadySeconds, nonNegative, place.child('minReadySeconds'), scope);
  validateSelected(spec, place, scope);
}

/** The selector is a plain map, by default (or empty) the template's labels. Source: pkg/apis/core/validation/validation.go, ValidateReplicationControllerSpec; pkg/apis/core/v1/defaults.go, SetDefaults_ReplicationController. */
export function validateReplicationController(
  { metadata, spec }: ReplicationController,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const { replicas, minReadySeconds, template } = spec ?? {};
  const place = at.child('spec');
  checkRange(replicas, nonNegative, place.child('replicas'), scope);
  checkRange(minReadySeconds, nonNegative, place.child('minReadySeconds'), scope);
  const labels = template?.metadata?.labels ?? {};
  const written = spec?.selector ?? {};
  const selector = Object.keys(written).length === 0 ? labels : written;
  if (Object.keys(selector).length === 0) required(undefined, place.child('selector'), scope);
  if (template === undefined) required(undefined, place.child('template'), scope);
  else {
    if (!matches({ matchLabels: selector }, labels)) {
      const where = place.child('template', 'metadata', 'labels');
      report('api/selector-mismatch', where, { path: where.toString() });
    }
    validatePodTemplate(template, place.child('template'), always, scope);
  }
}

/** Source: pkg/apis/apps/validation/validation.go, ValidateDaemonSet. */
export function validateDaemonSet(
  { metadata, spec = {} as NonNullable<DaemonSet['spec']> }: DaemonSet,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const place = at.child('spec');
  checkRange(spec.minReadySeconds, nonNegative, place.child('minReadySeconds'), scope);
  checkRange(spec.revisionHistoryLimit, nonNegative, place.child('revisionHistoryLimit'), scope);
  validateSelected(spec, place, scope);
  const { rollingUpdate } = spec.updateStrategy ?? {};
  const type = spec.updateStrategy?.type || 'RollingUpdate';
  const where = place.child('updateStrategy');
  const typeAt = where.child('type').printedAs(where.toString());
  checkWord(type, ['OnDelete', 'RollingUpdate'], typeAt, scope);
  if (type !== 'RollingUpdate' || rollingUpdate === undefined) return;
  const { maxSurge = 0, maxUnavailable } = rollingUpdate;
  const unavailable = maxUnavailable ?? 1;
  checkIntOrPercent(unavailable, 'share', where.child('rollingUpdate', 'maxUnavailable'), scope);
  checkIntOrPercent(maxSurge, 'share', where.child('rollingUpdate', 'maxSurge'), scope);
  if (!isZero(maxSurge) && !isZero(unavailable))
    invalid(
      maxSurge,
      where.child('rollingUpdate', 'maxSurge'),
      'may not be set when maxUnavailable is not 0',
      scope,
    );
  if (isZero(maxSurge) && isZero(unavailable))
    required(
      undefined,
      where.child('rollingUpdate', 'maxUnavailable'),
      scope,
      'it cannot be 0 when maxSurge is 0',
    );
}

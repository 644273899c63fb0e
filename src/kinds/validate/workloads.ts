import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkWord,
  forbid,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, dnsSubdomain } from '../../fields/names.js';
import { isUsable, matches, validateLabelSelector } from '../../fields/selector.js';
import { type TemplateRules, validatePodTemplate } from '../../fields/validate-pod.js';
import { validateClaimSpec } from './storage.js';

const always = { restartPolicies: ['Always'] };

interface Selecting {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/**
 * The selector, the template, and that the one matches the other.
 * Source: pkg/apis/apps/validation/validation.go, ValidatePodTemplateSpecForReplicaSet and the ...Spec functions.
 */
function validateSelected(
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

const percent = /^(100|[1-9]?\d)%$/;

/** A count, or a share in percent. Source: pkg/apis/apps/validation/validation.go, ValidatePositiveIntOrPercent and IsNotMoreThan100Percent. */
function checkIntOrPercent(
  value: number | string | undefined,
  at: FieldPath,
  scope: Scope,
  mayExceed = true,
): void {
  if (value === undefined) return;
  if (typeof value === 'number') checkRange(value, nonNegative, at, scope);
  else if (!/^\d+%$/.test(value))
    invalid(value, at, 'must be a whole number or a percentage such as 25%', scope);
  else if (!mayExceed && !percent.test(value)) invalid(value, at, 'must be at most 100%', scope);
}

const isZero = (value: number | string | undefined): boolean => value === 0 || value === '0%';

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
  const { type = 'RollingUpdate', rollingUpdate } = strategy ?? {};
  const where = place.child('strategy');
  checkWord(type, ['Recreate', 'RollingUpdate'], where.child('type'), scope);
  if (type === 'Recreate' && rollingUpdate !== undefined)
    forbid(where.child('rollingUpdate'), 'the strategy is Recreate', scope);
  if (type === 'RollingUpdate' && rollingUpdate !== undefined) {
    const { maxSurge = '25%', maxUnavailable = '25%' } = rollingUpdate;
    checkIntOrPercent(maxUnavailable, where.child('rollingUpdate', 'maxUnavailable'), scope, false);
    checkIntOrPercent(maxSurge, where.child('rollingUpdate', 'maxSurge'), scope);
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

/** The selector is a plain map, by default the template's labels. Source: pkg/apis/core/validation/validation.go, ValidateReplicationControllerSpec. */
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
  const selector = spec?.selector ?? labels;
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
  const { type = 'RollingUpdate', rollingUpdate } = spec.updateStrategy ?? {};
  const where = place.child('updateStrategy');
  checkWord(type, ['OnDelete', 'RollingUpdate'], where.child('type'), scope);
  if (type !== 'RollingUpdate' || rollingUpdate === undefined) return;
  const { maxSurge = 0, maxUnavailable } = rollingUpdate;
  const unavailable = maxUnavailable ?? 1;
  checkIntOrPercent(unavailable, where.child('rollingUpdate', 'maxUnavailable'), scope, false);
  checkIntOrPercent(maxSurge, where.child('rollingUpdate', 'maxSurge'), scope, false);
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

/** Source: pkg/apis/apps/validation/validation.go, ValidateStatefulSet. */
export function validateStatefulSet(
  { metadata, spec = {} as NonNullable<StatefulSet['spec']> }: StatefulSet,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), { name: dnsLabel }, scope);
  const place = at.child('spec');
  const {
    podManagementPolicy,
    updateStrategy,
    persistentVolumeClaimRetentionPolicy: retention,
    ordinals,
    serviceName,
  } = spec;
  checkWord(podManagementPolicy, ['OrderedReady', 'Parallel'], place.child('podManagementPolicy'), scope);
  checkWord(
    updateStrategy?.type,
    ['OnDelete', 'RollingUpdate'],
    place.child('updateStrategy', 'type'),
    scope,
  );
  if (updateStrategy?.rollingUpdate !== undefined) {
    const where = place.child('updateStrategy', 'rollingUpdate');
    if (updateStrategy.type === 'OnDelete')
      invalid('', where, 'only the strategy RollingUpdate has it', scope);
    checkRange(updateStrategy.rollingUpdate.partition, nonNegative, where.child('partition'), scope);
    const { maxUnavailable } = updateStrategy.rollingUpdate;
    checkIntOrPercent(maxUnavailable, where.child('maxUnavailable'), scope, false);
    if (isZero(maxUnavailable)) invalid(maxUnavailable, where.child('maxUnavailable'), 'cannot be 0', scope);
  }
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    checkWord(
      retention?.[field],
      ['Retain', 'Delete'],
      place.child('persistentVolumeClaimRetentionPolicy', field),
      scope,
    );
  }
  for (const field of ['replicas', 'minReadySeconds', 'revisionHistoryLimit'] as const)
    checkRange(spec[field], nonNegative, place.child(field), scope);
  checkRange(ordinals?.start, nonNegative, place.child('ordinals', 'start'), scope);
  if (serviceName !== undefined && serviceName !== '')
    checkName(serviceName, dnsSubdomain, place.child('serviceName'), scope);
  // Volumes of the claims are not there yet, so the pods' own spec is left to the pods: ValidatePodTemplateSpecForStatefulSet.
  validateSelected(spec, place, scope, { ...always, metadataOnly: true });
  for (const [index, claim] of (spec.volumeClaimTemplates ?? []).entries()) {
    const where = place.child('volumeClaimTemplates').index(index);
    if (claim.spec !== undefined) validateClaimSpec(claim.spec, where.child('spec'), scope);
  }
}

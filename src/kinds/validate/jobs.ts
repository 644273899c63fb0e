import type { Job } from 'kubernetes-types/batch/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkLength,
  checkName,
  checkRange,
  checkWord,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { nameOf, subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, domainPrefixedPath } from '../../fields/names.js';
import { isUsable, matches, validateLabelSelector } from '../../fields/selector.js';
import { validatePodTemplate } from '../../fields/validate-pod.js';
import { type JobSpec, validateFailurePolicy, validateSuccessPolicy } from './job-policies.js';

const jobPolicies = { restartPolicies: ['OnFailure', 'Never'] };
/** Of jobs whose indexes fail on their own, the larger ones have lower limits. */
const limits = { indexes: 100_000, parallel: 10_000, failed: 10_000 };
const longestManager = 63;
const longestLabel = 63;

/** Source: pkg/apis/batch/validation/validation.go, ValidateJob. */
export function validateJob({ metadata, spec }: Job, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const known = withDefaults(spec ?? {});
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  validateSelection(known, metadata?.name, place, scope);
  if (known.manualSelector !== true) checkNameLabel(metadata?.name ?? '', at, scope);
  validateJobSpec(known, place, scope);
  const { completionMode, completions = 1 } = known;
  const name = nameOf(metadata);
  if (completionMode === 'Indexed' && completions > 0 && name !== '') {
    // Pods of an indexed job have host names made from its name.
    checkName(`${name}-${completions - 1}`, dnsLabel, at.child('metadata', 'name'), scope);
  }
}

/** The template of a CronJob has none of them. Source: pkg/apis/batch/v1/defaults.go, SetDefaults_Job. */
function withDefaults(spec: JobSpec): JobSpec {
  const isSingle = spec.completions === undefined && spec.parallelism === undefined;
  return isSingle ? { ...spec, completions: 1 } : spec;
}

/** Pods get their job's name as a label. Source: pkg/registry/batch/job/strategy.go, generateSelector. */
function checkNameLabel(name: string, at: FieldPath, scope: Scope): void {
  const place = at.child('metadata', 'name').printedAs(at.child('spec', 'template', 'labels').toString());
  if (name.length > longestLabel)
    invalid(name, place, `must have at most ${longestLabel} characters: it is a label of the pods`, scope);
}

/** What the server adds to a job is not known before, so that nothing that is written can equal it. */
const unknown = '\0';
const uidLabels = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const nameLabels = ['job-name', 'batch.kubernetes.io/job-name'];

/**
 * Selectors are made by the server, unless manualSelector says otherwise; what is written must agree with what it makes.
 * Source: validateGeneratedSelector and ValidateJobSpec; pkg/registry/batch/job/strategy.go, generateSelector.
 */
function validateSelection(
  { manualSelector, selector, template }: JobSpec,
  name: string | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  if (selector !== undefined) validateLabelSelector(selector, at.child('selector'), scope);
  const labels = template?.metadata?.labels ?? {};
  const labelsAt = at.child('template', 'metadata', 'labels');
  if (manualSelector === true) {
    if (selector === undefined) required(undefined, at.child('selector'), scope);
    else if (isUsable(selector) && !matches(selector, labels))
      scope.report('api/selector-mismatch', labelsAt, { path: labelsAt.toString() });
    return;
  }
  const generated: { readonly [label: string]: string } = Object.fromEntries([
    ...nameLabels.map((label) => [label, name ?? unknown]),
    ...uidLabels.map((label) => [label, unknown]),
  ]);
  for (const [label, value] of Object.entries(generated)) {
    const written = labels[label];
    if (written !== undefined && written !== value)
      invalid(written, labelsAt.entry(label), 'is set by the server, to something else', scope);
  }
  if (selector !== undefined && isUsable(selector))
    checkGenerated(selector, { generated, labels }, at, scope);
}

type Labels = { readonly [label: string]: string };

function checkGenerated(
  selector: LabelSelector,
  { generated, labels }: { readonly generated: Labels; readonly labels: Labels },
  at: FieldPath,
  scope: Scope,
): void {
  if (!matches(selector, generated)) {
    const why = 'is made by the system; manualSelector: true allows one of your own';
    invalid('', at.child('selector'), why, scope);
  }
  const place = at.child('template', 'metadata', 'labels');
  if (!matches(selector, { ...generated, ...labels }))
    scope.report('api/selector-mismatch', place, { path: place.toString() });
}

/** Of jobs and of a CronJob's template. Source: pkg/apis/batch/validation/validation.go, validateJobSpec. */
export function validateJobSpec(spec: JobSpec, at: FieldPath, scope: Scope): void {
  for (const field of [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
    'backoffLimitPerIndex',
    'maxFailedIndexes',
  ] as const) {
    checkRange(spec[field], nonNegative, at.child(field), scope);
  }
  validateIndexing(spec, at, scope);
  const { managedBy, podFailurePolicy, podReplacementPolicy } = spec;
  if (managedBy !== undefined) {
    checkName(managedBy, domainPrefixedPath, at.child('managedBy'), scope);
    checkLength(managedBy, longestManager, at.child('managedBy'), scope);
  }
  const replacing = podFailurePolicy === undefined ? ['TerminatingOrFailed', 'Failed'] : ['Failed'];
  checkWord(podReplacementPolicy, replacing, at.child('podReplacementPolicy'), scope);
  if (podFailurePolicy !== undefined) validateFailurePolicy(podFailurePolicy, spec, at, scope);
  validateSuccessPolicy(spec, at.child('successPolicy'), scope);
  validatePodTemplate(spec.template, at.child('template'), jobPolicies, scope);
}

/** Source: validateJobSpec, ValidateJobSpec's limits for indexed jobs. */
function validateIndexing(spec: JobSpec, at: FieldPath, scope: Scope): void {
  const { completionMode = 'NonIndexed', backoffLimitPerIndex, maxFailedIndexes } = spec;
  checkWord(completionMode, ['NonIndexed', 'Indexed'], at.child('completionMode'), scope);
  if (completionMode === 'Indexed') validateIndexed(spec, at, scope);
  else
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[field] !== undefined)
        invalid(spec[field], at.child(field), 'needs completionMode: Indexed', scope);
    }
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined)
    required(undefined, at.child('backoffLimitPerIndex'), scope, 'maxFailedIndexes goes with it');
}

function validateIndexed(spec: JobSpec, at: FieldPath, scope: Scope): void {
  const { completions, parallelism = 1, backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (completions === undefined) {
    required(undefined, at.child('completions'), scope, 'an indexed job has a fixed number');
    return;
  }
  const isLarge = backoffLimitPerIndex !== undefined && completions > limits.indexes;
  const most = isLarge ? limits.parallel : limits.indexes;
  if (parallelism > most) invalid(parallelism, at.child('parallelism'), `must be at most ${most}`, scope);
  const place = at.child('maxFailedIndexes');
  if (maxFailedIndexes === undefined) {
    if (isLarge) required(undefined, place, scope, `there are more than ${limits.indexes} completions`);
    return;
  }
  const mostFailed = isLarge ? limits.failed : limits.indexes;
  if (maxFailedIndexes > mostFailed) invalid(maxFailedIndexes, place, `must be at most ${mostFailed}`, scope);
  if (maxFailedIndexes > completions) invalid(maxFailedIndexes, place, 'must be at most completions', scope);
}

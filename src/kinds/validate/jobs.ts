import type { CronJob, Job, JobSpec, PodFailurePolicy } from 'kubernetes-types/batch/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';
import { validatePodTemplate } from '../../fields/validate-pod.js';
import { parseCron } from '../../model/cron.js';

const jobPolicies = { restartPolicies: ['OnFailure', 'Never'] };
const mostIndexes = 100_000;

/** Source: pkg/apis/batch/validation/validation.go, ValidateJob. */
export function validateJob({ metadata, spec = {} as JobSpec }: Job, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  validateJobSpec(spec, at.child('spec'), scope);
  const { completionMode, completions = 1 } = spec;
  if (completionMode === 'Indexed' && completions > 0 && metadata?.name !== undefined) {
    // Pods of an indexed job have host names made from its name.
    checkName(`${metadata.name}-${completions - 1}`, dnsLabel, at.child('metadata', 'name'), scope);
  }
}

/** Source: pkg/apis/batch/validation/validation.go, ValidateJobSpec and validateJobSpec. */
function validateJobSpec(spec: JobSpec, at: FieldPath, scope: Scope): void {
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
  checkWord(
    spec.podReplacementPolicy,
    ['TerminatingOrFailed', 'Failed'],
    at.child('podReplacementPolicy'),
    scope,
  );
  if (spec.podFailurePolicy !== undefined && spec.podReplacementPolicy === 'TerminatingOrFailed') {
    checkWord(spec.podReplacementPolicy, ['Failed'], at.child('podReplacementPolicy'), scope);
  }
  if (spec.manualSelector === true) {
    if (spec.selector === undefined) required(undefined, at.child('selector'), scope);
    else validateLabelSelector(spec.selector, at.child('selector'), scope);
  } else if (spec.selector !== undefined) {
    invalid(
      '',
      at.child('selector'),
      'is made by the system; manualSelector: true allows one of your own',
      scope,
    );
  }
  if (spec.podFailurePolicy !== undefined) validateFailurePolicy(spec.podFailurePolicy, spec, at, scope);
  if (spec.successPolicy !== undefined) validateSuccessPolicy(spec, at.child('successPolicy'), scope);
  validatePodTemplate(spec.template, at.child('template'), jobPolicies, scope);
}

function validateIndexing(spec: JobSpec, at: FieldPath, scope: Scope): void {
  const { completionMode = 'NonIndexed', parallelism = 1, backoffLimitPerIndex, maxFailedIndexes } = spec;
  // Without parallelism, completions is 1 by default: pkg/apis/batch/v1/defaults.go, SetDefaults_Job.
  const completions = spec.completions ?? (spec.parallelism === undefined ? 1 : undefined);
  checkWord(completionMode, ['NonIndexed', 'Indexed'], at.child('completionMode'), scope);
  if (completionMode === 'Indexed') {
    if (completions === undefined)
      required(undefined, at.child('completions'), scope, 'an indexed job has a fixed number');
    if (parallelism > mostIndexes)
      invalid(
        parallelism,
        at.child('parallelism'),
        `must be at most ${mostIndexes} for an indexed job`,
        scope,
      );
    if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) {
      invalid(maxFailedIndexes, at.child('maxFailedIndexes'), 'must be at most completions', scope);
    }
  }
  if (completionMode === 'NonIndexed' && backoffLimitPerIndex !== undefined) {
    invalid(backoffLimitPerIndex, at.child('backoffLimitPerIndex'), 'needs completionMode: Indexed', scope);
  }
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    invalid(maxFailedIndexes, at.child('maxFailedIndexes'), 'needs backoffLimitPerIndex', scope);
  }
}

/** Source: validatePodFailurePolicy. */
function validateFailurePolicy(
  policy: PodFailurePolicy,
  spec: JobSpec,
  jobAt: FieldPath,
  scope: Scope,
): void {
  const at = jobAt.child('podFailurePolicy');
  if (spec.template?.spec?.restartPolicy !== undefined && spec.template.spec.restartPolicy !== 'Never') {
    invalid(
      spec.template.spec.restartPolicy,
      jobAt.child('template', 'spec', 'restartPolicy'),
      'must be Never when podFailurePolicy is set',
      scope,
    );
  }
  const names = [
    ...(spec.template?.spec?.containers ?? []),
    ...(spec.template?.spec?.initContainers ?? []),
  ].map(({ name }) => name);
  const rules = policy.rules ?? [];
  if (rules.length > 20) invalid('', at.child('rules'), 'at most 20 rules are taken', scope);
  for (const [index, { action, onExitCodes, onPodConditions = [] }] of rules.entries()) {
    const place = at.child('rules').index(index);
    const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
    if (required(action, place.child('action'), scope))
      checkWord(action, actions, place.child('action'), scope);
    if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined)
      invalid(action, place.child('action'), 'FailIndex needs backoffLimitPerIndex', scope);
    if (onExitCodes !== undefined && onPodConditions.length > 0)
      invalid('', place, 'may have only one of "onExitCodes" or "onPodConditions"', scope);
    else if (onExitCodes === undefined && onPodConditions.length === 0)
      invalid('', place, 'must have one of "onExitCodes" or "onPodConditions"', scope);
    for (const [position, { type, status }] of onPodConditions.entries()) {
      const item = place.child('onPodConditions').index(position);
      required(type, item.child('type'), scope);
      if (status !== undefined) checkWord(status, ['False', 'True', 'Unknown'], item.child('status'), scope);
    }
    if (onExitCodes === undefined) continue;
    const where = place.child('onExitCodes');
    const { operator, values = [], containerName } = onExitCodes;
    if (containerName !== undefined && !names.includes(containerName))
      invalid(containerName, where.child('containerName'), 'there is no container of this name', scope);
    if (required(operator, where.child('operator'), scope))
      checkWord(operator, ['In', 'NotIn'], where.child('operator'), scope);
    if (values.length === 0) invalid('', where.child('values'), 'at least one value is needed', scope);
    if (values.length > 255) invalid('', where.child('values'), 'at most 255 values are taken', scope);
    checkUnique(
      values.map(String),
      (value) => value,
      (position) => where.child('values').index(position),
      scope,
    );
    for (const [position, value] of values.entries()) {
      const item = where.child('values').index(position);
      if (value === 0 && operator === 'In') invalid(value, item, '0 is no failure', scope);
      const earlier = values[position - 1];
      if (earlier !== undefined && earlier > value)
        invalid('', where.child('values'), 'must be in rising order', scope);
    }
  }
}

/** Source: validateSuccessPolicy. */
function validateSuccessPolicy(spec: JobSpec, at: FieldPath, scope: Scope): void {
  const {
    successPolicy,
    completionMode,
    completions = 0,
  } = spec as JobSpec & {
    readonly successPolicy?: {
      readonly rules?: readonly { readonly succeededIndexes?: string; readonly succeededCount?: number }[];
    };
  };
  if (completionMode !== 'Indexed') {
    invalid('', at, 'needs completionMode: Indexed', scope);
    return;
  }
  const rules = successPolicy?.rules ?? [];
  if (rules.length === 0) required(undefined, at.child('rules'), scope);
  for (const [index, { succeededIndexes, succeededCount }] of rules.entries()) {
    const place = at.child('rules').index(index);
    if (succeededIndexes === undefined && succeededCount === undefined)
      required(undefined, place, scope, '"succeededIndexes" or "succeededCount"');
    if (succeededCount !== undefined) {
      if (succeededCount <= 0)
        invalid(succeededCount, place.child('succeededCount'), 'must be greater than 0', scope);
      else if (succeededCount > completions)
        invalid(succeededCount, place.child('succeededCount'), 'must be at most completions', scope);
    }
    if (succeededIndexes !== undefined && !isIndexList(succeededIndexes, completions)) {
      invalid(
        succeededIndexes,
        place.child('succeededIndexes'),
        'must be rising indexes and ranges such as 0,2-4 below completions',
        scope,
      );
    }
  }
}

function isIndexList(text: string, completions: number): boolean {
  let last = -1;
  return text.split(',').every((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) return false;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    const isGood = from > last && (match[2] === undefined || to > from) && to < completions;
    last = to;
    return isGood;
  });
}

const longestCronName = 52;

/** Source: pkg/apis/batch/validation/validation.go, ValidateCronJobCreate. */
export function validateCronJob(
  { metadata, spec = {} as NonNullable<CronJob['spec']> }: CronJob,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const name = metadata?.name ?? '';
  if (name.length > longestCronName)
    invalid(
      name,
      at.child('metadata', 'name'),
      `must have at most ${longestCronName} characters: eleven are added for each job`,
      scope,
    );
  if (required(spec.schedule, place.child('schedule'), scope))
    validateSchedule(spec.schedule, place.child('schedule'), scope);
  for (const field of [
    'startingDeadlineSeconds',
    'successfulJobsHistoryLimit',
    'failedJobsHistoryLimit',
  ] as const) {
    checkRange(spec[field], nonNegative, place.child(field), scope);
  }
  checkWord(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], place.child('concurrencyPolicy'), scope);
  if (spec.timeZone !== undefined)
    validateTimeZone(spec.timeZone, spec.schedule ?? '', place.child('timeZone'), scope);
  const job = place.child('jobTemplate', 'spec');
  const template = spec.jobTemplate?.spec ?? ({} as JobSpec);
  if (template.manualSelector === true)
    scope.report('api/not-supported', job.child('manualSelector'), {
      path: job.child('manualSelector').toString(),
      value: 'true',
      allowed: ['false'],
    });
  validateJobSpec(template, job, scope);
}

function validateSchedule(schedule: string, at: FieldPath, scope: Scope): void {
  if (/TZ/.test(schedule)) {
    invalid(schedule, at, 'names a time zone: use the field timeZone', scope);
    return;
  }
  const parsed = parseCron(schedule);
  if ('problem' in parsed) invalid(schedule, at, `is no schedule: ${parsed.problem}`, scope);
}

function validateTimeZone(zone: string, schedule: string, at: FieldPath, scope: Scope): void {
  if (/TZ/.test(schedule)) invalid(zone, at, 'cannot stand beside a time zone in the schedule', scope);
  if (zone === '') invalid(zone, at, 'must not be empty', scope);
  else if (zone.toLowerCase() === 'local')
    invalid(zone, at, 'must name a zone of the time zone database', scope);
  else if (!isZone(zone)) invalid(zone, at, 'is no zone of the time zone database', scope);
}

/** The runtime's own database of zones; names differ in nothing but case, which Go minds. */
function isZone(zone: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return timeZone !== '' && /^[A-Z]/.test(zone) && !zone.startsWith('+') && !zone.startsWith('-');
  } catch {
    return false;
  }
}

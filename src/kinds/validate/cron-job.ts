import type { CronJob, CronJobSpec } from 'kubernetes-types/batch/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkRange,
  checkWordOrEmpty,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { nameOf, subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { parseCron } from '../../model/cron.js';
import { isTimeZone } from '../../model/time-zones.js';
import type { JobSpec } from './job-policies.js';
import { validateJobSpec } from './jobs.js';

const longestName = 52;

/** Source: pkg/apis/batch/validation/validation.go, ValidateCronJobCreate and validateCronJobSpec. */
export function validateCronJob({ metadata, spec }: CronJob, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const known: Partial<CronJobSpec> = spec ?? {};
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const name = nameOf(metadata);
  if (name.length > longestName) {
    const why = `must have at most ${longestName} characters: eleven are added for each job`;
    invalid(name, at.child('metadata', 'name'), why, scope);
  }
  const { schedule = '', timeZone } = known;
  if (required(schedule, place.child('schedule'), scope))
    validateSchedule(schedule, place.child('schedule'), scope);
  if (timeZone !== undefined) validateTimeZone(timeZone, place.child('timeZone'), scope);
  for (const field of [
    'startingDeadlineSeconds',
    'successfulJobsHistoryLimit',
    'failedJobsHistoryLimit',
  ] as const) {
    checkRange(known[field], nonNegative, place.child(field), scope);
  }
  const policies = ['Allow', 'Forbid', 'Replace'];
  checkWordOrEmpty(known.concurrencyPolicy, policies, place.child('concurrencyPolicy'), scope);
  validateJobTemplate(known.jobTemplate?.spec ?? {}, place.child('jobTemplate', 'spec'), scope);
}

/** Each job gets a selector of its own. Source: ValidateJobTemplateSpec. */
function validateJobTemplate(spec: JobSpec, at: FieldPath, scope: Scope): void {
  if (spec.selector !== undefined) invalid('', at.child('selector'), 'is made by the system', scope);
  if (spec.manualSelector === true) {
    const place = at.child('manualSelector');
    scope.report('api/not-supported', place, { path: place.toString(), value: 'true', allowed: ['false'] });
  }
  validateJobSpec(spec, at, scope);
}

/** Source: validateScheduleFormat. */
function validateSchedule(schedule: string, at: FieldPath, scope: Scope): void {
  if (schedule.includes('TZ')) {
    invalid(schedule, at, 'names a time zone: use the field timeZone', scope);
    return;
  }
  const parsed = parseCron(schedule);
  if ('problem' in parsed) invalid(schedule, at, `is no schedule: ${parsed.problem}`, scope);
}

/** Names of at most 14 characters between slashes. Source: validateTimeZone, validTimeZoneCharacters. */
const zonePart = /^[A-Za-z.\-_0-9+]{1,14}$/;

function validateTimeZone(zone: string, at: FieldPath, scope: Scope): void {
  if (zone === '') {
    invalid(zone, at, 'must not be empty', scope);
    return;
  }
  const isNamed = zone
    .split('/')
    .every((part) => zonePart.test(part) && part !== '.' && part !== '..' && !part.startsWith('-'));
  if (zone.toLowerCase() === 'local') invalid(zone, at, 'must name a zone of the time zone database', scope);
  else if (!isNamed || !isTimeZone(zone)) invalid(zone, at, 'is no zone of the time zone database', scope);
}

import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import type { PodTemplate } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../../fields/check.js';
import { ofClaims, warnOfRequirements } from '../../fields/warn-fractions.js';
import { warnOfPodName, warnOfTemplate } from '../../fields/warn-pod.js';

/** Source: pkg/registry, WarningsOnCreate of Deployment, ReplicaSet and ReplicationController. */
export function warnOfController(
  { metadata, spec }: Pick<Deployment, 'metadata' | 'spec'>,
  at: FieldPath,
  report: Report,
): void {
  warnOfPodName(metadata?.name, at.child('metadata', 'name'), { report });
  if (spec?.template !== undefined) warnOfTemplate(spec.template, at.child('spec', 'template'), { report });
}

/** Source: pkg/registry/apps/daemonset/strategy.go, WarningsOnCreate. */
export function warnOfDaemonSet({ spec }: DaemonSet, at: FieldPath, report: Report): void {
  if (spec?.template !== undefined) warnOfTemplate(spec.template, at.child('spec', 'template'), { report });
}

/** Source: pkg/registry/apps/statefulset/strategy.go, WarningsOnCreate; claims leave out the word "spec". */
export function warnOfStatefulSet({ spec }: StatefulSet, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  if (spec?.template !== undefined) warnOfTemplate(spec.template, place.child('template'), scope);
  for (const [index, claim] of (spec?.volumeClaimTemplates ?? []).entries()) {
    const item = place.child('volumeClaimTemplates').index(index);
    const resources = item.child('spec', 'resources').printedAs(`${item}.resources`);
    warnOfRequirements(claim.spec?.resources ?? {}, resources, scope, ofClaims);
  }
  if ((spec?.revisionHistoryLimit ?? 0) < 0)
    warn(place.child('revisionHistoryLimit'), 'is negative: all old revisions are kept', scope);
}

/** Source: pkg/registry/batch/job/strategy.go, WarningsOnCreate. */
export function warnOfJob({ metadata, spec }: Job, at: FieldPath, report: Report): void {
  warnOfPodName(metadata?.name, at.child('metadata', 'name'), { report });
  warnOfJobSpec(spec, at.child('spec'), { report });
}

/** Source: pkg/registry/batch/cronjob/strategy.go, WarningsOnCreate. */
export function warnOfCronJob({ metadata, spec }: CronJob, at: FieldPath, report: Report): void {
  warnOfPodName(metadata?.name, at.child('metadata', 'name'), { report });
  warnOfJobSpec(spec?.jobTemplate?.spec, at.child('spec', 'jobTemplate', 'spec'), { report });
}

const most = { completions: 100_000, parallelism: 10_000 };

/** Source: pkg/api/job/warnings.go, WarningsForJobSpec. */
function warnOfJobSpec(spec: JobSpec | undefined, at: FieldPath, scope: Scope): void {
  const { completionMode, completions = 0, parallelism = 0, template } = spec ?? {};
  const isLarge = completions > most.completions && parallelism > most.parallelism;
  if (completionMode === 'Indexed' && isLarge)
    warn(at, 'has more indexes than can be kept track of when many fail', scope);
  if (template !== undefined) warnOfTemplate(template, at.child('template'), scope);
}

/** Source: pkg/registry/core/podtemplate/strategy.go, WarningsOnCreate. */
export function warnOfTemplateObject({ template }: PodTemplate, at: FieldPath, report: Report): void {
  if (template !== undefined) warnOfTemplate(template, at.child('template'), { report });
}

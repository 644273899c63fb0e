import type { FieldPath } from '../diagnostics/field-path.js';
import type { CronJobRules } from '../supervisor/cron-job/model.js';
import type { JobRules } from '../supervisor/job/model.js';
import type { PodModel } from './pod-model.js';

/** What the controller of a template's pods goes by. */
export type TemplateRules =
  | { readonly kind: 'Job'; readonly job: JobRules }
  | { readonly kind: 'CronJob'; readonly job: JobRules; readonly cronJob: CronJobRules };

/** A pod that the supervisor makes whenever its controller wants one. */
export interface TemplateModel {
  readonly owner: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly origin: FieldPath;
  readonly rules: TemplateRules;
  /** Resolved, with placeholders for what differs from pod to pod. */
  readonly pod: PodModel;
  /** What makes it another object when it changes. */
  readonly identity: unknown;
}

import type { FieldPath } from '../diagnostics/field-path.js';
import type { CronInterval, CronSchedule } from './cron.js';

/** Pods that run anew at given times, in a form that something other than the supervisor keeps the time for. */
export interface ScheduleModel {
  readonly owner: { readonly namespace: string; readonly name: string };
  readonly origin: FieldPath;
  readonly times: CronSchedule | CronInterval;
  /** Absent: this machine's zone. */
  readonly timeZone?: string;
  /** The pods of one run, by Kubernetes' names. */
  readonly pods: readonly string[];
}

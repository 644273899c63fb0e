import type { CronJob, CronJobSpec } from 'kubernetes-types/batch/v1.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import { parseCron } from '../model/cron.js';
import type { ScheduleModel } from '../model/schedule.js';
import type { KubeObject } from '../phases/documents.js';
import { jobRequests } from './pods.js';

/** The pods of one run of a CronJob, which are the same in every run where nothing makes Jobs. */
export function scheduledRequests(object: KubeObject): readonly PodRequest[] {
  const spec = activeSpec(object);
  const at = object.at.child('spec', 'jobTemplate', 'spec', 'template');
  return spec === undefined ? [] : jobRequests(object, spec.jobTemplate.spec, at);
}

/** When a CronJob runs; nothing for other kinds, for one that is suspended, and for one without pods. */
export function scheduleModels(object: KubeObject): readonly ScheduleModel[] {
  const spec = activeSpec(object);
  if (spec === undefined) return [];
  const times = parseCron(spec.schedule);
  const pods = scheduledRequests(object).map(({ identity }) => identity.name);
  // Validation has refused what is no schedule.
  if ('problem' in times || pods.length === 0) return [];
  const { namespace, name, at } = object;
  const { timeZone } = spec;
  return [
    { owner: { namespace, name }, origin: at, times, pods, ...(timeZone === undefined ? {} : { timeZone }) },
  ];
}

function activeSpec({ kind, manifest }: KubeObject): CronJobSpec | undefined {
  const { spec } = kind === 'CronJob' ? (manifest as CronJob) : {};
  return spec?.suspend === true ? undefined : spec;
}

import type { BatchView } from '../batch.js';

/** Pods whose Job is over: only the Job's controller acts on them, which stops them. */
export function podsOfEndedJobs({ jobs }: BatchView): ReadonlySet<string> {
  const over = jobs.filter(({ status }) => status.end !== undefined);
  return new Set(over.flatMap(({ pods }) => pods.map(({ name }) => name)));
}

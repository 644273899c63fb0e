import { parseIndexes } from './indexes.js';
import type { EndedPod, FailureRule, JobPod, JobRules } from './model.js';

/**
 * What podFailurePolicy makes of a failed pod: the first rule that a container's exit code meets, else it counts.
 * Source: kubernetes pkg/controller/job/pod_failure_policy.go, matchPodFailurePolicy.
 */
export function judgeFailure(
  pod: JobPod,
  { failurePolicy, backoffLimitPerIndex }: JobRules,
): Pick<EndedPod, 'action' | 'message'> {
  for (const [position, rule] of failurePolicy.entries()) {
    const met = pod.exits.find((exit) => meets(exit, rule));
    if (met === undefined) continue;
    // Without a limit for each index there is nothing that FailIndex could fail: the next rule decides.
    if (rule.action === 'FailIndex' && backoffLimitPerIndex === undefined) continue;
    if (rule.action !== 'FailJob') return { action: rule.action };
    const message = `Container ${met.container} for pod ${pod.name} failed with exit code ${met.exitCode} matching FailJob rule at index ${position}`;
    return { action: 'FailJob', message };
  }
  return { action: 'Count' };
}

/** Source: pod_failure_policy.go, getMatchingContainerFromList and isOnExitCodesOperatorMatching. */
function meets(
  { container, exitCode }: JobPod['exits'][number],
  { containerName, operator, exitCodes }: FailureRule,
): boolean {
  if (exitCode === 0 || operator === 'Never') return false;
  if (containerName !== undefined && containerName !== container) return false;
  return exitCodes.includes(exitCode) === (operator === 'In');
}

/** The first rule of successPolicy that the succeeded indexes meet. Source: success_policy.go, matchSuccessPolicy. */
export function metSuccessRule(
  { successPolicy, completions = 0 }: JobRules,
  succeeded: ReadonlySet<number>,
): number | undefined {
  if (succeeded.size === 0) return undefined;
  const position = successPolicy.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined)
      return succeededCount !== undefined && succeeded.size >= succeededCount;
    const wanted = parseIndexes(succeededIndexes, completions);
    const there = [...wanted].filter((index) => succeeded.has(index)).length;
    const enough = succeededCount !== undefined && there >= succeededCount;
    return wanted.size > 0 && (there === wanted.size || enough);
  });
  return position < 0 ? undefined : position;
}

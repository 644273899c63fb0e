import type { ContainerRestart } from '../fields/restart/model.js';

/** What an exit code leads to. */
export type AfterEnd = 'restart' | 'restart-all' | 'stay';

/**
 * A container's own rules first, then its policy.
 * Source: kubernetes pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted; pkg/api/v1/pod/util.go,
 * FindMatchingContainerRestartRule.
 */
export function afterEnd({ policy, rules }: ContainerRestart, exitCode: number): AfterEnd {
  const rule = rules.find(({ operator, exitCodes }) => exitCodes.includes(exitCode) === (operator === 'In'));
  if (rule !== undefined) return rule.action === 'RestartAllContainers' ? 'restart-all' : 'restart';
  if (policy === 'Always') return 'restart';
  return policy === 'OnFailure' && exitCode !== 0 ? 'restart' : 'stay';
}

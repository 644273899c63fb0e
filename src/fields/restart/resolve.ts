import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { ContainerRestartRule } from '../../model/kubernetes.js';
import type { ContainerRole } from '../../model/pod-model.js';
import type { ContainerRestart, PodRestart, RestartPolicy, RestartRule } from './model.js';

/**
 * What happens when a container of the pod ends, and how long ending may take; seconds.
 * Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec.
 */
export function resolvePodRestart(podSpec: PodSpec): PodRestart {
  const { restartPolicy, terminationGracePeriodSeconds, activeDeadlineSeconds } = podSpec;
  return {
    policy: policyOf(restartPolicy) ?? 'Always',
    graceSeconds: terminationGracePeriodSeconds ?? 30,
    ...(activeDeadlineSeconds === undefined ? {} : { deadlineSeconds: activeDeadlineSeconds }),
  };
}

/**
 * A container's own policy and rules, or the pod's. An init container that ended well is done under every policy.
 * Sources: kubernetes pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted;
 * pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions.
 */
export function resolveContainerRestart(
  { restartPolicy, restartPolicyRules = [] }: Pick<Container, 'restartPolicy' | 'restartPolicyRules'>,
  role: ContainerRole,
  pod: PodRestart,
): ContainerRestart {
  const own = policyOf(restartPolicy) ?? pod.policy;
  return {
    policy: role === 'init' && own === 'Always' ? 'OnFailure' : own,
    rules: restartPolicyRules.flatMap(resolveRule),
  };
}

function policyOf(text: string | undefined): RestartPolicy | undefined {
  return text === 'Always' || text === 'OnFailure' || text === 'Never' ? text : undefined;
}

function resolveRule(rule: ContainerRestartRule): readonly RestartRule[] {
  const { action, exitCodes, ...rest } = rule;
  rest satisfies Record<string, never>;
  if (exitCodes === undefined) return [];
  const { operator, values = [], ...others } = exitCodes;
  others satisfies Record<string, never>;
  return [
    {
      action: action === 'RestartAllContainers' ? 'RestartAllContainers' : 'Restart',
      operator: operator === 'NotIn' ? 'NotIn' : 'In',
      exitCodes: values,
    },
  ];
}

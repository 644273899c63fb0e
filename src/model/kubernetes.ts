/**
 * Fields of current Kubernetes (1.36) that the package kubernetes-types (1.30) does not know, added to its types, so
 * that `kubernetes-types/core/v1.js` is imported everywhere. Source: the models of @kubernetes/client-node.
 */

/** One rule of a container's `restartPolicyRules`. */
export interface ContainerRestartRule {
  action: string;
  exitCodes?: ContainerRestartRuleOnExitCodes;
}

/** Which exit codes a restart rule is about. */
export interface ContainerRestartRuleOnExitCodes {
  operator: string;
  values?: Array<number>;
}

declare module 'kubernetes-types/core/v1.js' {
  interface PodSpec {
    hostnameOverride?: string;
    resources?: ResourceRequirements;
  }
  interface Container {
    restartPolicyRules?: Array<ContainerRestartRule>;
  }
  interface EphemeralContainer {
    restartPolicyRules?: Array<ContainerRestartRule>;
  }
  interface Lifecycle {
    stopSignal?: string;
  }
  interface PodSecurityContext {
    seLinuxChangePolicy?: string;
    supplementalGroupsPolicy?: string;
  }
  interface ResourceClaim {
    request?: string;
  }
}

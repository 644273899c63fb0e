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

/** One variable of an env file in a volume of the pod (an init container writes it). */
export interface FileKeySelector {
  key: string;
  optional?: boolean;
  path: string;
  volumeName: string;
}

/** The group of pods that a scheduler places together. */
export interface PodSchedulingGroup {
  podGroupName?: string;
}

declare module 'kubernetes-types/core/v1.js' {
  interface PodSpec {
    hostnameOverride?: string;
    resources?: ResourceRequirements;
    schedulingGroup?: PodSchedulingGroup;
  }
  interface Container {
    restartPolicyRules?: Array<ContainerRestartRule>;
  }
  interface EnvVarSource {
    fileKeyRef?: FileKeySelector;
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

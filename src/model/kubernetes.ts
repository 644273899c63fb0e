/**
 * Fields of current Kubernetes (1.36) that the package kubernetes-types (1.30) does not know, added to its types, so
 * that `kubernetes-types/core/v1.js` is imported everywhere (test/schemas/types.test.ts compares them with the schemas;
 * fields of `status` are left out). Source: the models of @kubernetes/client-node.
 */

import type {} from 'kubernetes-types/autoscaling/v2.js';
import type {} from 'kubernetes-types/coordination/v1.js';
import type {} from 'kubernetes-types/discovery/v1.js';

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

/** An OCI image mounted as a volume. */
export interface ImageVolumeSource {
  pullPolicy?: string;
  reference?: string;
}

/** A certificate that a signer makes for the pod. */
export interface PodCertificateProjection {
  certificateChainPath?: string;
  credentialBundlePath?: string;
  keyPath?: string;
  keyType: string;
  maxExpirationSeconds?: number;
  signerName: string;
  userAnnotations?: { [name: string]: string };
}

/** A node for which an endpoint is meant. */
export interface ForNode {
  name: string;
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
  interface PodResourceClaim {
    resourceClaimName?: string;
    resourceClaimTemplateName?: string;
  }
  interface PodSecurityContext {
    seLinuxChangePolicy?: string;
    supplementalGroupsPolicy?: string;
  }
  interface ResourceClaim {
    request?: string;
  }
  interface Volume {
    image?: ImageVolumeSource;
  }
  interface VolumeProjection {
    podCertificate?: PodCertificateProjection;
  }
}

declare module 'kubernetes-types/autoscaling/v2.js' {
  interface HPAScalingRules {
    tolerance?: string;
  }
}

declare module 'kubernetes-types/coordination/v1.js' {
  interface LeaseSpec {
    preferredHolder?: string;
    strategy?: string;
  }
}

declare module 'kubernetes-types/discovery/v1.js' {
  interface EndpointHints {
    forNodes?: Array<ForNode>;
  }
}

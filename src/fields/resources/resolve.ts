import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ContainerRole } from '../../model/pod-model.js';
import type { ResolveContext } from '../context.js';
import { type Amounts, containerNeeds, hasPodNeeds, podNeeds } from './amounts.js';
import { cdiDevices } from './devices.js';
import type { ContainerResources, PodResources } from './model.js';
import { oomScoreAdj, qosClass } from './qos.js';

/** Below this no runtime can set up a container: its own process needs that much before the program starts. */
const leastMemoryBytes = 512n * 1024n;

/**
 * Limits of the pod as a whole, only when it has needs of its own.
 * Reports: podman/memory-too-small, podman/oom-score.
 * Source: kubernetes pkg/kubelet/cm/helpers_linux.go, ResourceConfigForPod.
 */
export function resolvePodResources(podSpec: PodSpec, at: FieldPath, context: ResolveContext): PodResources {
  const { limits, requests } = podNeeds(podSpec);
  const qos = qosClass(podSpec);
  const { target } = context.situation;
  if (qos === 'Guaranteed' && (target.rootless || target.lowersOomScore !== true)) {
    const place = hasPodNeeds(podSpec)
      ? at.child('resources')
      : at.child('containers').index(0).child('resources');
    context.report('podman/oom-score', place, { pod: context.identity.name, score: -997 });
  }
  checkMemory(limits, at.child('resources', 'limits').entry('memory'), context);
  return {
    ...limitsOf(limits),
    ...(requests.cpu === undefined ? {} : { cpuShares: cpuShares(requests.cpu) }),
    qosClass: qos,
  };
}

/** What a container's resources are resolved from. */
export interface ResourcesInput {
  readonly container: Container;
  readonly role: ContainerRole;
  readonly podSpec: PodSpec;
}

/**
 * Limits of one container; the pod's own limit stands in for a missing one. cpu in thousandths, memory in bytes.
 * Reports: podman/memory-too-small.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container_linux.go, generateLinuxContainerResources.
 */
export function resolveResources(
  { container, role, podSpec }: ResourcesInput,
  at: FieldPath,
  context: ResolveContext,
): ContainerResources {
  const { limits: own, requests } = containerNeeds(container);
  const pod = podNeeds(podSpec).limits;
  const limits = { cpu: limitOr(own.cpu, pod.cpu), memory: limitOr(own.memory, pod.memory) };
  checkMemory(own, at.child('resources', 'limits').entry('memory'), context);
  return {
    ...limitsOf(limits),
    cpuShares: cpuShares(requests.cpu ?? limits.cpu ?? 0n),
    oomScoreAdj: oomScoreAdj({
      podSpec,
      container,
      role,
      machineMemoryBytes: context.observed.node.memoryBytes,
    }),
    devices: cdiDevices(container.resources?.limits ?? {}),
  };
}

/** A limit of 0 is none. */
function limitOr(own: bigint | undefined, pod: bigint | undefined): bigint | undefined {
  return own === undefined || own === 0n ? pod : own;
}

interface Limits {
  readonly cpu?: bigint | undefined;
  readonly memory?: bigint | undefined;
}

function limitsOf({ cpu = 0n, memory = 0n }: Limits): { cpuLimitMillis?: bigint; memoryLimitBytes?: bigint } {
  return {
    ...(cpu > 0n ? { cpuLimitMillis: cpu } : {}),
    ...(memory > 0n ? { memoryLimitBytes: memory } : {}),
  };
}

function checkMemory({ memory }: Amounts, at: FieldPath, { report }: ResolveContext): void {
  if (memory === undefined || memory <= 0n || memory >= leastMemoryBytes) return;
  report('podman/memory-too-small', at, { path: at.toString(), bytes: memory, minimum: leastMemoryBytes });
}

const sharesPerCpu = 1024n;
const leastShares = 2n;
const mostShares = 262_144n;

/** Shares of a cpu request in thousandths. Source: kubernetes pkg/kubelet/cm/helpers_linux.go, MilliCPUToShares. */
export function cpuShares(millis: bigint): number {
  const shares = (millis * sharesPerCpu) / 1000n;
  return Number(shares < leastShares ? leastShares : shares > mostShares ? mostShares : shares);
}

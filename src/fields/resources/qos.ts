import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { ContainerRole } from '../../model/pod-model.js';
import { containerNeeds, hasPodNeeds, isSidecar, type Needs, podNeeds, totalRequests } from './amounts.js';
import type { QosClass } from './model.js';

/**
 * Guaranteed: everything has limits for cpu and memory, equal to its requests. BestEffort: nothing is asked for.
 * The pod's own needs, when it has any, decide instead of the containers'.
 * Source: kubernetes pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS.
 */
export function qosClass(podSpec: PodSpec): QosClass {
  const containers = [...podSpec.containers, ...(podSpec.initContainers ?? [])];
  const needs = hasPodNeeds(podSpec) ? [podNeeds(podSpec)] : containers.map(containerNeeds);
  if (needs.every(asksNothing)) return 'BestEffort';
  return needs.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

const positive = (amount: bigint | undefined): boolean => amount !== undefined && amount > 0n;

function asksNothing({ requests, limits }: Needs): boolean {
  return ![requests.cpu, requests.memory, limits.cpu, limits.memory].some(positive);
}

function isGuaranteed({ requests, limits }: Needs): boolean {
  return (
    positive(limits.cpu) &&
    positive(limits.memory) &&
    requests.cpu === limits.cpu &&
    requests.memory === limits.memory
  );
}

const guaranteed = -997;
const bestEffort = 1000;

/** What one container's score depends on; memory in bytes, 0 when the machine is not known. */
export interface OomInput {
  readonly podSpec: PodSpec;
  readonly container: Container;
  readonly role: ContainerRole;
  readonly machineMemoryBytes: bigint;
}

/**
 * How early the kernel kills a container when memory runs out: the more of the machine it asked for, the later.
 * On an unknown machine requests count as nothing.
 * Source: kubernetes pkg/kubelet/qos/policy.go, GetContainerOOMScoreAdjust.
 */
export function oomScoreAdj({ podSpec, container, role, machineMemoryBytes }: OomInput): number {
  if (podSpec.priorityClassName === 'system-node-critical') return guaranteed;
  const qos = qosClass(podSpec);
  if (qos === 'Guaranteed') return guaranteed;
  if (qos === 'BestEffort') return bestEffort;
  const extra = sharedRequest(podSpec);
  const score = (request: bigint): number =>
    machineMemoryBytes === 0n
      ? bestEffort
      : bestEffort - Number((1000n * (request + extra)) / machineMemoryBytes);
  const own = score(memoryRequest(container));
  const smallest = podSpec.containers.map(memoryRequest).reduce(smallerOf);
  const adjusted = role === 'sidecar' ? Math.min(own, score(smallest)) : own;
  return Math.min(Math.max(adjusted, bestEffort + guaranteed), bestEffort - 1);
}

/** `Math.min` takes no bigint. */
function smallerOf(x: bigint, y: bigint): bigint {
  if (x < y) return x;
  return y;
}

function memoryRequest(container: Container): bigint {
  return containerNeeds(container).requests.memory ?? 0n;
}

/** A pod's own request beyond its containers', in equal shares. Source: policy.go, remainingPodMemReqPerContainer. */
function sharedRequest(podSpec: PodSpec): bigint {
  if (!hasPodNeeds(podSpec)) return 0n;
  const count = podSpec.containers.length + (podSpec.initContainers ?? []).filter(isSidecar).length;
  const rest = (podNeeds(podSpec).requests.memory ?? 0n) - (totalRequests(podSpec).memory ?? 0n);
  return rest > 0n ? rest / BigInt(count) : 0n;
}

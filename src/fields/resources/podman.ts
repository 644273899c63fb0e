import type { PodmanTarget } from '../../podman/target.js';
import type { ContainerContribution, PlanContext, PodContribution } from '../context.js';
import type { ContainerResources, PodResources } from './model.js';

const periodMicros = 100_000;
const leastQuotaMicros = 1000;

/** Quota of a cpu limit in thousandths over 100 ms, at least 1 ms. Source: kubernetes pkg/kubelet/kuberuntime/helpers_linux.go, milliCPUToQuota. */
export function cpuQuota(millis: bigint): { readonly period: number; readonly quota: number } {
  return { period: periodMicros, quota: Math.max(Number(millis) * (periodMicros / 1000), leastQuotaMicros) };
}

/** Rootless Podman warns and goes on without limits on control groups v1; so they are not said to it at all. */
function canLimit({ rootless, cgroups }: PodmanTarget): boolean {
  return !rootless || cgroups === 'v2';
}

/**
 * The pod's limits, on the control group that all its containers are in.
 * Source: man podman-pod-create(1), --cpus, --cpu-shares, --memory.
 */
export function planPodResources(resources: PodResources, context: PlanContext): PodContribution {
  const { cpuLimitMillis, memoryLimitBytes, cpuShares } = resources;
  if (!canLimit(context.situation.target)) return { spec: {} };
  return {
    spec: {
      ...(cpuLimitMillis === undefined ? {} : { cpuQuotaMicros: cpuQuota(cpuLimitMillis) }),
      ...(memoryLimitBytes === undefined ? {} : { memoryBytes: memoryLimitBytes }),
      ...(cpuShares === undefined ? {} : { cpuShares }),
    },
  };
}

/**
 * A container's limits. Swap is closed, as on a node: the limit of memory and swap together is the memory limit.
 * Source: man podman-create(1), --cpu-quota, --cpu-shares, --memory, --memory-swap, --oom-score-adj, --device;
 * kubernetes pkg/kubelet/kuberuntime/kuberuntime_container_linux.go, configureContainerSwapResources.
 */
export function planResources(resources: ContainerResources, context: PlanContext): ContainerContribution {
  const { cpuLimitMillis, memoryLimitBytes, cpuShares, devices } = resources;
  const score = oomScore(resources.oomScoreAdj, context.situation.target);
  const limits = {
    ...(cpuLimitMillis === undefined ? {} : { cpuQuotaMicros: cpuQuota(cpuLimitMillis) }),
    cpuShares,
    ...(memoryLimitBytes === undefined
      ? {}
      : { memoryBytes: memoryLimitBytes, memorySwapBytes: memoryLimitBytes }),
  };
  return {
    spec: {
      ...(canLimit(context.situation.target) ? limits : {}),
      ...(score === undefined ? {} : { oomScoreAdj: score }),
      ...(devices.length === 0 ? {} : { devices }),
    },
  };
}

/** A user session may itself run with a score up to this (systemd sets 100 or 200 for users' programs). */
const userSessionScore = 200;

/**
 * The score where it may be set: nobody can go below his own without CAP_SYS_RESOURCE, and the container then does
 * not start. Source: proc(5), oom_score_adj; seen on 4.3.1 as root without the capability.
 */
function oomScore(score: number, { rootless, lowersOomScore }: PodmanTarget): number | undefined {
  const least = rootless ? userSessionScore : lowersOomScore === true ? -1000 : 0;
  return score < least ? undefined : score;
}

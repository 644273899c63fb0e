import type { DaemonSetSpec, DeploymentSpec, StatefulSetSpec } from 'kubernetes-types/apps/v1.js';
import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { UpdateRule } from '../model/pod-model.js';

/** Pods that are there stay. Source: kubernetes pkg/controller/replicaset/replica_set.go, manageReplicas. */
export const keep: UpdateRule = { kind: 'keep' };

/**
 * How a Deployment changes its pods. Two pods cannot publish one port of the machine, so that pods with a host port are
 * replaced in their places, where a node would leave the new one pending.
 * Sources: kubernetes pkg/apis/apps/v1/defaults.go, SetDefaults_Deployment;
 * pkg/controller/deployment/deployment_controller.go, syncDeployment (a paused one is only scaled).
 */
export function deploymentUpdate(spec: DeploymentSpec | undefined): UpdateRule {
  const { paused, strategy, replicas = 1, minReadySeconds = 0, progressDeadlineSeconds = 600 } = spec ?? {};
  if (paused === true) return keep;
  if (strategy?.type === 'Recreate' || usesHostPorts(spec?.template.spec)) return { kind: 'replace' };
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const surge = share(maxSurge, replicas, Math.ceil);
  const unavailable = share(maxUnavailable, replicas, Math.floor);
  return {
    kind: 'rolling',
    maxSurge: surge,
    // Both 0 would never move: pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts.
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable,
    minReadySeconds,
    progressDeadlineSeconds,
  };
}

/** There is one node with one pod. Source: kubernetes pkg/controller/daemon/update.go, rollingUpdate. */
export function daemonUpdate(spec: DaemonSetSpec | undefined): UpdateRule {
  return spec?.updateStrategy?.type === 'OnDelete' ? keep : { kind: 'replace' };
}

/** Source: kubernetes pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet. */
export function statefulUpdate(spec: StatefulSetSpec): UpdateRule {
  const { updateStrategy, minReadySeconds = 0 } = spec;
  if (updateStrategy?.type === 'OnDelete') return keep;
  const { partition = 0 } = updateStrategy?.rollingUpdate ?? {};
  return { kind: 'ordered', partition, minReadySeconds };
}

function usesHostPorts(spec: PodSpec | undefined): boolean {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const ports = containers.flatMap(({ ports: own = [] }) => own);
  return ports.some(({ hostPort = 0 }) => hostPort > 0) || (spec?.hostNetwork === true && ports.length > 0);
}

/** A number, or a share of the replicas. Source: apimachinery pkg/util/intstr, GetScaledValueFromIntOrPercent. */
function share(value: number | string, whole: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * whole) / 100);
}

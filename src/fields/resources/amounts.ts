import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1.js';
import { parseQuantity } from './parse-quantity.js';

/** cpu in thousandths, memory in bytes: both rounded up, as the kubelet does. */
export interface Amounts {
  readonly cpu?: bigint;
  readonly memory?: bigint;
}

/** Requests and limits of one container or of a pod. */
export interface Needs {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

type List = NonNullable<ResourceRequirements['limits']>;

/** Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_ResourceList (rounds up to thousandths). */
export function amountsOf(list: List | undefined): Amounts {
  const cpu = parseQuantity(list?.cpu);
  const memory = parseQuantity(list?.memory);
  return {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory: ceilDivide(memory, 1000n) }),
  };
}

/** Division rounded up, for positive divisors. */
export function ceilDivide(value: bigint, divisor: bigint): bigint {
  return value / divisor + (value % divisor > 0n ? 1n : 0n);
}

/** A container's needs; a limit without a request is its request too. Source: defaults.go, SetDefaults_Pod. */
export function containerNeeds({ resources }: Pick<Container, 'resources'>): Needs {
  const limits = amountsOf(resources?.limits);
  return { limits, requests: { ...limits, ...amountsOf(resources?.requests) } };
}

/** Whether the pod has needs of its own. Source: k8s.io/component-helpers/resource, IsPodLevelResourcesSet. */
export function hasPodNeeds(podSpec: PodSpec): boolean {
  const { limits, requests } = podNeeds(podSpec);
  return Object.keys(limits).length + Object.keys(requests).length > 0;
}

/**
 * The pod's own needs. A request that is not written is the sum of the containers' or, when these have none, the limit.
 * Source: kubernetes pkg/apis/core/v1/defaults.go, defaultPodRequests.
 */
export function podNeeds(podSpec: PodSpec): Needs {
  const limits = amountsOf(podSpec.resources?.limits);
  const written = amountsOf(podSpec.resources?.requests);
  const summed = Object.keys(limits).length === 0 ? {} : totalRequests(podSpec);
  return { limits, requests: { ...limits, ...summed, ...written } };
}

/** Whether an init container runs beside the others. */
export function isSidecar({ restartPolicy }: Pick<Container, 'restartPolicy'>): boolean {
  return restartPolicy === 'Always';
}

/**
 * What all containers together ask for: those that run at the same time added up, init containers by the largest.
 * Source: k8s.io/component-helpers/resource, AggregateContainerRequests.
 */
export function totalRequests(podSpec: PodSpec): Amounts {
  let running: Amounts = podSpec.containers.map((each) => containerNeeds(each).requests).reduce(add, {});
  let sidecars: Amounts = {};
  let largest: Amounts = {};
  for (const container of podSpec.initContainers ?? []) {
    const { requests } = containerNeeds(container);
    if (isSidecar(container)) {
      running = add(running, requests);
      sidecars = add(sidecars, requests);
      largest = larger(largest, sidecars);
    } else {
      largest = larger(largest, add(requests, sidecars));
    }
  }
  return larger(running, largest);
}

function add(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, (x, y) => x + y);
}

function larger(a: Amounts, b: Amounts): Amounts {
  return combine(a, b, largerOf);
}

/** `Math.max` takes no bigint. */
function largerOf(x: bigint, y: bigint): bigint {
  if (x > y) return x;
  return y;
}

function combine(a: Amounts, b: Amounts, of: (x: bigint, y: bigint) => bigint): Amounts {
  const both = (x: bigint | undefined, y: bigint | undefined): bigint | undefined =>
    x === undefined ? y : y === undefined ? x : of(x, y);
  const cpu = both(a.cpu, b.cpu);
  const memory = both(a.memory, b.memory);
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

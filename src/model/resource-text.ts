import type { ResourceRequirements } from 'kubernetes-types/core/v1.js';
import type { Observed } from '../phases/observed.js';
import { scaledQuantity } from './scaled-quantity.js';
import { latePart, type Text } from './text.js';

/** Which resource is asked for, and where it may be set. */
export interface ResourceQuestion {
  /** `limits.cpu`, `requests.memory`, `limits.hugepages-2Mi`, ... */
  readonly resource: string;
  /** Unit of the answer; unset or 0 counts as 1. */
  readonly divisor: string | undefined;
  readonly container: ResourceRequirements | undefined;
  /** Limits of the whole pod: they stand in for a container's own. */
  readonly pod: ResourceRequirements | undefined;
}

/**
 * A resource of a container as the downward API shows it: a whole number of divisors, rounded up. A limit that is
 * not set is the pod's, else what the node can allocate (late while no machine was looked at); a request that is not
 * set is the container's limit, else 0. Undefined: a limit that would be the node's, of a resource nobody measured.
 * Sources: kubernetes pkg/api/v1/resource/helpers.go, ExtractContainerResourceValue and MergeContainerResourceLimits;
 * pkg/kubelet/kubelet_resources.go, defaultPodLimitsForDownwardAPI; pkg/apis/core/v1/defaults.go, SetDefaults_Pod.
 */
export function resourceText(
  question: ResourceQuestion,
  observed: Pick<Observed, 'live' | 'node'>,
): Text | undefined {
  const [, kind, name] = /^(limits|requests)\.(.*)$/.exec(question.resource) ?? [];
  if (kind === undefined || name === undefined) return ['0'];
  const { container, pod } = question;
  const written =
    kind === 'limits'
      ? container?.limits?.[name]
      : (container?.requests?.[name] ?? container?.limits?.[name]);
  const divisor = divisorOf(name, question.divisor);
  const own = written === undefined ? 0n : inUnits(name, String(written));
  if (kind === 'requests' || own > 0n || name.startsWith('hugepages-')) return quotient(own, divisor);
  const podLimit = pod?.limits?.[name];
  const ofPod = podLimit === undefined ? 0n : inUnits(name, String(podLimit));
  if (ofPod > 0n) return quotient(ofPod, divisor);
  return allocatable(name, divisor, observed);
}

/** Processors count in thousandths, all else in whole units; both rounded up. */
function inUnits(name: string, quantity: string): bigint {
  return scaledQuantity(quantity, name === 'cpu' ? 3 : 0) ?? 0n;
}

function divisorOf(name: string, divisor: string | undefined): bigint {
  const units = divisor === undefined ? 0n : inUnits(name, String(divisor));
  return units > 0n ? units : inUnits(name, '1');
}

function quotient(units: bigint, divisor: bigint): Text {
  return [String((units + divisor - 1n) / divisor)];
}

/** The node's share: `divisor` of the late value counts thousandths of a processor, or bytes. */
function allocatable(
  name: string,
  divisor: bigint,
  { live, node }: Pick<Observed, 'live' | 'node'>,
): Text | undefined {
  if (name !== 'cpu' && name !== 'memory') return undefined;
  if (!live) return [latePart({ name: 'allocatable', resource: name, divisor })];
  return quotient(name === 'cpu' ? node.cpuMillis : node.memoryBytes, divisor);
}

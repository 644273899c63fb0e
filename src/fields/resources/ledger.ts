import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1.js';
import type { PodmanTarget, Situation } from '../../podman/target.js';
import {
  exact,
  harmless,
  ignored,
  type Ledger,
  type LedgerPart,
  type LedgerRow,
  type Verdict,
} from '../ledger.js';
import { isCdiResource, isExtendedResource } from './devices.js';

const limits =
  'kubernetes pkg/kubelet/kuberuntime/kuberuntime_container_linux.go, generateLinuxContainerResources';
const groups = 'kubernetes pkg/kubelet/cm/helpers_linux.go, ResourceConfigForPod';

const noGroups = 'rootless Podman cannot limit cpu and memory with control groups v1';

function withoutGroups({ rootless, cgroups }: PodmanTarget): boolean {
  return rootless && cgroups === 'v1';
}

/** Why one resource of a list of limits is not enforced as on a node. */
function limitGap(name: string, target: PodmanTarget): readonly string[] {
  if (name === 'cpu' || name === 'memory') return withoutGroups(target) ? [noGroups] : [];
  if (name === 'ephemeral-storage') return ['ephemeral-storage is not limited: Podman cannot'];
  if (name.startsWith('hugepages-')) return [`${name} is not limited: Podman has no flag for it`];
  if (isCdiResource(name)) {
    return [`${name} gives the first devices of that name by CDI, which other containers may have too`];
  }
  return isExtendedResource(name) ? [`no device of "${name}" is given to the container`] : [];
}

function gapVerdict(value: unknown, gaps: (name: string) => readonly string[]): Verdict {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const found = [...new Set(names.flatMap(gaps))];
  return found.length === 0 ? { level: 'exact' } : { level: 'approximate', why: found.join('; ') };
}

const limitsRow = (source: string, how: string): LedgerRow => ({
  verdict: (value: unknown, { target }: Situation) => gapVerdict(value, (name) => limitGap(name, target)),
  source,
  how,
});

const requestsRow = (source: string, how: string): LedgerRow => ({
  verdict: (value: unknown, { target }: Situation) =>
    gapVerdict(value, (name) => (name === 'cpu' && withoutGroups(target) ? [noGroups] : [])),
  source,
  how,
});

const claimsRow = ignored(
  'kubernetes staging/src/k8s.io/api/core/v1/types.go, ResourceRequirements.Claims',
  'there is no resource driver that would hand out the devices of a claim',
);

const containerResourcesLedger = {
  limits: limitsRow(
    limits,
    '--cpu-quota over 100 ms, --memory with as much --memory-swap; nvidia.com/gpu is --device.',
  ),
  requests: requestsRow(
    limits,
    '--cpu-shares from the cpu request, --oom-score-adj from the memory request; the rest is for the scheduler.',
  ),
  claims: claimsRow,
} satisfies Ledger<ResourceRequirements>;

const podResourcesLedger = {
  limits: limitsRow(
    groups,
    '--cpus and --memory of the pod; a container without a limit of its own gets the same.',
  ),
  requests: requestsRow(
    groups,
    '--cpu-shares of the pod; memory counts for --oom-score-adj of its containers.',
  ),
  claims: claimsRow,
} satisfies Ledger<ResourceRequirements>;

/** What becomes of the pod's own resources. */
export const podSpecRows = {
  resources: exact(groups, undefined, { fields: podResourcesLedger }),
} satisfies LedgerPart<PodSpec, 'resources'>;

/** What becomes of a container's resources. */
export const containerRows = {
  resources: exact(limits, undefined, { fields: containerResourcesLedger }),
  resizePolicy: harmless(
    'kubernetes pkg/kubelet/allocation/allocation_manager.go',
    'nothing resizes a running container',
  ),
} satisfies LedgerPart<Container, 'resources' | 'resizePolicy'>;

import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import '../model/kubernetes.js';
import { containerRows as env } from './env/ledger.js';
import { containerRows as image, podSpecRows as podImage } from './image/ledger.js';
import { exact, type Ledger } from './ledger.js';
import { containerRows as lifecycle } from './lifecycle/ledger.js';
import { podSpecRows as network } from './network/ledger.js';
import { containerRows as ports } from './ports/ledger.js';
import { containerRows as probes } from './probes/ledger.js';
import { containerRows as process } from './process/ledger.js';
import { podSpecRows as podResources, containerRows as resources } from './resources/ledger.js';
import { podSpecRows as podRestart, containerRows as restart } from './restart/ledger.js';
import { podSpecRows as podScheduling, containerRows as scheduling } from './scheduling/ledger.js';
import { podSpecRows as podSecurity, containerRows as security } from './security/ledger.js';
import { podSpecRows as podVolumes, containerRows as volumes } from './volumes/ledger.js';

const kubelet = 'kubernetes pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod';

/** What becomes of every field of a container: the groups' rows together. A field that no group owns does not compile. */
export const containerLedger = {
  name: exact(kubelet, 'the container is called POD-NAME, as podman kube play calls it'),
  ...env,
  ...image,
  ...lifecycle,
  ...ports,
  ...probes,
  ...process,
  ...resources,
  ...restart,
  ...scheduling,
  ...security,
  ...volumes,
} satisfies Ledger<Container>;

/** What becomes of every field of a pod's spec. */
export const podSpecLedger = {
  containers: exact(kubelet, 'created first, then started one after the other in file order', {
    fields: containerLedger,
  }),
  initContainers: exact(
    kubelet,
    'each runs to its end before the next starts; tried again by the restart policy',
    {
      fields: containerLedger,
    },
  ),
  ...podImage,
  ...network,
  ...podResources,
  ...podRestart,
  ...podScheduling,
  ...podSecurity,
  ...podVolumes,
} satisfies Ledger<PodSpec>;

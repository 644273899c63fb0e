import { entry } from './entry.js';
import { podmanAnnotations } from './podman-annotations.js';
import { podmanContainers } from './podman-containers.js';
import { podmanLimits } from './podman-limits.js';
import { podmanNetwork } from './podman-network.js';
import { podmanSecurity } from './podman-security.js';
import { podmanUnits } from './podman-units.js';

/** Messages of the area `podman`: what the machine and its Podman can or cannot do for a pod. */
export const podman = {
  ...podmanAnnotations,
  ...podmanContainers,
  ...podmanSecurity,
  ...podmanLimits,
  ...podmanNetwork,
  ...podmanUnits,
  'podman/too-old': entry<{ readonly path: string; readonly version: string; readonly since: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, version, since }) =>
      `${path} needs Podman ${since}, and the target is Podman ${version}`,
    hint: ({ since }) => `Use Podman ${since} or newer.`,
    explain: 'The technique that honours the field came with a later release than the one targeted.',
    bad: 'volumeMounts: [{name: v, mountPath: /d, recursiveReadOnly: Enabled, readOnly: true}]   # for podman@4.3',
    good: 'volumeMounts: [{name: v, mountPath: /d, readOnly: true}]',
  }),
} as const;

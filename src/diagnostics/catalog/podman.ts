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
} as const;

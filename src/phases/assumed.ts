import type { PodmanTarget } from '../podman/target.js';
import type { Observed } from './observed.js';

/** What `check` and `convert` go by without a machine: nothing was looked up, and what only a machine knows is late. */
export function assumedFor(target: PodmanTarget): Observed {
  return {
    target,
    live: false,
    images: new Map(),
    node: {
      name: '',
      address: '',
      cpuMillis: 0n,
      memoryBytes: 0n,
      resolvConf: '',
      unprivilegedPortStart: 1024,
    },
    hostPaths: new Map(),
    addresses: new Map(),
    networks: new Map(),
    state: {
      pods: new Map(),
      containers: new Map(),
      volumes: new Map(),
      networks: new Map(),
      secrets: new Map(),
    },
    contents: new Map(),
    freshClaims: new Set(),
    readyPods: new Set(),
  };
}

import { entry } from './entry.js';

/** Messages of the area `podman` about limits. */
export const podmanLimits = {
  'podman/limits-not-enforced': entry<{ readonly path: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path }) =>
      `${path} is not enforced: rootless Podman cannot limit anything with control groups v1`,
    hint: 'Run as root, or boot the machine with control groups v2.',
    explain:
      'Rootless Podman may not write to control groups v1: it prints a warning and starts the container without the limits.',
  }),
  'podman/memory-too-small': entry<{
    readonly path: string;
    readonly bytes: bigint;
    readonly minimum: bigint;
  }>({
    severity: 'error',
    group: 'podman',
    message: ({ path, bytes, minimum }) =>
      `${path} is ${bytes} bytes, and a container cannot be started with less than ${minimum}`,
    hint: 'Did you mean Mi or M? A lower-case m means thousandths.',
    explain:
      'The runtime needs some memory in the container itself before the program starts; below that limit it is killed at once.',
  }),
} as const;

import { entry } from './entry.js';

/** Messages of the area `podman` about limits. */
export const podmanLimits = {
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
    bad: 'resources: {limits: {memory: 512m}}',
    good: 'resources: {limits: {memory: 512Mi}}',
  }),
  'podman/oom-score': entry<{ readonly pod: string; readonly score: number }>({
    severity: 'warning',
    group: 'podman',
    message: ({ pod, score }) =>
      `the containers of pod "${pod}" are not kept back (oom_score_adj ${score}) when the machine runs out of memory`,
    explain:
      'A node tells the kernel to kill the containers of a Guaranteed pod (requests equal limits) last. Lowering that score needs root with CAP_SYS_RESOURCE; without it the score stays as it is.',
    bad: 'resources: {limits: {cpu: 1, memory: 1Gi}}   # rootless',
    good: 'resources: {requests: {cpu: 1, memory: 1Gi}}',
  }),
} as const;

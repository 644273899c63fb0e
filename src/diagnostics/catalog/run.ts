import { entry } from './entry.js';

/** Messages about what is in Podman already, found when planning. */
export const run = {
  'podman/name-taken': entry<{ readonly what: string; readonly name: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ what, name }) =>
      `the ${what} "${name}" is there already, and kube2pod did not make it for this object`,
    hint: ({ what, name }) => `Rename the object, or remove the other one: podman ${what} rm ${name}`,
    explain:
      'Podman objects are called as podman kube play calls them, and pods and containers share their names. What kube2pod did not make, or made for another object, it never touches.',
    bad: '{kind: Pod, metadata: {name: web}}   # beside a pod web of your own',
    good: '{kind: Pod, metadata: {name: web2}}',
  }),
} as const;

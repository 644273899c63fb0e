import { entry } from './entry.js';

/** Why a container that must not be root may be. */
export type RootReason =
  | { readonly reason: 'run-as-user' }
  | { readonly reason: 'image-root'; readonly image: string }
  | { readonly reason: 'image-name'; readonly image: string; readonly user: string };

function rootMessage(container: string, why: RootReason): string {
  switch (why.reason) {
    case 'run-as-user':
      return `container "${container}" has runAsNonRoot, and its runAsUser is 0 (root)`;
    case 'image-root':
      return `container "${container}" has runAsNonRoot, and image "${why.image}" runs as root`;
    case 'image-name':
      return `container "${container}" has runAsNonRoot, and image "${why.image}" has the non-numeric user "${why.user}": cannot verify that it is not root`;
    default:
      return why satisfies never;
  }
}

/** Messages of the area `podman` about users, groups, capabilities and sysctls. */
export const podmanSecurity = {
  'podman/run-as-root': entry<{ readonly container: string; readonly why: RootReason }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ container, why }) => rootMessage(container, why),
    hint: 'Set securityContext.runAsUser to a number other than 0.',
    explain:
      'The API server accepts such a pod, and the kubelet then refuses to start the container (CreateContainerConfigError). It only believes numbers: an image whose USER is a name cannot be checked.',
    bad: 'securityContext: {runAsNonRoot: true, runAsUser: 0}',
    good: 'securityContext: {runAsNonRoot: true, runAsUser: 1000}',
  }),
  'podman/image-user-unknown': entry<{
    readonly container: string;
    readonly image: string;
    /** What cannot be decided. */
    readonly about: 'runAsNonRoot' | 'runAsGroup' | 'supplementalGroupsPolicy';
    /** False when the output is made without ever looking at the image. */
    readonly later: boolean;
  }>({
    severity: ({ later }) => (later ? 'note' : 'warning'),
    group: 'podman',
    message: ({ container, image, about, later }) =>
      `${about} of container "${container}" depends on the user of image "${image}", which was not looked at${
        later ? '; it is decided when the pod is applied' : `, so it is left out`
      }`,
    hint: ({ later, about }) =>
      later
        ? undefined
        : about === 'supplementalGroupsPolicy'
          ? 'Set securityContext.runAsUser and runAsGroup.'
          : 'Set securityContext.runAsUser.',
    explain:
      "Which user an image runs as, and that user's groups, stand in the image. Without Podman (check, convert) nobody looks there.",
    bad: 'securityContext: {runAsNonRoot: true}',
    good: 'securityContext: {runAsNonRoot: true, runAsUser: 1000}',
  }),
  'podman/id-unmapped': entry<{ readonly path: string; readonly id: number; readonly available: number }>({
    severity: 'error',
    group: 'podman',
    message: ({ path, id, available }) =>
      `${path} is ${id}, and this rootless user has ids 0 to ${available} only`,
    hint: ({ id }) =>
      `Give the user a range of at least ${id} ids in /etc/subuid and /etc/subgid and run "podman system migrate", or run as root.`,
    explain:
      'A rootless container only has the ids that /etc/subuid and /etc/subgid grant to the user (65536 by default). A container cannot start as an id beyond them.',
    bad: 'securityContext: {runAsUser: 1000650000}',
    good: 'securityContext: {runAsUser: 1000}',
  }),
  'podman/ambient-capability': entry<{ readonly container: string; readonly names: readonly string[] }>({
    severity: 'warning',
    group: 'podman',
    message: ({ container, names }) =>
      `container "${container}" does not run as root, and Podman gives it ${names.join(', ')} at once; in a cluster only programs with file capabilities would get ${names.length === 1 ? 'it' : 'them'}`,
    explain:
      'For a user other than root a node only widens the bounding set by capabilities.add. Podman also makes the added capabilities effective and ambient. What works here may be refused in a cluster.',
    bad: 'securityContext: {runAsUser: 1000, capabilities: {add: [NET_BIND_SERVICE]}}',
    good: 'securityContext: {runAsUser: 1000}   # low ports are open to it anyway',
  }),
  'podman/sysctl-forbidden': entry<{ readonly name: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ name }) =>
      `sysctl "${name}" is unsafe, and a node refuses a pod that sets it (SysctlForbidden)`,
    hint: ({ name }) =>
      `Apply with --allowed-unsafe-sysctls '${name}', as a kubelet is started that allows it.`,
    explain:
      'A kubelet only lets pods set the few sysctls that are known to be safe; a pod with another one fails at once, unless the kubelet was started with --allowed-unsafe-sysctls. apply has the same flag.',
    bad: 'securityContext: {sysctls: [{name: net.core.somaxconn, value: "1024"}]}',
    good: 'securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]}',
  }),
  'podman/sysctl-host': entry<{ readonly name: string; readonly field: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ name, field }) => `sysctl "${name}" cannot be set on a pod with ${field}`,
    explain:
      "The pod shares that namespace with the machine, so the sysctl would be the machine's own. The kubelet refuses such a pod (SysctlForbidden).",
    bad: '{hostNetwork: true, securityContext: {sysctls: [{name: net.core.somaxconn, value: "1024"}]}}',
    good: '{securityContext: {sysctls: [{name: net.core.somaxconn, value: "1024"}]}}',
  }),
} as const;

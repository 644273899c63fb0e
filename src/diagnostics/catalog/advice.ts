import { entry } from './entry.js';

export interface InContainer {
  readonly container: string;
}

/** Messages of the area `advice`: a cluster and Podman both take it, and it is worth a second look. */
export const advice = {
  'advice/privileged': entry<InContainer>({
    severity: 'warning',
    group: 'advice',
    message: ({ container }) =>
      `container "${container}" is privileged: rootful, it can do to this machine whatever root can`,
    hint: 'Add the few capabilities or devices that it needs instead, or run it rootless.',
    explain:
      'A privileged container has all capabilities and devices and none of the filters. On a cluster that is a node; here it is the machine you work on.',
    bad: 'securityContext: {privileged: true}',
    good: 'securityContext: {capabilities: {add: [NET_ADMIN]}}',
  }),
  'advice/container-socket': entry<{ readonly volume: string; readonly path: string }>({
    severity: 'warning',
    group: 'advice',
    message: ({ volume, path }) =>
      `volume "${volume}" hands out ${path}: who may talk to that socket controls every container of the machine`,
    hint: 'Leave it out, or mount the socket of a Podman of its own (podman system service).',
    explain:
      'The socket of a container engine gives the rights of the one who runs the engine. On a node it is containerd that runs; a manifest that needs Docker’s socket will not find it there.',
    bad: 'volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]',
    good: 'volumes: [{name: s, emptyDir: {}}]',
  }),
  'advice/host-path': entry<{ readonly volume: string; readonly path: string }>({
    severity: 'note',
    group: 'advice',
    message: ({ volume, path }) =>
      `volume "${volume}" is ${path} of this machine, where a cluster would take a folder of a node`,
    explain:
      'hostPath means the files of the machine that runs the pod. With kube2pod that is yours: what the container writes there stays, and what is there is seen.',
    bad: 'volumes: [{name: d, hostPath: {path: /etc}}]',
    good: 'volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]',
  }),
  'advice/host-namespace': entry<{ readonly field: string; readonly what: string }>({
    severity: 'note',
    group: 'advice',
    message: ({ field, what }) => `${field}: the pod shares ${what} of this machine`,
    explain:
      'Host namespaces take away the border between the pod and the machine. With hostNetwork a port of the pod is a port of the machine, and names of Services are only found through entries in /etc/hosts.',
    bad: 'hostPID: true',
    good: 'shareProcessNamespace: true',
  }),
  'advice/unpinned-image': entry<InContainer & { readonly image: string; readonly tag: string }>({
    severity: 'note',
    group: 'advice',
    message: ({ image, tag, container }) =>
      `image "${image}" of container "${container}" ${tag === '' ? 'names no tag' : `has the tag ${tag}`}: what it is may change from one pull to the next`,
    hint: 'Name a release, or a digest.',
    explain:
      'Without a tag the tag is latest, which is pulled at every start (imagePullPolicy Always) and may be another image on each machine.',
    bad: 'image: nginx',
    good: 'image: nginx:1.27.3',
  }),
  'advice/unknown-code': entry<{ readonly code: string; readonly nearest?: string }>({
    severity: 'warning',
    group: 'advice',
    message: ({ code }) => `kube2pod has no code "${code}", so nothing is silenced by it`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `Did you mean ${nearest}?`),
    explain:
      'A comment `# kube2pod: ignore CODE`, the annotation kube2pod.io/ignore or an entry of .kube2pod.yaml names a code that no message has.',
    bad: '# kube2pod: ignore podman/privileged-port',
    good: '# kube2pod: ignore podman/port-privileged',
  }),
} as const;

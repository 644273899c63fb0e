import { entry } from './entry.js';

/** Messages of the area `podman` about images, processes, variables and ports. */
export const podmanContainers = {
  'podman/secret-in-arguments': entry<{ readonly path: string; readonly container: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, container }) =>
      `${path} holds a value from a Secret: it shows in "podman inspect" of container "${container}" and in its process list`,
    hint: 'Read the variable in the program, or let a shell do it: sh -c \'exec app --password "$PASSWORD"\'.',
    explain:
      'A value that is expanded into command or args is part of the command line of the container, which Podman stores and shows. Variables made from Secrets are kept out of it.',
    bad: 'args: ["--password", "$(PASSWORD)"]',
    good: `command: [sh, -c, 'exec app --password "$PASSWORD"']`,
  }),
  'podman/secret-variable-name': entry<{ readonly name: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ name }) =>
      `variable "${name}" holds a value from a Secret, and Podman cannot set a secret variable whose name has a comma`,
    hint: 'Use a name without a comma.',
    explain:
      'Podman takes the target of a secret from a list with commas. Setting the variable in the open would show the secret.',
    bad: 'env: [{name: "A,B", valueFrom: {secretKeyRef: {name: s, key: k}}}]',
    good: 'env: [{name: A_B, valueFrom: {secretKeyRef: {name: s, key: k}}}]',
  }),
  'podman/env-too-long': entry<{ readonly name: string; readonly bytes: number; readonly limit: number }>({
    severity: 'error',
    group: 'podman',
    message: ({ name, bytes, limit }) =>
      `variable "${name}" takes ${bytes} bytes, and Linux starts no program with more than ${limit} in one variable`,
    hint: 'Mount the value as a file.',
    explain:
      'The kernel limits one argument or variable to 128 KiB (MAX_ARG_STRLEN in execve(2)); on a node the container fails to start too.',
    bad: 'env: [{name: CERTIFICATES, value: "... 200 KiB ..."}]',
    good: 'volumes: [{name: certificates, configMap: {name: certificates}}]',
  }),
  'podman/env-not-text': entry<{ readonly name: string; readonly problem: 'nul' | 'utf-8' }>({
    severity: ({ problem }) => (problem === 'nul' ? 'error' : 'warning'),
    group: 'podman',
    message: ({ name, problem }) =>
      problem === 'nul'
        ? `variable "${name}" holds a zero byte, which no variable can hold`
        : `variable "${name}" is not UTF-8 text: bytes that are none become U+FFFD`,
    hint: 'Mount the value as a file, or store it in base64 once more.',
    explain:
      'Variables end at a zero byte, and container runtimes store them as JSON, which replaces bytes that are no UTF-8 (a node does the same; Kubernetes 1.34 to 1.36.0 refused to start the container).',
    bad: '{kind: Secret, data: {KEY: AA==}}   # a zero byte, used in envFrom',
    good: '{kind: Secret, data: {KEY: QQ==}}',
  }),
  'podman/env-line-end': entry<{ readonly name: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ name }) => `the ends of lines CR LF in variable "${name}" become LF`,
    hint: 'Mount the value as a file where the difference matters.',
    explain:
      'podman create reads the value of --env with all line ends made LF. kube2pod apply, which speaks to the socket, and podman kube play keep them.',
    bad: 'env: [{name: GREETING, value: "one\\r\\ntwo"}]   # convert --to script',
    good: 'env: [{name: GREETING, value: "one\\ntwo"}]',
  }),
  'podman/allocatable-unknown': entry<{ readonly path: string; readonly resource: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, resource }) =>
      `${path} reads ${resource}, for which the container sets none: a node would give what it can allocate, here it is 0`,
    hint: 'Set the limit in resources.limits.',
    explain: 'kube2pod knows processors and memory of the machine, and sets no storage aside for pods.',
    bad: 'resourceFieldRef: {resource: limits.ephemeral-storage}   # and no limit set',
    good: 'resources: {limits: {ephemeral-storage: 1Gi}}',
  }),
  'podman/short-image-name': entry<{
    readonly image: string;
    readonly chosen: string;
    readonly other: string;
  }>({
    severity: 'note',
    group: 'podman',
    message: ({ image, chosen, other }) =>
      `image "${image}" is taken to be the local "${chosen}"; a cluster would fetch "${other}"`,
    hint: ({ chosen, other }) => `Write "${chosen}" or "${other}" in full.`,
    explain:
      'A node reads a name without a registry as one of docker.io. When that image is not on this machine, but one of the same name was built here, the local one is used.',
    bad: 'image: app:1   # built here as localhost/app:1',
    good: 'image: localhost/app:1',
  }),
  'podman/local-image-always': entry<{ readonly image: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ image }) =>
      `imagePullPolicy Always cannot be kept for "${image}": an image of localhost/ has no registry, the local one is used`,
    hint: 'Set imagePullPolicy: IfNotPresent, or give the image a tag other than latest.',
    explain:
      'Always is also the default for the tag latest and for no tag. A cluster would try to fetch the image and fail.',
    bad: '{image: localhost/app:1, imagePullPolicy: Always}',
    good: '{image: localhost/app:1, imagePullPolicy: IfNotPresent}',
  }),
  'podman/image-no-tag-with-digest': entry<{ readonly image: string; readonly reference: string }>({
    severity: 'note',
    group: 'podman',
    message: ({ image, reference }) =>
      `the tag in "${image}" is not looked at, only the digest: "${reference}"`,
    explain: 'As on a node, the digest decides which image it is; Podman takes no name with both.',
    bad: 'image: nginx:1.27@sha256:9d6b...',
    good: 'image: nginx@sha256:9d6b...',
  }),
  'podman/sctp-rootless': entry<{ readonly port: number }>({
    severity: 'error',
    group: 'podman',
    message: ({ port }) =>
      `host port ${port}/SCTP cannot be published: rootless Podman forwards TCP and UDP only`,
    hint: 'Run as root, or leave out hostPort: other pods reach the port without it.',
    explain: 'Rootless port forwarding is done by a program (rootlessport or pasta) that knows no SCTP.',
    bad: 'ports: [{containerPort: 5000, hostPort: 5000, protocol: SCTP}]',
    good: 'ports: [{containerPort: 5000, hostPort: 5000, protocol: TCP}]',
  }),
  'podman/port-privileged': entry<{
    readonly port: number;
    readonly start: number;
    /** Whether the machine was really asked. */
    readonly live: boolean;
  }>({
    severity: ({ live }) => (live ? 'error' : 'warning'),
    group: 'podman',
    message: ({ port, start, live }) =>
      `host port ${port} needs root: an ordinary user may bind ${start} and above${live ? '' : ' (assumed)'}`,
    hint: ({ port }) =>
      `Use a higher hostPort, run as root, or allow it: "sysctl -w net.ipv4.ip_unprivileged_port_start=${port}" as root.`,
    explain:
      'The kernel keeps low ports for root (net.ipv4.ip_unprivileged_port_start, 1024 by default). Rootless Podman publishes ports as the user who runs it.',
    bad: 'ports: [{containerPort: 80, hostPort: 80}]',
    good: 'ports: [{containerPort: 80, hostPort: 8080}]',
  }),
  'podman/host-port-taken': entry<{ readonly port: string; readonly by: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ port, by }) => `host port ${port} is taken by ${by} too`,
    hint: 'Give one of them another hostPort, or another hostIP.',
    explain:
      'One port of one address can be published once. A cluster would leave the second pod Pending on a single node.',
    bad: '{replicas: 2, ports: [{containerPort: 80, hostPort: 8080}]}',
    good: '{replicas: 1, ports: [{containerPort: 80, hostPort: 8080}]}',
  }),
} as const;

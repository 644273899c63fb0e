import { entry } from './entry.js';

/** Messages about annotations that are Podman's own and that a node would pass over. */
export const podmanAnnotations = {
  'podman/annotation-ignored': entry<{ readonly key: string; readonly why: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ key, why }) => `annotation "${key}" has no effect: ${why}`,
    hint: 'Take it out, or run the manifest with podman kube play.',
    explain:
      'Podman’s own annotations (io.podman.annotations.*, run.oci.*, volume.podman.io/*, bind-mount-options) are read as podman kube play reads them where that fits what a node does; a cluster passes over all of them.',
    bad: 'annotations: {io.podman.annotations.autoremove/app: "true"}',
    good: 'annotations: {io.podman.annotations.pids-limit/app: "100"}',
  }),
  'podman/annotation-harmless': entry<{ readonly key: string; readonly why: string }>({
    severity: 'note',
    group: 'podman',
    message: ({ key, why }) => `annotation "${key}" sets nothing: ${why}`,
    explain: 'podman kube generate writes some annotations only to show how a container was made.',
    bad: 'annotations: {io.podman.annotations.privileged/app: "TRUE"}',
    good: 'containers: [{name: app, image: i, securityContext: {privileged: true}}]',
  }),
  'podman/annotation-value': entry<{
    readonly key: string;
    readonly value: string;
    readonly problem: string;
  }>({
    severity: 'error',
    group: 'podman',
    message: ({ key, value, problem }) => `annotation "${key}": "${value}" ${problem}`,
    explain: 'podman kube play refuses the pod when it cannot read the value of one of its annotations.',
    bad: 'annotations: {io.podman.annotations.pids-limit/app: many}',
    good: 'annotations: {io.podman.annotations.pids-limit/app: "100"}',
  }),
  'podman/annotation-container': entry<{ readonly key: string; readonly container: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ key, container }) =>
      container === ''
        ? `annotation "${key}" names no container`
        : `annotation "${key}" names container "${container}", which the pod has not`,
    hint: 'Write it with the container’s name behind a slash: KEY/CONTAINER.',
    explain: 'Such an annotation is for one container, whose name stands behind a slash.',
    bad: 'annotations: {io.podman.annotations.init: "true"}',
    good: 'annotations: {io.podman.annotations.init/app: "true"}',
  }),
} as const;

import { entry } from './entry.js';

/** Messages about volumes that this machine or this Podman cannot give as asked. */
export const podmanVolumes = {
  'podman/host-path-type': entry<{ readonly path: string; readonly type: string; readonly found: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ path, type, found }) =>
      found === 'absent'
        ? `hostPath "${path}" is of type ${type}, and there is nothing on Podman’s machine`
        : `hostPath "${path}" is of type ${type}, and there is a ${found} on Podman’s machine`,
    hint: 'Name another path, or another type; DirectoryOrCreate and FileOrCreate make what is missing.',
    explain:
      'The kubelet checks the type of a hostPath before it mounts it, and holds the pod back when it does not fit.',
    bad: 'hostPath: {path: /etc/hostname, type: Directory}',
    good: 'hostPath: {path: /etc/hostname, type: File}',
  }),
  'podman/host-path-not-writable': entry<{ readonly path: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path }) =>
      `hostPath "${path}" cannot be written by this user, and so not by any container either`,
    hint: 'Mount it with readOnly: true, choose a path of your own, or run Podman as root.',
    explain:
      'Rootless containers have the rights of the user who runs them: files of root appear as those of nobody.',
    bad: 'volumes: [{name: v, hostPath: {path: /etc}}]   # rootless, written to',
    good: 'volumes: [{name: v, hostPath: {path: /home/me/data}}]',
  }),
  'podman/sub-path-escapes': entry<{ readonly path: string; readonly value: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value }) => `${path} gives subPath "${value}", which leads out of the volume`,
    hint: 'Use a relative path without "..".',
    explain:
      'The kubelet refuses a subPathExpr that is absolute or climbs up after its variables are filled in.',
    bad: 'subPathExpr: $(A)/../..',
    good: 'subPathExpr: $(A)/logs',
  }),
  'podman/sub-path-variable': entry<{ readonly path: string; readonly value: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value }) =>
      `${path} (subPath) "${value}" uses a variable that is not set, or only known at run time`,
    hint: 'Set the variable in env of this container.',
    explain: 'The kubelet does not start a container whose subPathExpr has a variable without a value.',
    bad: '{env: [], volumeMounts: [{name: v, mountPath: /d, subPathExpr: $(POD)}]}',
    good: '{env: [{name: POD, value: a}], volumeMounts: [{name: v, mountPath: /d, subPathExpr: $(POD)}]}',
  }),
  'podman/secret-volume-as-secrets': entry<{ readonly name: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ name }) =>
      `volume "${name}" becomes single files of Podman secrets: no ..data link, and the folder is not read-only`,
    hint: 'kube2pod apply makes it as a node does.',
    explain:
      'Files that people keep must not hold secret values, so they refer to Podman secrets by name, one per file.',
    bad: 'volumes: [{name: s, secret: {secretName: login}}]   # in convert',
    good: 'volumes: [{name: s, secret: {secretName: login}}]   # with apply',
  }),
  'podman/secret-size': entry<{ readonly path: string; readonly size: number }>({
    severity: 'error',
    group: 'podman',
    message: ({ path, size }) =>
      `the secret file "${path}" has ${size} bytes: a Podman secret has 1 to 512000`,
    explain: 'Podman refuses empty secrets and those above 512000 bytes.',
    bad: '{kind: Secret, stringData: {empty: ""}}',
    good: '{kind: Secret, stringData: {full: x}}',
  }),
  'podman/image-part-elsewhere': entry<{ readonly path: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ path }) => `${path}: Podman before 5.2 shows a part of an image only on its own machine`,
    hint: 'Mount the whole image, or run kube2pod on that machine.',
    explain:
      'A part of an image is bound from where the image is mounted, and `podman image mount` does not work over a connection.',
    bad: 'volumeMounts: [{name: image, mountPath: /part, subPath: etc}]   # Podman 4.3 on another machine',
    good: 'volumeMounts: [{name: image, mountPath: /whole}]',
  }),
} as const;

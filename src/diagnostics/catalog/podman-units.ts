import { entry } from './entry.js';

/** Messages of the area `podman` about what systemd units and YAML for `podman kube play` cannot carry. */
export const podmanUnits = {
  'podman/unit-text': entry<{ readonly path: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ path }) => `${path} holds a character that no systemd unit can hold`,
    hint: 'Use convert --to script for this object.',
    explain:
      'A unit file is text that Quadlet and systemd read one after the other. The character NUL ends a text for them, and Quadlet writes U+0080 as a byte that is no character.',
    bad: `args: ["a\\u0080b"]   # convert --to quadlet`,
    good: `args: ["a b"]`,
  }),
  'podman/no-quadlet': entry<{ readonly version: string; readonly since: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ version, since }) =>
      `Podman ${version} has no .pod units: they came with Podman ${since}, and a pod cannot be made of .container units alone`,
    hint: 'Target Podman 5.0 or newer (--target podman@5.0), or convert --to script or kube.',
    explain:
      'Quadlet came with Podman 4.4, and its .pod units with 5.0. Before that, containers of one pod had no unit that would hold their shared namespaces; only a .kube unit beside YAML (convert --to kube) can make a pod there.',
    bad: `kube2pod convert --to quadlet --target podman@4.9 pod.yaml`,
    good: `kube2pod convert --to script --target podman@4.9 pod.yaml`,
  }),
  'podman/no-kube-unit': entry<{ readonly version: string; readonly since: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ version, since }) => `Podman ${version} has no .kube units: they came with Podman ${since}`,
    hint: 'Target Podman 4.4 or newer (--target podman@4.4), or leave --unit away and run podman kube play by hand.',
    explain: 'A .kube unit is read by Quadlet, a generator of systemd services that came with Podman 4.4.',
    bad: `kube2pod convert --to kube --unit --target podman@4.3 pod.yaml`,
    good: `kube2pod convert --to kube --target podman@4.3 pod.yaml`,
  }),
  'podman/unit-working-directory': entry<{ readonly path: string; readonly container: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, container }) =>
      `container "${container}" does not start from its unit when its image lacks the folder ${path}`,
    hint: 'Make the folder in the image, or mount a volume there.',
    explain:
      'A node makes a working directory that is missing. Podman refuses to start there, and a unit creates and starts a container in one step, so that nothing can be put into it in between.',
    bad: `image: busybox
workingDir: /not/in/the/image`,
    good: `image: busybox
workingDir: /tmp`,
  }),
  'podman/kube-play': entry<{ readonly path: string; readonly why: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ path, why }) => `${path === '' ? 'the pod' : path}: ${why}`,
    hint: 'kube2pod apply and convert --to script or quadlet do not have this limit of podman kube play.',
    explain:
      'YAML for podman kube play can only say what that command does. The message names what is different there from a node.',
    bad: `volumes:
  - name: work
    emptyDir: {medium: Memory}   # convert --to kube, two containers`,
    good: `volumes:
  - name: work
    hostPath: {path: /srv/work, type: DirectoryOrCreate}`,
  }),
  'podman/kube-text': entry<{ readonly path: string; readonly since: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ path, since }) =>
      `${path} holds a text of several lines that begins with a blank or an empty line, which podman kube play spoils before Podman ${since}`,
    hint: 'Begin the text with its first word, or use convert --to script or quadlet.',
    explain:
      'podman kube play reads each document and writes it anew before it uses it, and writes such texts with a wrong indentation. Newer releases can be handed the text another way: words by a variable, variables by a Secret.',
    bad: `args: ["\\n  echo hello\\n"]   # convert --to kube --target podman@4.3`,
    good: `args: ["echo hello\\n"]`,
  }),
  'podman/secret-in-file': entry<{ readonly path: string; readonly container: string }>({
    severity: 'error',
    group: 'podman',
    message: ({ path, container }) =>
      `${path} of container "${container}" holds a value from a Secret, which would stand in a file that people keep`,
    hint: 'Read the variable in the program, or let a shell do it: sh -c \'exec app --password "$PASSWORD"\'.',
    explain:
      'Scripts, units and YAML never hold values of Secrets: they name secrets of Podman’s, and Podman puts secrets into variables and files only, not into command lines.',
    bad: `args: ["--password=$(PASSWORD)"]   # a variable from a Secret`,
    good: `command: [sh, -c, 'exec app --password "$PASSWORD"']`,
  }),
} as const;

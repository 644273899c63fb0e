import type { PodmanVersion } from './target.js';

/** The oldest release that kube2pod works with (Debian 12's). */
export const oldestSupported: PodmanVersion = { major: 4, minor: 3, patch: 0 };

/** The newest release that kube2pod was tried on: what `check` judges by when nothing else is asked. */
export const newestKnown: PodmanVersion = { major: 5, minor: 8, patch: 6 };

/**
 * What newer releases can do, with the first release that can. "tried" means that 4.3.1, 5.4.2 and 5.8.6 were run
 * and nothing between them: the number is then the first release known to do it, which may be later than the real one.
 */
export const capabilities = {
  /** `--health-startup-*`. Release notes 4.4. */
  startupHealth: '4.4.0',
  /** Quadlet `.container`, `.volume`, `.network` and `.kube` files. Release notes 4.4. */
  quadlet: '4.4.0',
  /** Quadlet `.pod` files. Release notes 5.0. */
  quadletPods: '5.0.0',
  /** `CgroupsMode=` in `.container` files. Tried. */
  quadletCgroupsMode: '5.4.0',
  /** `subpath=` of `--mount type=volume`. Tried. */
  volumeSubpath: '5.4.0',
  /** `subpath=` of `--mount type=image`. Source: pkg/specgenutil/volumes.go of 5.2. */
  imageSubpath: '5.2.0',
  /** `--mount type=artifact`. Release notes 5.5. */
  artifactMounts: '5.5.0',
  /** A tmpfs volume with `o=size=`; older ones demand a project quota. Tried. */
  tmpfsVolumeSize: '5.4.0',
  /** `--dns` on a network with names is the name server behind aardvark, not instead of it. Tried. */
  dnsBehindNames: '5.4.0',
  /** `secret exists`. Release notes 4.5. */
  secretExists: '4.5.0',
  /** `secret create --replace`. Release notes 4.7. */
  secretReplace: '4.7.0',
  /** `--read-only-tmpfs=false` closes /dev and /dev/shm too, which stay open on 4.3. Tried on 4.3.1 and 5.4.2. */
  readOnlyTmpfsHasDev: '4.4.0',
  /** `read_write_tmpfs` in the body of `containers/create`. Tried: not on 4.3.1. */
  readOnlyTmpfsInBody: '5.4.0',
  /** Containers carry no annotation that says whether they have a terminal. Tried: 4.3.1 has it. */
  noTtyAnnotation: '5.4.0',
  /** `POST /libpod/volumes/NAME/import`. Tried: not on 5.4.2. */
  volumeImportApi: '5.6.0',
  /** `pod create --restart`. Tried. */
  podRestartPolicy: '5.4.0',
  /** `--ulimit NAME=-1`. Tried. */
  unlimitedUlimit: '5.5.0',
  /** Secrets for `podman kube play` as YAML, and their files with the value itself. Tried: not on 4.3.1. */
  kubeSecrets: '4.4.0',
  /** `$(VAR)` in command and args of `podman kube play`. Release notes 4.7. */
  kubeExpansion: '4.7.0',
  /** `defaultMode` of ConfigMap and Secret volumes in `podman kube play`. Release notes 4.8. */
  kubeDefaultMode: '4.8.0',
  /** Image volumes in `podman kube play`. Release notes 5.3. */
  kubeImageVolume: '5.3.0',
  /** `podman kube play` gives containers a PATH whose image has none. github.com/containers/podman/issues/18384; tried. */
  kubePath: '5.4.0',
  /** `lifecycle.stopSignal` in `podman kube play`. Tried: not on 5.4.2. */
  kubeStopSignal: '5.6.0',
} as const satisfies { readonly [name: string]: string };

export type Capability = keyof typeof capabilities;

/**
 * Reads the version that `podman version`, `podman info` or the socket's `Libpod-Api-Version` header gives:
 * `4.3.1`, `v5.8.2`, `5.0.0-rc1`, `4.3.1+ds1-8+deb12u1`. A text after the numbers is left out: distributions put
 * their own there. Undefined when the text does not begin with at least two numbers.
 */
export function parseVersion(text: string): PodmanVersion | undefined {
  const match = /^\s*v?(\d+)\.(\d+)(?:\.(\d+))?(?![\d.]*\d)/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch ?? 0) };
}

/** Negative when `a` is older than `b`, 0 when equal, positive when newer: number by number, never as text. */
export function compareVersions(a: PodmanVersion, b: PodmanVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** `5.4.2`. */
export function formatVersion({ major, minor, patch }: PodmanVersion): string {
  return `${major}.${minor}.${patch}`;
}

/** Whether a release can do something, so that planning picks a technique by what it needs and not by a number. */
export function supports(version: PodmanVersion, capability: Capability): boolean {
  const first = parseVersion(capabilities[capability]);
  return first !== undefined && compareVersions(version, first) >= 0;
}

import type { FieldPath } from '../../diagnostics/field-path.js';
import type { FileEntry } from '../../podman/operations.js';

/** A volume of a pod, resolved: what it holds, with nothing left to look up. */
export interface PodVolume {
  readonly name: string;
  readonly origin: FieldPath;
  readonly source: ResolvedSource;
  /** Group that gets the volume (fsGroup), where the kubelet hands it over. */
  readonly group?: VolumeGroup;
}

export interface VolumeGroup {
  readonly gid: number;
  readonly when: 'always' | 'root-mismatch';
}

export type ResolvedSource =
  | FilesSource
  | { readonly kind: 'empty'; readonly medium: 'disk' }
  /** Size 0: no limit of its own. */
  | { readonly kind: 'empty'; readonly medium: 'memory'; readonly sizeBytes: bigint }
  | HostSource
  | ClaimSource
  | {
      readonly kind: 'image';
      readonly reference: string;
      readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
    }
  /** A volume of Podman's that lives and dies with the pod, mounted as a whole (ephemeral claims, remote storage). */
  | { readonly kind: 'own'; readonly options: { readonly [name: string]: string } };

/** ConfigMap, Secret, projected and downwardAPI: files with exact modes, always read-only. */
export interface FilesSource {
  readonly kind: 'files';
  /** Paths below the mount point, as the container sees them. */
  readonly files: readonly Extract<FileEntry, { kind: 'file' }>[];
  /** Whether some content comes from a Secret. */
  readonly secret: boolean;
  /** Where a node keeps them, which the mode of the folder shows. */
  readonly medium: 'disk' | 'memory';
}

/** A path of this machine. */
export interface HostSource {
  readonly kind: 'host';
  readonly path: string;
  readonly readOnly: boolean;
  /** What to make when nothing is there. */
  readonly make: 'nothing' | 'directory' | 'file';
  /** What must be there, checked when the pod starts (scripts) or before (apply). */
  readonly expect: 'any' | 'directory' | 'file';
  readonly isDevice: boolean;
}

/** A claim: a named volume of Podman's, or what the claim is bound to. */
export interface ClaimSource {
  readonly kind: 'claim';
  /** Podman's name of the volume. */
  readonly volume: string;
  readonly readOnly: boolean;
}

/** One place in a container where a volume is mounted. */
export interface ResolvedMount {
  readonly volume: string;
  readonly origin: FieldPath;
  readonly path: string;
  readonly readOnly: boolean;
  readonly propagation?: 'rprivate' | 'rslave' | 'rshared';
  /** Path inside the volume, without `..` and not absolute. */
  readonly subPath?: string;
  /** Whether a missing subPath is made. */
  readonly makesSubPath: boolean;
  /** nodev, noexec, nosuid. */
  readonly options: readonly string[];
}

/** A block device handed to a container. */
export interface ResolvedDevice {
  readonly host: string;
  readonly path: string;
  readonly readOnly: boolean;
}

export interface ContainerMounts {
  readonly mounts: readonly ResolvedMount[];
  readonly devices: readonly ResolvedDevice[];
}

/** A claim of the input, or of a StatefulSet's pod: a volume that outlives pods. */
export interface ClaimModel {
  readonly origin: FieldPath;
  readonly namespace: string;
  readonly name: string;
  /** Podman's name of the volume. */
  readonly volume: string;
  /** Absent: the local one. */
  readonly driver?: string;
  /** Options of the driver, from the persistent volume it is bound to or from Podman's own annotations. */
  readonly options: { readonly [name: string]: string };
  /** Owner for labels: the claim itself, or the StatefulSet. */
  readonly owner: { readonly kind: string; readonly name: string };
  /** Podman's own, as they are written: for `podman kube play`. */
  readonly annotations?: { readonly [key: string]: string };
}

/** A volume made of files, laid out: what it has to hold. */
export interface FilesVolume {
  /** Podman's name of it. */
  readonly volume: string;
  readonly origin: FieldPath;
  /** The folder that `..data` has to lead to; named by its contents. */
  readonly folder: string;
  readonly files: readonly FileEntry[];
  /** Whether some container mounts a part of it (subPath). */
  readonly mountedInParts: boolean;
}

/** A claim's volume that goes with its data. */
export interface DroppedClaim {
  /** Podman's name of the volume. */
  readonly volume: string;
  readonly origin: FieldPath;
}

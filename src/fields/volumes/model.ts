/** Placeholder shapes until the volumes group is written; replaced by its owner. */
export type PodVolume = Record<string, unknown>;
export type ContainerMounts = Record<string, unknown>;
export type ClaimModel = Record<string, unknown>;

import type { Report } from '../../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../../diagnostics/field-path.js';
import type { PodmanTarget } from '../../../podman/target.js';
import type { YamlValue } from '../yaml-text.js';

/** A mapping of a document. */
export type YamlMap = { readonly [key: string]: YamlValue | undefined };

/** What the parts of a pod's YAML are made for. */
export interface KubeContext {
  readonly target: PodmanTarget;
  readonly report: Report;
  /** Says what `podman kube play` does otherwise. Reports: podman/kube-play. */
  readonly differs: (at: FieldPath, why: string) => void;
}

/** Findings name the path that they are about. */
export function kubeContext(target: PodmanTarget, report: Report): KubeContext {
  return {
    target,
    report,
    differs: (at, why) => report('podman/kube-play', at, { path: at.toString(), why }),
  };
}

/** Undefined for an empty mapping, so that it is left out. */
export function someOf(map: YamlMap): YamlMap | undefined {
  return Object.values(map).some((value) => value !== undefined) ? map : undefined;
}

/** Undefined for an empty list. */
export function listOf(values: readonly YamlValue[]): readonly YamlValue[] | undefined {
  return values.length === 0 ? undefined : values;
}

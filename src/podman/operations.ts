import type { FieldPath } from '../diagnostics/field-path.js';
import type { HookAction } from '../fields/lifecycle/model.js';
import type { Text } from '../model/text.js';
import type { ContainerSpec, NetworkSpec, PodSpec, VolumeSpec } from './container-spec.js';

/** Unique in its plan, readable, and the same for the same input: `container.create web-nginx`. */
export type OperationId = string;

interface OperationBase {
  readonly id: OperationId;
  /** Operations that must have succeeded before this one; the order of the plan respects them. */
  readonly needs: readonly OperationId[];
  /** The manifest text that asked for it. */
  readonly origin: FieldPath;
}

/** A file, folder or link in a volume. Paths are relative to the volume's root, never leave it, and name parents first. */
export type FileEntry =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
      /** Bytes, or text that may hold secret or late pieces. */
      readonly content: Uint8Array | Text;
    }
  | {
      readonly kind: 'directory';
      readonly path: string;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/** One step on the files of a volume or of the host, done as root of the container's user namespace. */
export type ArrangeStep =
  /** Makes a folder (and its parents) inside `root`, refusing links that lead out of it. */
  | { readonly step: 'mkdir'; readonly path: string; readonly mode: number }
  | { readonly step: 'chmod'; readonly path: string; readonly mode: number }
  /** Hands a tree to a group as the kubelet does for fsGroup: gid, g+rwX, setgid on folders. */
  | {
      readonly step: 'chgrp';
      readonly path: string;
      readonly gid: number;
      readonly when: 'always' | 'root-mismatch';
    }
  /** Puts one name in the place of another, at once (rename(2)). */
  | { readonly step: 'rename'; readonly path: string; readonly to: string }
  /** Takes away a file, a link or a tree. */
  | { readonly step: 'remove'; readonly path: string }
  /**
   * Keeps a tmpfs volume mounted from now on: its files then outlive the containers. `sizeBytes` where the volume could
   * not be made with a size.
   */
  | { readonly step: 'mount'; readonly path: string; readonly volume: string; readonly sizeBytes?: bigint }
  /** Makes an empty file when nothing is there. */
  | { readonly step: 'touch'; readonly path: string; readonly mode: number }
  /** Fails unless the path (links resolved) stays inside `root` and has this type. */
  | { readonly step: 'expect'; readonly path: string; readonly type: 'directory' | 'file' | 'any' };

/** How often and how an init container is tried. Source: pkg/kubelet/kuberuntime computePodActions; back-off doubles from 10 s to 300 s. */
export interface RetryRule {
  readonly onFailure: 'retry' | 'fail';
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/** A container's preStop hook, and what it may take. Source: pkg/kubelet/kuberuntime killContainer. */
export interface StopHook {
  readonly container: string;
  readonly hook: HookAction;
  readonly graceSeconds: number;
  /** Where the pod is reached, for a hook over the network. */
  readonly address: string;
}

/** What kube2pod tells Podman, as data: executed, printed as a script, or turned into units. */
export type Operation =
  | (OperationBase & {
      readonly op: 'image.pull';
      readonly image: string;
      readonly policy: 'always' | 'missing' | 'never';
      readonly authSecret?: Text;
    })
  | (OperationBase & { readonly op: 'network.create'; readonly network: NetworkSpec })
  | (OperationBase & { readonly op: 'volume.create'; readonly volume: VolumeSpec })
  /** Writes files with exact owner and mode: `podman volume import`. */
  | (OperationBase & {
      readonly op: 'volume.fill';
      readonly volume: string;
      readonly files: readonly FileEntry[];
    })
  | (OperationBase & {
      readonly op: 'files.arrange';
      readonly root: Text;
      readonly steps: readonly ArrangeStep[];
    })
  | (OperationBase & {
      readonly op: 'secret.create';
      readonly secret: string;
      readonly value: Text;
      readonly labels: { readonly [name: string]: string };
    })
  | (OperationBase & { readonly op: 'pod.create'; readonly pod: PodSpec })
  /** Starts the infra container alone, so that the pod has its address before anything runs. */
  | (OperationBase & { readonly op: 'infra.start'; readonly pod: string })
  | (OperationBase & { readonly op: 'container.create'; readonly container: ContainerSpec })
  /** Makes an empty folder in a created, not yet started container (workingDir that the image lacks). */
  | (OperationBase & { readonly op: 'container.mkdir'; readonly container: string; readonly path: string })
  | (OperationBase & {
      readonly op: 'container.start';
      readonly container: string;
      /** Default: the run fails. The supervisor tries a start that failed again, as a node does. */
      readonly onFailure?: 'leave-to-supervisor';
    })
  /** Starts a container made by an earlier `container.create` and waits until it ends with 0; else makes it anew, by the rule. */
  | (OperationBase & {
      readonly op: 'container.complete';
      readonly container: ContainerSpec;
      readonly retry: RetryRule;
    })
  /** Runs a command in a container that runs; it must end with 0. */
  | (OperationBase & {
      readonly op: 'container.exec';
      readonly container: string;
      readonly command: readonly string[];
    })
  /** Stops containers side by side, each within its own grace period unless another is given. */
  | (OperationBase & {
      readonly op: 'container.stop';
      readonly containers: readonly string[];
      readonly graceSeconds?: number;
      /** Hooks that run before the stop signal, inside the grace period; also those of sidecars whose turn is later. */
      readonly hooks?: readonly StopHook[];
      /** Sidecars have what is left of the pod's grace period, which began with the operation `since`. */
      readonly left?: { readonly since: OperationId; readonly graceSeconds: number };
    })
  | (OperationBase & { readonly op: 'container.remove'; readonly container: string })
  | (OperationBase & { readonly op: 'pod.remove'; readonly pod: string; readonly graceSeconds: number })
  | (OperationBase & { readonly op: 'volume.remove'; readonly volume: string })
  | (OperationBase & { readonly op: 'secret.remove'; readonly secret: string })
  | (OperationBase & { readonly op: 'network.remove'; readonly network: string });

export type OperationKind = Operation['op'];

/** An operation of one kind. */
export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly op: K }>;

/** Everything to do, in an order in which it can be done one after the other. */
export interface Plan {
  readonly operations: readonly Operation[];
}

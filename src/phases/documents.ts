import type { FieldPath, Located } from '../diagnostics/field-path.js';

/** A text to read: a file's name as the user gave it (`-`: standard input) and its decoded content. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A plain value as Kubernetes reads it. Integers beyond 2^53 are BigInt; no other number is. */
export type ManifestValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ManifestValue[]
  | { readonly [key: string]: ManifestValue };

/** One Kubernetes object as written: a YAML document, or one item of a `List`, with every position kept. */
export interface ManifestDocument extends Located {
  readonly source: Source;
  /** The object as plain data. Anchors and merges are expanded; nulls are kept as written. */
  readonly value: ManifestValue;
  /** Path of the whole object. */
  readonly at: FieldPath;
  /** `name: rules` pairs of `# kube2pod: ignore CODE` comments and the like, by line; empty when none. */
  readonly comments: readonly ManifestComment[];
}

/** A comment, kept for in-file directives. Text without the `#`, trimmed. */
export interface ManifestComment {
  readonly line: number;
  readonly text: string;
  /** It stands on a line of its own. */
  readonly alone: boolean;
}

/**
 * A document that passed the schema: `manifest` has the shape of its kind with nulls removed.
 * `namespace` is `default` when unset, and empty for kinds that have none.
 */
export interface KubeObject<T = unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly manifest: T;
  readonly at: FieldPath;
  readonly document: ManifestDocument;
}

import type { LateValue } from '../model/text.js';
import type { Operation, OperationId } from '../podman/operations.js';
import type { PodmanConnection } from './connection.js';
import type { OperationFailure } from './outcome.js';
import type { PullOptions } from './pull.js';

/** What the executor needs of its surroundings. */
export interface ExecuteContext {
  readonly program: PodmanConnection;
  readonly rootless: boolean;
  /** Values decided at run time that `prepare` already knows; the rest is asked of Podman. */
  readonly known: (value: LateValue) => string | undefined;
  /** How images are fetched beside what the manifests say. */
  readonly pull?: PullOptions;
  readonly signal: AbortSignal;
  /** What containers find there when they start. */
  readonly services?: Readied;
  /** Called before each operation, and when an init container is tried again. */
  readonly progress: (operation: Operation, note?: string) => void;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Called when an operation failed that the supervisor tries again. */
  readonly left?: (failure: OperationFailure) => void;
  /** When an operation of the same plan began; milliseconds since 1970. */
  readonly begunAt?: (id: OperationId) => number | undefined;
}

/** What takes a moment to get ready, beside other work. */
export interface Readied {
  readonly begin: () => void;
  /** Resolves when it is there, or cannot be. */
  readonly ready: () => Promise<void>;
}

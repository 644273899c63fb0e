import type { Operation } from '../podman/operations.js';
import type { ProgramResult } from './podman.js';

/** Why an operation failed: in Podman's own words, beside the operation and its place in the manifest. */
export interface OperationFailure {
  readonly operation: Operation;
  readonly code: number;
  /** Podman's message, without its log prefixes. */
  readonly message: string;
  readonly interrupted: boolean;
}

/** Undefined: it succeeded. */
export type Outcome = OperationFailure | undefined;

/** A failed call as a value that names the operation; undefined for one that succeeded. */
export function outcomeOf(operation: Operation, result: ProgramResult): Outcome {
  return result.code === 0 ? undefined : failureOf(operation, result);
}

/** Turns a failed call into a value that names the operation. */
export function failureOf(operation: Operation, result: ProgramResult): OperationFailure {
  const { code, interrupted } = result;
  const message = result.missing ? `${result.words[0]} was not found` : cleanMessage(result.stderr);
  return { operation, code, message, interrupted };
}

/** Podman's own words: from its `Error: ` line on when there is one, else everything, without log decoration. */
export function cleanMessage(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLastIndex((line) => line.startsWith('Error: '));
  const words = lines.slice(Math.max(error, 0)).map((line) => line.trim());
  return words.join('; ').replace(/^Error: /, '');
}

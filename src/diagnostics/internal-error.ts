/** A broken assumption of ours: caught only by `cli/main.ts`, which says that it is a bug. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

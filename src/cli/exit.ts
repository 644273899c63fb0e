/** Exit codes of every command (design decision 13); public and stable. */
export const exitCode = {
  fine: 0,
  /** Errors were found (with `--strict` warnings too), or `diff` found a difference. */
  findings: 1,
  /** Wrong usage, or input that cannot be read. */
  usage: 2,
  podmanFailed: 3,
  jobFailed: 4,
  timedOut: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

import type { FormName } from './forms.js';
import type { Place } from './machines.js';

/** What one form came to on one machine: a cell of the README's table. */
export interface Result {
  readonly podman: string;
  readonly mode: Place['mode'];
  readonly form: FormName;
  /** Cases that the form starts, and those of them that are equal. */
  readonly started: number;
  readonly equal: number;
  /** Cases that it does not start, or that it refuses, with a finding. */
  readonly refused: number;
}

import type { Situation } from '../../src/podman/target.js';

/** A machine on which everything is possible: what tests of phase 2 assume. */
export const situation: Situation = {
  output: 'run',
  target: { version: { major: 5, minor: 4, patch: 2 }, rootless: false, remote: false, cgroups: 'v2' },
  supervised: false,
};

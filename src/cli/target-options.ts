import type { Situation } from '../podman/target.js';
import {
  compareVersions,
  formatVersion,
  newestKnown,
  oldestSupported,
  parseVersion,
} from '../podman/versions.js';
import { say } from './output.js';

/** For yargs: which Podman to judge by when none is asked. */
export const targetOptions = {
  target: {
    alias: 'podman-version',
    type: 'string',
    describe: 'Judge for this Podman, for example podman@4.3 (default: the newest known)',
  },
  rootless: { type: 'boolean', default: false, describe: 'Judge for a rootless Podman' },
  cgroups: {
    choices: ['v1', 'v2'] as const,
    default: 'v2',
    describe: 'Control groups of that machine: a rootless Podman limits nothing with v1',
  },
} as const;

/** The situation that the options describe; explains a bad `--target` on standard error. */
export function situationOf(options: {
  readonly target?: string | undefined;
  readonly rootless: boolean;
  readonly cgroups?: Situation['target']['cgroups'];
  readonly form?: Situation['output'];
}): Situation | undefined {
  const { target, rootless, cgroups = 'v2', form = 'run' } = options;
  const version = target === undefined ? newestKnown : parseVersion(target.replace(/^podman@/, ''));
  if (version === undefined || compareVersions(version, oldestSupported) < 0) {
    say(
      `kube2pod: --target ${target}: write podman@MAJOR.MINOR, from podman@${formatVersion(oldestSupported)} on`,
    );
    return undefined;
  }
  const subordinateIds = rootless ? { subordinateIds: 65536 } : {};
  return {
    output: form,
    supervised: false,
    target: { version, rootless, remote: false, cgroups, ...subordinateIds },
  };
}

/** For commands that only need to know which objects a manifest names. */
export const defaultSituation: Situation = {
  output: 'run',
  supervised: false,
  target: { version: newestKnown, rootless: false, remote: false, cgroups: 'v2' },
};

import { type PodmanProgram, runPodman } from '../podman.js';

/** A container that could not be started: Podman leaves it as created, a node calls it ended with 128. */
export interface FailedStart {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Remembers which containers could not be started. */
export interface StartFailures {
  /** By Podman's id: a container of the same name made later is another one. */
  readonly byId: ReadonlyMap<string, FailedStart>;
  readonly record: (container: string) => Promise<void>;
}

/** Nothing has failed yet. */
export function rememberStartFailures(program: PodmanProgram): StartFailures {
  const byId = new Map<string, FailedStart>();
  return {
    byId,
    record: async (container) => {
      const words = ['inspect', '--type', 'container', '--format', '{{.Id}}', container];
      const { stdout } = await runPodman(program, words);
      byId.set(stdout.toString('utf8').trim(), { at: Date.now() });
    },
  };
}

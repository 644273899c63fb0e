import { followContainers, type PodmanConnection } from '../connection.js';

const retryMs = 5000;

/** Calls `wake` at every event of a container or volume of the store. Command probes write events of their own, which say nothing new. */
export function followEvents(
  program: PodmanConnection,
  wake: () => void,
  signal: AbortSignal,
): { readonly release: () => Promise<void> } {
  let current: { readonly release: () => Promise<void> } | undefined;
  const start = (): void => {
    if (signal.aborted) return;
    current = followContainers(
      program,
      ({ action }) => {
        if (!action.startsWith('exec')) wake();
      },
      () => {
        // Podman's stream ended (a pruned log, an upgrade): full looks carry on until it is back.
        if (!signal.aborted) setTimeout(start, retryMs).unref();
      },
    );
  };
  start();
  return {
    release: async () => {
      await current?.release();
    },
  };
}

import type { PodmanProgram } from '../podman.js';

/** Global options of Podman that lead to another machine. Source: man podman(1), GLOBAL OPTIONS. */
const leading = /^(--connection|--url|--remote|--host|-c|-r|-H)(=|$)/;
const denied = /^--remote=(0|f|false)$/i;

/**
 * Whether Podman is reached through a service that may be another machine's: then nothing of it is looked for in this
 * machine's files, networks or processes, even where it happens to be the same machine.
 * Source: podman cmd/podman/registry/remote.go, IsRemote; man podman-remote(1).
 */
export function isElsewhere({ command, globals }: PodmanProgram): boolean {
  const asked = globals.some((word) => leading.test(word) && !denied.test(word));
  const { CONTAINER_HOST, CONTAINER_CONNECTION } = process.env;
  const named = /(^|\/)podman-remote$/.test(command);
  return asked || named || CONTAINER_HOST !== undefined || CONTAINER_CONNECTION !== undefined;
}

/** The machine in an address like `ssh://core@host:22/run/podman.sock`; undefined for a socket of this machine. */
export function hostOf(address: string): string | undefined {
  const match = /^(?:ssh|tcp|https?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)/.exec(address);
  return match?.[1]?.replace(/^\[|\]$/g, '');
}

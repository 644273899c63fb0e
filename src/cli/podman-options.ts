import type { PodmanProgram } from '../io/podman.js';

/** Podman's global options that kube2pod hands on. Source: man podman(1), GLOBAL OPTIONS. */
const handedOn = {
  connection: 'string',
  url: 'string',
  identity: 'string',
  remote: 'boolean',
  root: 'string',
  runroot: 'string',
  'storage-driver': 'string',
  'storage-opt': 'array',
  'cgroup-manager': 'string',
  runtime: 'string',
  'network-config-dir': 'string',
  'events-backend': 'string',
  tmpdir: 'string',
  module: 'array',
} as const;

/** For yargs: how the Podman that is used is chosen. */
export const podmanOptions = {
  podman: {
    type: 'string',
    describe:
      'The Podman command, with options of its own if need be (default: $KUBE2POD_PODMAN, else podman)',
    group: 'Podman:',
  },
  ...(Object.fromEntries(
    Object.entries(handedOn).map(([name, type]) => [
      name,
      {
        type,
        describe: `podman --${name}`,
        group: 'Podman:',
        hidden: name !== 'connection',
        requiresArg: type !== 'boolean',
      },
    ]),
  ) as Record<
    string,
    { readonly type: 'string' | 'boolean' | 'array'; readonly describe: string; readonly group: string }
  >),
} as const;

/** The Podman that the parsed options ask for. Words of `--podman` are split at blanks. */
export function podmanProgram(options: { readonly [name: string]: unknown }): PodmanProgram {
  const asked = typeof options.podman === 'string' ? options.podman : process.env.KUBE2POD_PODMAN;
  const [command = 'podman', ...own] = (asked ?? '').split(/\s+/).filter((word) => word !== '');
  const globals = Object.keys(handedOn).flatMap((name): readonly string[] => {
    const value = options[name];
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${name}`];
    return (Array.isArray(value) ? value : [value]).map((one) => `--${name}=${String(one)}`);
  });
  return { command, globals: [...own, ...globals] };
}

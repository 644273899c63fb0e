import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machines.js';

type Texts = readonly string[];
type Labels = { readonly [name: string]: string };

/** What a running container is, in words that do not depend on how it was made (collect.mjs). */
export interface NormalContainer {
  readonly name: string;
  readonly image: string;
  readonly command: Texts;
  readonly env: Texts;
  readonly workingDir: string;
  readonly user: string;
  readonly groups: string;
  readonly capabilities: string;
  readonly noNewPrivileges: string;
  readonly security: Texts;
  readonly privileged: boolean;
  readonly readOnlyRoot: boolean;
  readonly memory: number;
  readonly memoryWithSwap: number;
  /** Thousandths of a processor; 0 is no limit. */
  readonly cpu: number;
  readonly cpuShares: number;
  readonly oomScore: string;
  readonly graceSeconds: number;
  readonly stopSignal: string;
  readonly terminal: string;
  readonly health: unknown;
  readonly startupHealth: unknown;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly hosts: Texts;
  readonly resolver: Texts;
  /** Namespaces that it shares with the infra container, and with the machine. */
  readonly shared: Texts;
  readonly ofHost: Texts;
  /** By path inside the container and how it is mounted: each file, its permission bits, owner and a sum. */
  readonly files: { readonly [mount: string]: Texts };
}

/** A pod, and its running containers in the order of their start. */
export interface NormalPod {
  readonly name: string;
  readonly hostname: string;
  readonly sysctls: Texts;
  readonly labels: Labels;
  readonly ports: Texts;
  readonly aliases: Texts;
  readonly containers: readonly NormalContainer[];
}

/** All pods of a machine that whose name matches `wanted`, by name. `folder` is one that the machine sees; `expected`: what is seen must have as many containers. */
export async function normalPods(
  { run, rootless }: Pick<Machine, 'run' | 'rootless'>,
  wanted: string,
  folder: string,
  expected: ReadonlyMap<string, NormalPod> = new Map(),
): Promise<ReadonlyMap<string, NormalPod>> {
  const program = join(folder, 'collect.mjs');
  copyFileSync(new URL('collect.mjs', import.meta.url), program);
  const counts = JSON.stringify(
    Object.fromEntries([...expected].map(([name, { containers }]) => [name, containers.length])),
  );
  const within = rootless ? ['podman', 'unshare'] : [];
  const pods = JSON.parse(await run(...within, 'node', program, wanted, counts)) as readonly NormalPod[];
  return new Map(pods.map((pod) => [pod.name, pod]));
}

import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { type NetworkProbe, type ProbeResult, probeNetwork } from './network-probe.js';
import { isOnLink } from './on-link.js';
import { type HeldProgram, type PodmanProgram, startLineProgram } from './podman.js';

/** Makes network probes from where pods are reached. */
export interface Prober {
  readonly probe: (probe: NetworkProbe) => Promise<ProbeResult | 'no-prober'>;
  readonly stop: () => Promise<void>;
}

/** From this process itself: rootful, and for pods on the host's network. */
export const hostProber: Prober = { probe: probeNetwork, stop: async () => {} };

/** For pods of another machine: an address of theirs means something else here. */
export const noProber: Prober = { probe: async () => 'no-prober', stop: async () => {} };

/**
 * Podman destroys its network namespace with the last container on a bridge, while our child is in it (4.3.1); the next
 * one is another. A child that is not where the pods are is replaced, unless it is new; what it says of them counts for
 * nothing.
 */
const strayed = 'strayed';
const youngMs = 2000;

interface Pending {
  readonly resolve: (result: ProbeResult | 'no-prober') => void;
}

/**
 * Rootless: pods are reached only from Podman's own network namespace. One child makes the probes of all pods there;
 * it is started at the first probe and again when it ends or answers nothing, and its failure is nobody's failed probe.
 * Source: man podman-unshare(1), --rootless-netns.
 */
export function rootlessProber(program: PodmanProgram, childWords: readonly string[]): Prober {
  let child: (HeldProgram & { readonly send: (line: string) => void }) | undefined;
  let startedAt = 0;
  let pending = new Map<number, Pending>();
  let count = 0;
  const abandon = (): void => {
    const lost = pending;
    pending = new Map();
    child = undefined;
    for (const { resolve } of lost.values()) resolve('no-prober');
  };
  const start = (): NonNullable<typeof child> => {
    startedAt = Date.now();
    const own = startLineProgram(
      program.command,
      [...program.globals, 'unshare', '--rootless-netns', ...childWords],
      (line) => {
        const { id, result } = JSON.parse(line) as { readonly id: number; readonly result?: string };
        pending.get(id)?.resolve(result);
        pending.delete(id);
      },
      () => {
        if (child === own) abandon();
      },
    );
    return own;
  };
  const ask = (probe: NetworkProbe): Promise<ProbeResult | 'no-prober'> =>
    new Promise((resolve) => {
      child ??= start();
      count += 1;
      const id = count;
      pending.set(id, { resolve });
      child.send(JSON.stringify({ id, probe }));
      // The child keeps the probe's own limit; this one is for a child that sits in a dead namespace.
      setTimeout(() => {
        if (!pending.delete(id)) return;
        resolve('no-prober');
        void child?.release();
        abandon();
      }, probe.timeoutMs + 5000).unref();
    });
  return {
    probe: async (probe) => {
      const result = await ask(probe);
      if (result !== strayed) return result;
      if (Date.now() - startedAt < youngMs) return 'no-prober';
      void child?.release();
      abandon();
      const again = await ask(probe);
      return again === strayed ? 'no-prober' : again;
    },
    stop: async () => {
      await child?.release();
    },
  };
}

/** What the child does: a probe a line on standard input, a result a line on standard output. */
export async function answerProbes(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, probe } = JSON.parse(line) as { readonly id: number; readonly probe: NetworkProbe };
    const isHere = isOnLink(probe.address, networkInterfaces());
    const answer = isHere ? probeNetwork(probe) : Promise.resolve(strayed);
    void answer.then((result) => process.stdout.write(`${JSON.stringify({ id, result })}\n`));
  }
}

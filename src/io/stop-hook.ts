import type { StopHook } from '../podman/operations.js';
import type { PodmanProgram } from './podman.js';
import { runPodman } from './podman.js';
import { hostProber, rootlessProber } from './prober.js';
import { proberWords } from './self.js';

const leastGraceSeconds = 2;

/** Runs a preStop hook; gives the seconds that are left for the stop signal, at least 2. A failing hook stops nothing. */
export async function runStopHook(
  { container, hook, graceSeconds, address }: StopHook,
  context: { readonly program: PodmanProgram; readonly rootless: boolean },
): Promise<number> {
  if (graceSeconds === 0) return 0;
  const begun = Date.now();
  const limitMs = graceSeconds * 1000;
  switch (hook.kind) {
    case 'exec':
      await runPodman(context.program, ['exec', container, ...hook.command], { timeoutMs: limitMs });
      break;
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, Math.min(hook.seconds * 1000, limitMs)));
      break;
    case 'httpGet': {
      const prober = context.rootless
        ? rootlessProber(context.program, proberWords(context.program))
        : hostProber;
      await prober.probe({ action: hook, address, timeoutMs: limitMs });
      await prober.stop();
      break;
    }
    default:
      hook satisfies never;
  }
  return Math.max(leastGraceSeconds, graceSeconds - Math.floor((Date.now() - begun) / 1000));
}

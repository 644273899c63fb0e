import type { HookAction } from '../fields/lifecycle/model.js';
import type { PodmanConnection } from './connection.js';
import { execWithin } from './exec-within.js';
import type { NetworkProbe, ProbeResult } from './network-probe.js';
import { cleanMessage } from './outcome.js';

/** A hook of a running container, and how long it may take. */
export interface HookRun {
  readonly container: string;
  readonly hook: HookAction;
  readonly limitMs: number;
}

/** Where hooks are run from. */
export interface HookContext {
  readonly program: PodmanConnection;
  /** Makes the request of an httpGet hook from where the pod is reached. */
  readonly request: (action: NetworkProbe['action'], timeoutMs: number) => Promise<ProbeResult>;
}

/**
 * Runs a hook; undefined when it succeeded, else what went wrong.
 * Source: kubernetes pkg/kubelet/lifecycle/handlers.go, Run.
 */
export async function runHook(
  { container, hook, limitMs }: HookRun,
  { program, request }: HookContext,
): Promise<ProbeResult> {
  switch (hook.kind) {
    case 'exec': {
      const result = await execWithin(program, container, hook.command, limitMs);
      return result.code === 0 ? undefined : `exit code ${result.code} ${cleanMessage(result.stderr)}`.trim();
    }
    case 'httpGet':
      return request(hook, limitMs);
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, Math.min(hook.seconds * 1000, limitMs)));
      return undefined;
    default:
      return hook satisfies never;
  }
}

/** Source: kuberuntime_manager.go, minimumGracePeriodInSeconds. */
export const leastGraceSeconds = 2;

/**
 * A preStop hook runs inside the grace period; the stop signal then has what is left, at least 2 s. Gives those seconds
 * and why the hook failed, which stops nothing.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
 */
export async function runPreStop(
  { container, hook, graceSeconds }: Omit<HookRun, 'limitMs'> & { readonly graceSeconds: number },
  context: HookContext,
): Promise<{ readonly leftSeconds: number; readonly failed: ProbeResult }> {
  if (graceSeconds === 0) return { leftSeconds: 0, failed: undefined };
  const begun = Date.now();
  const failed = await runHook({ container, hook, limitMs: graceSeconds * 1000 }, context);
  return { leftSeconds: graceLeft(graceSeconds, begun), failed };
}

/** Seconds left of a grace period that began then (milliseconds since 1970), but never less than the least. */
export function graceLeft(graceSeconds: number, begun: number): number {
  return Math.max(graceSeconds - Math.floor((Date.now() - begun) / 1000), leastGraceSeconds);
}

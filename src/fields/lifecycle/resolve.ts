import type { Container, LifecycleHandler } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ProbeAction } from '../probes/model.js';
import type { ContainerLifecycle, HookAction } from './model.js';

type HttpRequest = Extract<ProbeAction, { kind: 'httpGet' }>;

/** Resolves an httpGet as probes do; given by the caller, since groups do not import each other. */
export type ResolveHttp = (
  get: NonNullable<LifecycleHandler['httpGet']>,
  at: FieldPath,
) => HttpRequest | undefined;

/**
 * Hooks, stop signal and termination message of a container.
 * Reports: what `http` reports.
 * Sources: kubernetes pkg/kubelet/lifecycle/handlers.go, Run; pkg/apis/core/v1/defaults.go, SetDefaults_Container.
 */
export function resolveLifecycle(container: Container, at: FieldPath, http: ResolveHttp): ContainerLifecycle {
  const { postStart, preStop, stopSignal, ...rest } = container.lifecycle ?? {};
  rest satisfies Record<string, never>;
  const here = at.child('lifecycle');
  const after = resolveHook(postStart, here.child('postStart'), http);
  const before = resolveHook(preStop, here.child('preStop'), http);
  return {
    ...(after === undefined ? {} : { postStart: after }),
    ...(before === undefined ? {} : { preStop: before }),
    ...(stopSignal === undefined || stopSignal === '' ? {} : { stopSignal }),
    terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy:
      container.terminationMessagePolicy === 'FallbackToLogsOnError' ? 'FallbackToLogsOnError' : 'File',
  };
}

/** Commands of hooks are not expanded, unlike those of probes. */
function resolveHook(
  handler: LifecycleHandler | undefined,
  at: FieldPath,
  http: ResolveHttp,
): HookAction | undefined {
  const {
    exec,
    httpGet,
    sleep,
    tcpSocket, // ledger: no node runs it
    ...rest
  } = handler ?? {};
  rest satisfies Record<string, never>;
  if (exec !== undefined) return { kind: 'exec', command: exec.command ?? [] };
  if (httpGet !== undefined) return http(httpGet, at.child('httpGet'));
  return sleep === undefined ? undefined : { kind: 'sleep', seconds: sleep.seconds };
}

import type { ProbeAction } from '../probes/model.js';

/** Hooks of a container, and the signal that stops it. */
export interface ContainerLifecycle {
  readonly postStart?: HookAction;
  readonly preStop?: HookAction;
  readonly stopSignal?: string;
  readonly terminationMessagePath: string;
  readonly terminationMessagePolicy: 'File' | 'FallbackToLogsOnError';
}

export type HookAction =
  | Extract<ProbeAction, { kind: 'exec' | 'httpGet' }>
  | { readonly kind: 'sleep'; readonly seconds: number };

import type { PodmanState } from '../phases/observed.js';
import { label } from '../reconcile/labels.js';
import { findProxy } from '../reconcile/proxy.js';
import { rulesOf } from '../supervisor/rules.js';
import type { ProxySettings } from './model.js';

/** Where the proxy is when nobody says otherwise. */
export const usualSettings: ProxySettings = {
  address: '127.0.0.1',
  port: 8080,
  tlsPort: 8443,
  image: 'docker.io/library/nginx:stable-alpine',
};

/** What the command line says of the proxy; what it leaves out stays as the running proxy has it. */
export function proxySettings(
  asked: Partial<ProxySettings>,
  state: Pick<PodmanState, 'pods'>,
): ProxySettings {
  return { ...usualSettings, ...settingsOf(state), ...asked };
}

/** The settings of the proxy that runs; undefined: none does. */
export function settingsOf(state: Pick<PodmanState, 'pods'>): ProxySettings | undefined {
  return rulesOf<ProxySettings>(findProxy(state)?.labels[label.ingress]);
}

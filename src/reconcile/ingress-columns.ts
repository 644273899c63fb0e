import type { IngressSummary, ProxySettings } from '../ingress/model.js';
import type { PodmanState } from '../phases/observed.js';
import { rulesOf, volumeRulesOf } from '../supervisor/rules.js';
import { label } from './labels.js';
import type { ObjectKey } from './object-key.js';
import { findProxy } from './proxy.js';
import { recordName } from './records.js';

/**
 * The columns of an Ingress, with the address and ports under which this machine serves it; empty where nothing does.
 * Source: kubernetes pkg/printers/internalversion/printers.go, printIngress and formatHosts.
 */
export function ingressColumns(
  ingress: ObjectKey,
  state: PodmanState,
): { readonly [column: string]: string } {
  const proxy = rulesOf<ProxySettings>(findProxy(state)?.labels[label.ingress]);
  const summary = volumeRulesOf<IngressSummary>(
    state.volumes.get(recordName(ingress))?.labels[label.ingress],
  );
  const { className = '<none>', hosts = [], tls = false, served = false } = summary ?? {};
  const ports = proxy === undefined || !served ? [] : [proxy.port, ...(tls ? [proxy.tlsPort] : [])];
  return {
    CLASS: className,
    HOSTS: hostsText(hosts),
    ADDRESS: served ? (proxy?.address ?? '') : '',
    PORTS: ports.join(', '),
  };
}

function hostsText(hosts: readonly string[]): string {
  if (hosts.length === 0) return '*';
  const more = hosts.length > 3 ? ` + ${hosts.length - 3} more...` : '';
  return `${hosts.slice(0, 3).join(',')}${more}`;
}

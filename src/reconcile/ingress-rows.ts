import type { IngressSummary, ProxySettings } from '../ingress/model.js';
import type { PodmanState } from '../phases/observed.js';
import { rulesOf, volumeRulesOf } from '../supervisor/rules.js';
import { isOurs, label } from './labels.js';
import { findProxy } from './proxy.js';
import { age } from './status.js';

/** One Ingress as `get` shows it. */
export interface IngressRow {
  readonly namespace: string;
  readonly name: string;
  readonly class: string;
  readonly hosts: string;
  /** Of this machine; empty: nothing serves it. */
  readonly address: string;
  readonly ports: string;
  readonly age: string;
}

/**
 * The Ingresses, sorted by namespace and name, with the ports under which this machine serves them.
 * Source: kubernetes pkg/printers/internalversion/printers.go, printIngress and formatHosts.
 */
export function ingressRows(state: PodmanState, now: number): readonly IngressRow[] {
  const proxy = rulesOf<ProxySettings>(findProxy(state)?.labels[label.ingress]);
  return [...state.volumes.values()]
    .filter(({ labels }) => isOurs(labels) && labels[label.kind] === 'Ingress')
    .filter(({ labels }) => labels[label.purpose] === 'record')
    .map(({ labels, createdAt = '' }): IngressRow => {
      const summary = volumeRulesOf<IngressSummary>(labels[label.ingress]);
      const shown = summary?.served === true ? proxy : undefined;
      const ports =
        shown === undefined ? [] : [shown.port, ...(summary?.tls === true ? [shown.tlsPort] : [])];
      return {
        namespace: labels[label.namespace] ?? '',
        name: labels[label.name] ?? '',
        class: summary?.className ?? '<none>',
        hosts: hostsText(summary?.hosts ?? []),
        address: shown?.address ?? '',
        ports: ports.join(', '),
        age: age(now - Date.parse(createdAt)),
      };
    })
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

function hostsText(hosts: readonly string[]): string {
  if (hosts.length === 0) return '*';
  const more = hosts.length > 3 ? ` + ${hosts.length - 3} more...` : '';
  return `${hosts.slice(0, 3).join(',')}${more}`;
}

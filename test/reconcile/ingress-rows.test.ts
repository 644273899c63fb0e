import { expect, test } from '@jest/globals';
import { usualSettings } from '../../src/ingress/settings.js';
import type { PodmanState } from '../../src/phases/observed.js';
import { ingressRows } from '../../src/reconcile/ingress-rows.js';
import { label, ownerLabels } from '../../src/reconcile/labels.js';
import { proxyOwner } from '../../src/reconcile/proxy.js';
import { volumeRules } from '../../src/supervisor/rules.js';

const now = Date.parse('2026-01-01T00:01:00Z');

function record(name: string, summary: object) {
  const labels = {
    ...ownerLabels({ kind: 'Ingress', namespace: 'default', name }),
    [label.purpose]: 'record',
    [label.ingress]: volumeRules(summary),
  };
  return [name, { name, id: name, labels, createdAt: '2026-01-01T00:00:00Z', mountpoint: '' }] as const;
}

const proxy = {
  name: 'p',
  id: 'p',
  labels: { ...ownerLabels(proxyOwner), [label.ingress]: JSON.stringify(usualSettings) },
};

// Only what the rows look at.
const stateOf = (records: readonly (readonly [string, object])[], pods: readonly object[] = [proxy]) =>
  ({ volumes: new Map(records), pods: new Map(pods.map((pod) => ['p', pod])) }) as unknown as PodmanState;

/** Source: kubernetes pkg/printers/internalversion/printers.go, formatHosts. */
test.each<[string, object, object]>([
  ['any host', { hosts: [], tls: false, served: true }, { hosts: '*', class: '<none>', ports: '8080' }],
  [
    'three hosts at most, a class and TLS',
    { hosts: ['a', 'b', 'c', 'd'], className: 'nginx', tls: true, served: true },
    { hosts: 'a,b,c + 1 more...', class: 'nginx', ports: '8080, 8443', address: '127.0.0.1' },
  ],
  ['nothing serves it', { hosts: ['a'], tls: false, served: false }, { hosts: 'a', ports: '', address: '' }],
])('%s', (_name, summary, expected) => {
  expect(ingressRows(stateOf([record('i', summary)]), now)).toMatchObject([
    { namespace: 'default', name: 'i', age: '60s', ...expected },
  ]);
});

test('without a proxy there is no address', () => {
  const rows = ingressRows(stateOf([record('i', { hosts: [], tls: true, served: true })], []), now);
  expect(rows).toMatchObject([{ address: '', ports: '' }]);
});

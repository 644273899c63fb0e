import { expect, test } from '@jest/globals';
import { usualSettings } from '../../src/ingress/settings.js';
import type { PodmanState } from '../../src/phases/observed.js';
import { kindRows } from '../../src/reconcile/kind-rows.js';
import { label, ownerLabels } from '../../src/reconcile/labels.js';
import { proxyOwner } from '../../src/reconcile/proxy.js';
import { recordName } from '../../src/reconcile/records.js';
import { volumeRules } from '../../src/supervisor/rules.js';

const ingress = { kind: 'Ingress', namespace: 'default', name: 'i' };
const proxy = {
  name: 'p',
  id: 'p',
  labels: { ...ownerLabels(proxyOwner), [label.ingress]: JSON.stringify(usualSettings) },
};

function columns(summary: object, pods: readonly object[] = [proxy]) {
  const labels = { ...ownerLabels(ingress), [label.ingress]: volumeRules(summary) };
  // Only what the columns look at.
  const state = {
    volumes: new Map([[recordName(ingress), { labels }]]),
    pods: new Map(pods.map((pod) => ['p', pod])),
  } as unknown as PodmanState;
  return kindRows([{ ...ingress, age: '1s', manifest: {} }], { state, pods: [] })[0]?.columns;
}

/** Source: kubernetes pkg/printers/internalversion/printers.go, formatHosts. */
test.each<[string, object, object]>([
  ['any host', { hosts: [], tls: false, served: true }, { CLASS: '<none>', HOSTS: '*', PORTS: '8080' }],
  [
    'three hosts at most, a class and TLS',
    { hosts: ['a', 'b', 'c', 'd'], className: 'nginx', tls: true, served: true },
    { CLASS: 'nginx', HOSTS: 'a,b,c + 1 more...', ADDRESS: '127.0.0.1', PORTS: '8080, 8443' },
  ],
  ['nothing serves it', { hosts: ['a'], tls: false, served: false }, { HOSTS: 'a', ADDRESS: '', PORTS: '' }],
])('%s', (_name, summary, expected) => {
  expect(columns(summary)).toMatchObject(expected);
});

test('without a proxy there is no address', () => {
  expect(columns({ hosts: [], tls: true, served: true }, [])).toMatchObject({ ADDRESS: '', PORTS: '' });
});

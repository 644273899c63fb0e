import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/phases/documents.js';
import { hasAddress, networkRules, serviceRules } from '../../src/services/rules.js';
import { endpointsOf } from '../../src/supervisor/service.js';

const object = (kind: string, manifest: object, name = 'web'): KubeObject =>
  ({
    apiVersion: kind === 'EndpointSlice' ? 'discovery.k8s.io/v1' : 'v1',
    kind,
    namespace: 'default',
    name,
    manifest,
  }) as unknown as KubeObject;
const service = (spec: object) =>
  serviceRules(object('Service', { spec }) as Parameters<typeof serviceRules>[0]);

describe('a Service', () => {
  test('gets the defaults of the API server', () => {
    expect(service({ selector: { app: 'a' }, ports: [{ port: 80, targetPort: 0 }] })).toEqual({
      namespace: 'default',
      selector: { app: 'a' },
      ports: [{ port: 80, protocol: 'tcp', target: 80 }],
      publishNotReady: false,
      headless: false,
    });
    expect(service({ sessionAffinity: 'ClientIP' }).affinitySeconds).toBe(10_800);
  });
  test('has an address unless it is headless or another name', () => {
    expect(hasAddress(service({}))).toBe(true);
    expect(hasAddress(service({ clusterIP: 'None' }))).toBe(false);
    expect(hasAddress(service({ type: 'ExternalName', externalName: 'x.org' }))).toBe(false);
  });
});

describe('listed endpoints', () => {
  const ports = [
    { name: 'a', port: 80, protocol: 'TCP' },
    { name: 'b', port: 81, protocol: 'TCP' },
  ];
  const rules = service({ ports });
  const endpoints = (listing: KubeObject, own = rules) =>
    endpointsOf({
      name: 'web',
      rules: own,
      listed: [networkRules(listing) as Parameters<typeof endpointsOf>[0]['listed'][number]],
      pods: [],
    });
  test('are matched by the names of ports', () => {
    const listing = object('Endpoints', {
      subsets: [{ addresses: [{ ip: '1.1.1.1', hostname: 'h' }], ports: [{ name: 'b', port: 8081 }] }],
    });
    expect(endpoints(listing)).toEqual([[], [{ address: '1.1.1.1', port: 8081, hostname: 'h' }]]);
  });
  test('of a slice belong to the Service of its label, when ready', () => {
    const listing = object(
      'EndpointSlice',
      {
        metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
        endpoints: [{ addresses: ['1.1.1.1'], conditions: { ready: false } }, { addresses: ['1.1.1.2'] }],
        ports: [{ name: 'a', port: 8080, protocol: 'TCP' }],
      },
      'web-x1',
    );
    expect(endpoints(listing)).toEqual([[{ address: '1.1.1.2', port: 8080 }], []]);
  });
  test('do not count beside a selector', () => {
    const listing = object('Endpoints', {
      subsets: [{ addresses: [{ ip: '1.1.1.1' }], ports: [{ port: 1 }] }],
    });
    expect(endpoints(listing, service({ selector: { a: 'b' }, ports: [{ port: 1 }] }))).toEqual([[]]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { nftRules } from '../../src/services/nft.js';
import { endpointsOf } from '../../src/supervisor/service.js';

const rules = {
  namespace: 'default',
  selector: { app: 'web' },
  ports: [{ port: 80, protocol: 'tcp', target: 'http' }] as const,
  headless: false,
  publishNotReady: false,
};

const pod = (name: string, more: object = {}) => ({
  name,
  namespace: 'default',
  labels: { app: 'web' },
  address: `10.0.0.${name.length}`,
  ready: true,
  running: true,
  ports: { http: 8080 },
  ...more,
});

describe('endpoints', () => {
  test('are the ready pods of the namespace that match, by their own named ports', () => {
    const pods = [
      pod('bb', { ports: { http: 9090 } }),
      pod('a'),
      pod('ccc', { ready: false }),
      pod('dddd', { labels: {} }),
      pod('eeeee', { namespace: 'other' }),
      pod('ffffff', { ports: {} }),
    ];
    expect(endpointsOf({ name: 'web', rules, listed: [], pods })).toEqual([
      [
        { address: '10.0.0.1', port: 8080 },
        { address: '10.0.0.2', port: 9090 },
      ],
    ]);
    expect(
      endpointsOf({ name: 'web', rules: { ...rules, publishNotReady: true }, listed: [], pods })[0],
    ).toHaveLength(3);
  });
});

describe('rules', () => {
  test('one endpoint is gone to, several are chosen from, none leaves the port closed', () => {
    const one = { address: '10.0.0.1', port: 8080 };
    expect(nftRules('10.9.9.9', rules, [[one]])).toContain('ip daddr 10.9.9.9 tcp dport 80 goto to_0_0');
    const two = nftRules('10.9.9.9', rules, [[one, { ...one, address: '10.0.0.2' }]]);
    expect(two).toContain('numgen random mod 2 vmap { 0 : goto to_0_0, 1 : goto to_0_1 }');
    const sticky = nftRules('10.9.9.9', { ...rules, affinitySeconds: 60 }, [[one]]).split('\n');
    expect(sticky).toContain(
      '    ip daddr 10.9.9.9 tcp dport 80 ip saddr @went_tcp_80_10_0_0_1_8080_60 goto to_0_0',
    );
    expect(sticky).toContain('    update @went_tcp_80_10_0_0_1_8080_60 { ip saddr }');
    expect(nftRules('10.9.9.9', rules, [[]])).not.toContain('dport');
  });
  test('replace what was there in one transaction', () => {
    const lines = nftRules('10.9.9.9', rules, [[]]).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'table ip kube2pod',
      'flush table ip kube2pod',
      'table ip kube2pod {',
    ]);
  });
});

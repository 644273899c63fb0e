import { afterEach, expect, jest, test } from '@jest/globals';
import { cureOf } from '../../src/cli/cure.js';
import { ingressSettings } from '../../src/cli/ingress-options.js';
import type { PlannedPod } from '../../src/fields/plan-pod.js';
import { reloadProxy } from '../../src/ingress/plan.js';
import { proxyPod } from '../../src/ingress/proxy.js';
import { podNames } from '../../src/podman/names.js';
import { containerAt as origin } from '../fields/resolve-context.js';

afterEach(() => void jest.restoreAllMocks());

test('options of the proxy, as far as they are given', () => {
  expect(ingressSettings({})).toEqual({});
  expect(
    ingressSettings({ ingressPort: 80, ingressTlsPort: 443, ingressAddress: '::1', ingressImage: 'nginx' }),
  ).toEqual({
    port: 80,
    tlsPort: 443,
    address: '::1',
    image: 'nginx',
  });
});

test.each([
  { ingressPort: 0 },
  { ingressTlsPort: 65_536 },
  { ingressPort: 1.5 },
  { ingressAddress: 'here' },
  { ingressPort: 9, ingressTlsPort: 9 },
])('%j is said to be wrong', (options) => {
  const told = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  expect(ingressSettings(options)).toBeUndefined();
  expect(String(told.mock.calls[0]?.[0])).toContain('--ingress-');
});

test('a taken port of the proxy has another cure than that of a pod', () => {
  // Only names and origin are looked at.
  const planned = { names: podNames('default', proxyPod), origin } as PlannedPod;
  const operation = reloadProxy(planned, []);
  expect(cureOf('bind: address already in use', operation)).toContain('--ingress-port');
  expect(cureOf('bind: address already in use')).toContain('hostPort');
});

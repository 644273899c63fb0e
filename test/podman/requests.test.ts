import { expect, test } from '@jest/globals';
import { commandOf } from '../../src/podman/commands.js';
import type { NetworkSpec } from '../../src/podman/container-spec.js';
import { requestOf } from '../../src/podman/requests.js';
import { containerAt as origin } from '../fields/resolve-context.js';

const context = { version: { major: 4, minor: 3, patch: 1 }, late: () => '' };

/** Both gave the same `podman network inspect` on 4.3.1, rootful and rootless. */
test('a network over the socket has the range of addresses that the command line reads', () => {
  const network: NetworkSpec = {
    name: 'kube2pod',
    labels: { a: 'b' },
    subnet: '10.208.0.0/20',
    gateway: '10.208.0.1',
    dynamicRange: '10.208.8.0/21',
    dns: false,
  };
  const operation = { op: 'network.create', id: 'n', needs: [], origin, network } as const;
  expect(requestOf(operation, [], context)).toEqual({
    method: 'POST',
    path: 'networks/create',
    body: {
      ...{ name: 'kube2pod', driver: 'bridge', labels: { a: 'b' }, dns_enabled: false, internal: false },
      subnets: [
        {
          subnet: '10.208.0.0/20',
          gateway: '10.208.0.1',
          lease_range: { start_ip: '10.208.8.1', end_ip: '10.208.15.255' },
        },
      ],
    },
  });
  expect(commandOf(operation).words.flat()).toContain('10.208.8.0/21');
  const free = { ...operation, network: { name: 'n', labels: {}, dns: true, internal: true } };
  expect(requestOf(free, [], context)?.body).toEqual({
    ...{ name: 'n', driver: 'bridge', labels: {}, dns_enabled: true, internal: true },
  });
});

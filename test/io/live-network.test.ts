import { expect, test } from '@jest/globals';
import { isLiveNetwork, readInterfaces } from '../../src/io/live-network.js';

const gateway = '10.89.0.1';
const bridge = new Map([[gateway, 'podman1']]);

test.each([
  ['a pod on the bridge', ['lo', 'tap0', 'podman1', 'veth0'], bridge, true],
  ['a bridge that all pods left', ['lo', 'tap0', 'podman1'], bridge, false],
  ['another network', ['lo', 'podman1', 'veth0'], new Map([['10.88.0.1', 'podman1']]), false],
])('%s', (_, names, addresses, live) => {
  expect(isLiveNetwork(gateway, { names, addresses })).toBe(live);
});

test('the interfaces of this namespace are read', () => {
  expect(readInterfaces().names).toContain('lo');
  expect(readInterfaces().addresses.get('127.0.0.1')).toBe('lo');
});

import { expect, test } from '@jest/globals';
import { isOnLink } from '../../src/io/on-link.js';

const info = (cidr: string, internal = false) => ({
  address: cidr.split('/')[0] ?? '',
  netmask: '',
  family: 'IPv4' as const,
  mac: '',
  internal,
  cidr,
});

test.each([
  ['10.208.0.9', { podman1: [info('10.208.0.1/20')] }, true],
  ['10.208.16.9', { podman1: [info('10.208.0.1/20')] }, false],
  ['10.208.16.9', { podman1: [info('10.208.0.1/20')], podman2: [info('10.208.16.1/20')] }, true],
  // A namespace that Podman has given up keeps its loopback, or the tap of slirp4netns.
  ['10.208.0.9', { lo: [info('127.0.0.1/8', true)] }, false],
  ['10.208.0.9', { tap0: [info('10.0.2.100/24')] }, false],
  ['10.208.0.9', {}, false],
])('%s among %j: %s', (address, interfaces, expected) => {
  expect(isOnLink(address, interfaces)).toBe(expected);
});

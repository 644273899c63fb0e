import { describe, expect, test } from '@jest/globals';
import { cureOf } from '../../src/cli/cure.js';
import { unwritten } from '../../src/diagnostics/unwritten.js';
import type { Operation } from '../../src/podman/operations.js';

/** Podman's words as seen on 4.3.1 and 5.4.2. */
describe('a failure with a known cause comes with its cure', () => {
  test.each([
    [
      'cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use',
      /choose another hostPort/,
    ],
    ['rootlessport listen tcp 0.0.0.0:8080: bind: address already in use', /choose another hostPort/],
    [
      'rootlessport cannot expose privileged port 80, you can add "net.ipv4.ip_unprivileged_port_start=80" to /etc/sysctl.conf',
      /sysctl net\.ipv4/,
    ],
    [
      'writing blob: potentially insufficient UIDs or GIDs available in user namespace (requested 0:42 for /etc/gshadow)',
      /usermod --add-subuids/,
    ],
    [
      'creating container storage: the container name "web-a" is already in use by 1b2c3d. You have to remove that container',
      /has that name/,
    ],
    ['name "web" is in use: pod already exists', /has that name/],
    [
      'initializing source docker://docker.io/library/nope:1: reading manifest 1 in docker.io/library/nope: manifest unknown',
      /check name and tag/,
    ],
    [
      'reading manifest latest in quay.io/x/y: unauthorized: access to the requested resource',
      /podman login/,
    ],
    [
      'pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
      /cannot be reached/,
    ],
    ['write /x: no space left on device', /disk is full/],
  ])('%s', (message, cure) => {
    expect(cureOf(message)).toMatch(cure);
  });
  test('a port that a Service is published on is not a hostPort', () => {
    const taken = 'cannot listen on the TCP port: listen tcp4 :30080: bind: address already in use';
    const start = (pod: string): Operation => ({
      op: 'infra.start',
      id: `infra.start ${pod}`,
      needs: [],
      origin: unwritten('a test'),
      pod,
    });
    expect(cureOf(taken, start('service__web'))).toMatch(/choose another nodePort/);
    expect(cureOf(taken, start('web'))).toMatch(/choose another hostPort/);
    expect(cureOf('write /x: no space left on device', start('service__web'))).toMatch(/disk is full/);
  });
  test('others stand for themselves', () => {
    expect(cureOf('crun: open executable: No such file or directory')).toBeUndefined();
  });
});

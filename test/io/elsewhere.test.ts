import { afterEach, describe, expect, test } from '@jest/globals';
import { targetOf } from '../../src/io/elsewhere/node.js';
import { hostOf, isElsewhere } from '../../src/io/elsewhere/place.js';
import { storeName } from '../../src/io/runtime-directory.js';

const program = (command: string, ...globals: readonly string[]) => ({ command, globals });

describe('where Podman is', () => {
  afterEach(() => {
    delete process.env.CONTAINER_HOST;
    delete process.env.CONTAINER_CONNECTION;
  });

  test.each([
    [program('podman'), false],
    [program('podman', '--root', '/var/other'), false],
    [program('podman', '--root=/var/url'), false],
    [program('podman', '--connection', 'machine'), true],
    [program('podman', '--connection=machine'), true],
    [program('podman', '-c', 'machine'), true],
    [program('podman', '--url=unix:///run/x.sock'), true],
    [program('podman', '--remote'), true],
    [program('podman', '--remote=false'), false],
    [program('/usr/bin/podman-remote'), true],
    [program('/opt/podman-remote/podman'), false],
  ])('%j', (asked, elsewhere) => {
    expect(isElsewhere(asked)).toBe(elsewhere);
  });

  test.each(['CONTAINER_HOST', 'CONTAINER_CONNECTION'])(
    '%s leads elsewhere, to a store of its own',
    (name) => {
      const here = storeName(program('podman'));
      process.env[name] = 'ssh://core@host/run/podman.sock';
      expect(isElsewhere(program('podman'))).toBe(true);
      expect(storeName(program('podman'))).not.toBe(here);
    },
  );

  test.each([
    ['ssh://core@192.0.2.7:22/run/podman/podman.sock', '192.0.2.7'],
    ['ssh://host/run/podman.sock', 'host'],
    ['tcp://[2001:db8::1]:8080', '2001:db8::1'],
    ['unix:///run/podman/podman.sock', undefined],
    ['', undefined],
  ])('the machine in %s', (address, host) => {
    expect(hostOf(address)).toBe(host);
  });
});

describe('what another machine says of itself', () => {
  const host = {
    hostname: 'far',
    cpus: 2,
    memTotal: 1,
    cgroupVersion: 'v2',
    security: { rootless: false },
    idMappings: { uidmap: null, gidmap: null },
  };

  test('rootful: as many ids as there are', () => {
    expect(targetOf({ host, version: { Version: '5.4.2' } })).toEqual({
      version: { major: 5, minor: 4, patch: 2 },
      rootless: false,
      remote: true,
      cgroups: 'v2',
    });
  });

  test('rootless: the smaller range of sub-ids counts, without the user itself', () => {
    const own = { container_id: 0, size: 1 };
    const idMappings = {
      uidmap: [own, { container_id: 1, size: 65536 }],
      gidmap: [own, { container_id: 1, size: 1000 }],
    };
    expect(
      targetOf({
        host: { ...host, security: { rootless: true }, idMappings },
        version: { Version: '4.3.1' },
      }),
    ).toMatchObject({ rootless: true, subordinateIds: 1000 });
  });

  test('no version: nothing is assumed', () => {
    expect(targetOf({ host, version: { Version: '' } })).toBeUndefined();
  });
});

import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { eventually, left, manifest } from './manifest.js';

const image = 'localhost/busybox:test';

function pod(name: string, container: string, spec = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  terminationGracePeriodSeconds: 1\n${spec}  containers:\n  - {name: c, command: [sleep, "1000"], ${container}}\n`;
}

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

describeOnPodman('what goes wrong says what to do', (on) => {
  test('no Podman', async () => {
    const made = manifest(on, pod('e2e-err-none', `image: ${image}`));
    const { code, stderr } = await made.apply('--podman', '/nowhere/podman');
    expect(code).toBe(3);
    expect(stderr).toContain('/nowhere/podman was not found. Install Podman 4.3 or later');
  });

  test('a Podman that is too old', async () => {
    const folder = on.tempDir();
    const old = join(folder, 'podman');
    writeFileSync(
      old,
      '#!/bin/sh\ncase "$*" in *--format*) echo 3.4.7 ;; *) echo podman version 3.4.7 ;; esac\n',
    );
    chmodSync(old, 0o755);
    const made = manifest(on, pod('e2e-err-old', `image: ${image}`));
    const { code, stderr } = await made.apply('--podman', old);
    expect(code).toBe(3);
    expect(stderr).toMatch(/this is Podman 3\.4\.7, and 4\.3 is the oldest that works\. Install a newer one/);
  });

  test('an image that is not there and may not be pulled', async () => {
    const made = manifest(on, pod('e2e-err-image', 'image: localhost/not-there:1, imagePullPolicy: Never'));
    const { code, stderr } = await made.apply();
    expect(code).toBe(1);
    expect(stderr).toMatch(/manifest\.yaml:\d+:\d+ error reference\/missing-image .*localhost\/not-there:1/);
    expect(stderr).toMatch(/help: \S/);
  });

  test('a port that another program has', async () => {
    const { server, port } = await listening();
    try {
      const made = manifest(
        on,
        pod('e2e-err-port', `image: ${image}, ports: [{containerPort: 80, hostPort: ${port}}]`),
      );
      const { code, stderr } = await made.apply();
      expect(code).toBe(3);
      expect(stderr).toMatch(/manifest\.yaml:\d+:\d+ error podman\/failed/);
      expect(stderr).toContain('choose another hostPort');
      expect(await left(on, 'e2e-err-port')).toEqual([]);
    } finally {
      server.close();
    }
  });

  // Source: kubernetes test/e2e/common/node/sysctl.go, "should not launch unsafe, but not explicitly enabled sysctls".
  test('a sysctl that a node forbids, unless it is allowed as there', async () => {
    const name = 'e2e-err-sysctl';
    const unsafe = '  securityContext: {sysctls: [{name: kernel.msgmax, value: "9000"}]}\n';
    const made = manifest(on, pod(name, `image: ${image}`, unsafe));
    const { code, stderr } = await made.apply();
    expect(code).toBe(1);
    expect(stderr).toContain("--allowed-unsafe-sysctls 'kernel.msgmax'");
    expect(await left(on, name)).toEqual([]);
    expect((await made.apply('--allowed-unsafe-sysctls', 'kernel.shm*,kernel.msg*')).code).toBe(0);
    const { stdout } = await on.podman(['exec', `${name}-c`, 'cat', '/proc/sys/kernel/msgmax']);
    expect(stdout).toBe('9000\n');
    await made.delete();
  });

  // Rule: containerd internal/cri/server/container_start.go: a program that is not there is a StartError, 128.
  test('a program that is not there: said at once, and the pod stays as on a node', async () => {
    const name = 'e2e-err-program';
    const made = manifest(
      on,
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  restartPolicy: Never\n  containers: [{name: c, image: ${image}, command: [/no/such/program]}]\n`,
    );
    const { code, stdout, stderr } = await made.apply();
    try {
      expect(code).toBe(3);
      expect(stdout).toBe(`pod/${name} created\n`);
      expect(stderr).toMatch(/manifest\.yaml:6:\d+ error podman\/failed .*\/no\/such\/program/);
      const describe = async (): Promise<string> => (await on.kube2pod(['describe', 'pod', name])).stdout;
      const wanted = /Reason: +StartError\n +Exit Code: +128/;
      expect(await eventually(describe, (text) => wanted.test(text), 30_000)).toMatch(wanted);
    } finally {
      await made.delete();
    }
  });

  test('an id that the user has no sub-id for', async () => {
    const made = manifest(on, pod('e2e-err-id', `image: ${image}, securityContext: {runAsUser: 200000}`));
    const { code, stderr } = await made.apply('--dry-run');
    if (on.mode === 'rootful') {
      // Root has all of them.
      expect(code).toBe(0);
      return;
    }
    expect(code).toBe(1);
    expect(stderr).toMatch(/error podman\/id-unmapped .*runAsUser/);
    expect(stderr).toMatch(/help: .*sub/);
  });
});

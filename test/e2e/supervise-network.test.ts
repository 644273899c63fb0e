import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { eventually, manifest } from './manifest.js';

const served = fileURLToPath(new URL('./supervise-network-server.mjs', import.meta.url));

/** A pod that runs this machine's Node on a server of the test's: no image here speaks TLS or HTTP/2. */
function pod(name: string, folder: string, container: string): string {
  const mount = (volume: string, path: string): string =>
    `{name: ${volume}, mountPath: ${path}, readOnly: true}`;
  const from = (volume: string, path: string): string => `{name: ${volume}, hostPath: {path: ${path}}}`;
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: localhost/busybox:test
    command: [/node, /t/server.mjs]
${container}
    volumeMounts: [${mount('node', '/node')}, ${mount('lib', '/lib')}, ${mount('lib64', '/lib64')}, {name: t, mountPath: /t}]
  volumes: [${from('node', process.execPath)}, ${from('lib', '/lib')}, ${from('lib64', '/lib64')}, ${from('t', folder)}]
`;
}

async function onServer(
  on: PodmanMode,
  name: string,
  container: string,
  check: (seen: {
    readonly row: (pattern: RegExp) => Promise<string>;
    readonly tell: (word: string) => void;
    readonly asked: () => string;
    readonly describe: () => Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  const folder = on.tempDir();
  copyFileSync(served, join(folder, 'server.mjs'));
  for (const file of ['state', 'asked']) {
    writeFileSync(join(folder, file), '');
    chmodSync(join(folder, file), 0o666);
  }
  const key = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=nobody.example'];
  await on.run('openssl', [...key, '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]);
  const made = manifest(on, pod(name, folder, container));
  const row = async (): Promise<string> =>
    ((await on.kube2pod(['get', 'pods', name])).stdout.split('\n')[1] ?? '').replaceAll(/ +/g, ' ');
  try {
    expect(await made.apply()).toMatchObject({ code: 0 });
    await check({
      row: (pattern) => eventually(row, (out) => pattern.test(out), 40_000),
      tell: (word) => writeFileSync(join(folder, 'state'), word),
      asked: () => readFileSync(join(folder, 'asked'), 'utf8'),
      describe: async () => (await on.kube2pod(['describe', name])).stdout,
    });
  } finally {
    await made.delete();
  }
}

describeOnPodman('probes over TLS and gRPC', (on) => {
  // Rules: kubernetes pkg/probe/http/http.go, New (no certificate is checked); pkg/probe/http/request.go, NewProbeRequest.
  test('HTTPS to a certificate of nobody’s, with headers and the host of the probe', async () => {
    const probe = `    ports: [{name: tls, containerPort: 8443}]
    readinessProbe: {httpGet: {scheme: HTTPS, port: tls, path: "/ready?x=1", httpHeaders: [{name: Host, value: shop.example}, {name: X-Key, value: "7"}]}, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 10}`;
    await onServer(on, 'e2e-net-tls', probe, async ({ row, tell, asked, describe }) => {
      expect(await row(/ 1\/1 /)).toMatch(/ 1\/1 Running 0 /);
      expect(asked()).toContain('https /ready?x=1 shop.example 7 kube-probe/');
      tell('503');
      expect(await row(/ 0\/1 /)).toMatch(/ 0\/1 Running 0 /);
      expect(await describe()).toMatch(/Unhealthy .*Readiness probe of e2e-net-tls-c failed: .*503/);
    });
  });

  // Rule: kubernetes pkg/probe/grpc/grpc.go, Probe.
  test('gRPC: a service that does not serve is not ready; one whose liveness stops is made anew', async () => {
    const probe = `    readinessProbe: {grpc: {port: 50051, service: ready}, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 10}
    livenessProbe: {grpc: {port: 50051}, periodSeconds: 1, failureThreshold: 2, timeoutSeconds: 10}`;
    await onServer(on, 'e2e-net-grpc', probe, async ({ row, tell, asked, describe }) => {
      expect(await row(/ 1\/1 /)).toMatch(/ 1\/1 Running 0 /);
      expect(asked()).toContain('grpc /grpc.health.v1.Health/Check ready');
      tell('ready');
      expect(await row(/ 0\/1 /)).toMatch(/ 0\/1 Running 0 /);
      // The server says so of every service until it is begun anew.
      tell('all');
      expect(await row(/ 1\/1 Running 1 /)).toMatch(/ 1\/1 Running 1 /);
      expect(await describe()).toMatch(/Killing .*liveness probe failed/);
    });
  });
});

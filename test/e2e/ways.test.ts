import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { normalForm } from './normal-form.js';

/** Together they have every kind of option that a machine like this one can give a pod and its containers. */
const fixtures = [
  'env/precedence',
  'lifecycle/stop-signal',
  'network/dns-config-merged',
  'network/host-aliases',
  'network/host-network',
  'network/hostname-and-subdomain',
  'network/share-process-namespace',
  'probes/three-probes',
  'process/command-expansion',
  'resources/limits-and-requests',
  'restart/on-failure',
  'security/capabilities-drop-all-add-one',
  'security/container-wins-over-pod',
  'security/privileged',
  'security/read-only-root',
  'volumes/claim-with-group',
  'volumes/emptydir-kinds',
];

/** What no golden fixture that runs everywhere has. */
const further = `
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostPID: true
  initContainers:
  - {name: first, image: 'localhost/busybox:test', command: ['true']}
  containers:
  - name: c
    image: localhost/busybox:test
    command: [sleep, '600']
    ports: [{containerPort: 80, hostPort: 18473, hostIP: 127.0.0.1}, {containerPort: 53, hostPort: 18473, protocol: UDP}]
    securityContext: {seccompProfile: {type: Unconfined}, runAsUser: 1000, runAsGroup: 1000}
    volumeMounts: [{name: h, mountPath: /h, readOnly: true}]
  volumes: [{name: h, hostPath: {path: /tmp, type: Directory}}]
`;

/** Options that the fixtures must have reached, lest a comparison compares nothing. */
const reached = [
  ...['--add-host', '--cap-add', '--cap-drop', '--dns', '--dns-option'],
  ...['--dns-search', '--entrypoint', '--env', '--exit-policy', '--group-add', '--hostname', '--infra-name'],
  ...['--interactive', '--label', '--mount', '--name', '--network'],
  ...[
    '--oom-score-adj',
    '--pid',
    '--pod',
    '--privileged',
    '--publish',
    '--read-only',
    '--restart',
    '--secret',
  ],
  ...[
    '--security-opt',
    '--share',
    '--stop-signal',
    '--stop-timeout',
    '--sysctl',
    '--tty',
    '--user',
    '--workdir',
  ],
];

/** What limits resources is there for root alone, unless cgroups are delegated to the user. */
const limits = ['--cpu-quota', '--cpu-shares', '--memory', '--memory-swap'];

const root = fileURLToPath(new URL('../../fixtures', import.meta.url));
const namespaceOf = (way: string): string => `e2e-ways-${way}`;

/** All of them in one folder, each pod with a name of its own, on the image that is here. */
function writeAll(folder: string): void {
  const texts = [...fixtures.map((name) => readFileSync(join(root, name, 'input.yaml'), 'utf8')), further];
  for (const [index, text] of texts.entries()) {
    const own = text
      .replaceAll('docker.io/library/busybox:1.37', 'localhost/busybox:test')
      .replace(/\bname: web\b/, `name: web-${index}`);
    writeFileSync(join(folder, `${index}.yaml`), own, { mode: 0o644 });
  }
}

/** What Podman has of a way's pods. They come and go meanwhile: how they are doing is not compared. */
async function made(
  on: PodmanMode,
  folder: string,
  way: string,
  settings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const options = { timeoutMs: 240_000, env: settings };
  const place = ['--namespace', namespaceOf(way)];
  const applied = await on.kube2pod(['apply', folder, '--no-supervise', ...place], options);
  try {
    expect(applied).toMatchObject({ code: 0 });
    return await normalForm(on, namespaceOf(way), ['State', 'NumContainers', 'Containers']);
  } finally {
    const words = ['delete', folder, '--grace-period', '0', '--volumes', ...place];
    await on.kube2pod(words, options);
  }
}

describeOnPodman('a plan', (on) => {
  test('performed over the socket gives what the command line gives', async () => {
    const folder = on.tempDir();
    writeAll(folder);
    const bySocket = await made(on, folder, 'socket', {});
    const byCommand = await made(on, folder, 'shells', { KUBE2POD_SOCKET: 'never' });
    expect(bySocket.length).toBeGreaterThan(fixtures.length * 2);
    expect(bySocket).toEqual(byCommand);
    const text = bySocket.join('\n');
    const wanted = on.mode === 'rootful' ? [...reached, ...limits] : reached;
    expect(wanted.filter((option) => !text.includes(`"${option}`))).toEqual([]);
  }, 900_000);
});

import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { applied, eventually, manifest } from './manifest.js';

const image = 'localhost/busybox:test';
const talker = (name: string, text: string): string =>
  `{name: ${name}, image: ${image}, command: [sh, -c, 'echo ${text}; trap "exit 0" TERM; while :; do sleep 0.2; done']}`;

const pair = `apiVersion: v1
kind: Pod
metadata: {name: e2e-living-pair, labels: {app: e2e-living}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - ${talker('first', 'from first')}
  - ${talker('second', 'from second')}
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: e2e-living-dep}
spec:
  replicas: 2
  selector: {matchLabels: {app: e2e-living-dep}}
  template:
    metadata: {labels: {app: e2e-living-dep}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - ${talker('c', 'from $HOSTNAME')}
`;

describeOnPodman('logs and exec by Kubernetes names', (on) => {
  const logs = (wanted: string, ...words: readonly string[]): Promise<string> =>
    eventually(
      async () => (await on.kube2pod(['logs', ...words])).stdout,
      (text) => text === wanted,
      8000,
    );

  test('a pod of two containers', async () => {
    await applied(on, pair, async () => {
      expect(await logs('from first\n', 'e2e-living-pair')).toBe('from first\n');
      expect(await logs('from second\n', 'pod/e2e-living-pair', '-c', 'second')).toBe('from second\n');
      const both = ['-l', 'app=e2e-living', '--all-containers', '--prefix'];
      const prefixed = '[pod/e2e-living-pair/first] from first\n[pod/e2e-living-pair/second] from second\n';
      expect(await logs(prefixed, ...both)).toBe(prefixed);
      expect(await on.kube2pod(['logs', 'e2e-living-pair', '-c', 'third'])).toMatchObject({ code: 1 });
      expect(await on.kube2pod(['logs', 'e2e-living-none'])).toMatchObject({
        code: 1,
        stderr: 'kube2pod: pod "e2e-living-none" was not found in namespace "default"\n',
      });

      const said = await on.kube2pod([
        'exec',
        'e2e-living-pair',
        '-c',
        'second',
        '--',
        'sh',
        '-c',
        'echo -n "$0"; echo x >&2; exit 7',
        '-l',
      ]);
      expect(said).toEqual({ code: 7, stdout: '-l', stderr: 'x\n' });
      const piped = await on.kube2pod(['exec', '-qi', 'e2e-living-pair', '--', 'cat'], { input: 'a\nb' });
      expect(piped).toEqual({ code: 0, stdout: 'a\nb', stderr: '' });
      expect(await on.kube2pod(['exec', 'e2e-living-pair', '--', 'e2e-no-such-program'])).toMatchObject({
        code: 127,
      });
    });
  }, 120_000);

  test('a terminal is given where there is one', async () => {
    await applied(on, pair, async () => {
      const command = `node ${on.commandLine()} exec -it e2e-living-pair -c first -- tty`;
      const { stdout } = await on.run('script', ['-qec', command, '/dev/null']);
      expect(stdout).toContain('/dev/pts/');
    });
  }, 120_000);

  test('the pods of a workload, followed until Ctrl-C', async () => {
    await applied(on, deployment, async () => {
      const both = (text: string): boolean => text.split('from ').length === 3;
      const all = await eventually(
        async () => (await on.kube2pod(['logs', 'deploy/e2e-living-dep'])).stdout,
        both,
      );
      expect(all.split('\n').filter((line) => line !== '')).toHaveLength(2);
      const out = `${on.tempDir()}/out`;
      const followed = await on.run(
        'bash',
        [
          '-mc',
          `node ${on.commandLine()} logs -f deployment e2e-living-dep >${out} 2>&1 & for i in $(seq 100); do [ "$(wc -l <${out})" = 2 ] && break; sleep 0.2; done; kill -INT $!; wait $!; echo "code $?"; cat ${out}`,
        ],
        { timeoutMs: 60_000 },
      );
      expect(followed.stdout).toMatch(/^code 130\nfrom .*\nfrom .*\n$/);
      const where = await on.kube2pod(['exec', 'deploy/e2e-living-dep', '--', 'hostname']);
      expect(where).toMatchObject({ code: 0, stdout: expect.stringContaining('e2e-living-dep') });
    });
  }, 120_000);

  test('what a container wrote before it restarted', async () => {
    const crashing = `apiVersion: v1
kind: Pod
metadata: {name: e2e-living-crash}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: c, image: ${image}, command: [sh, -c, 'echo ended by $0; exit 3', me]}
`;
    await applied(on, crashing, async () => {
      const previous = await eventually(
        async () => (await on.kube2pod(['logs', '-p', 'e2e-living-crash'])).stdout,
        (text) => text !== '',
        30_000,
      );
      expect(previous).toBe('ended by me\n');
    });
  }, 120_000);
});

describeOnPodman('port-forward', (on) => {
  const text = `apiVersion: v1
kind: Pod
metadata: {name: e2e-living-web, labels: {app: e2e-living-web}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: ${image}
    command: [sh, -c, 'mkdir -p /w; echo hello >/w/index.html; exec httpd -f -p 127.0.0.1:8080 -h /w']
    ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: e2e-living-web}
spec: {selector: {app: e2e-living-web}, ports: [{port: 80, targetPort: http}]}
`;
  /** Forwards, asks both loopback addresses, ends it as Ctrl-C does. */
  const asked = (target: string, port: string): string => `
node ${on.commandLine()} port-forward ${target} :${port} >$out 2>&1 &
for i in $(seq 150); do grep -q '127.0.0.1.*->' $out && break; sleep 0.2; done
port=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\) .*/\\1/p' $out)
for i in $(seq 50); do curl -sf -m 5 http://127.0.0.1:$port/ && break; sleep 0.2; done
kill -INT $!; wait $!; echo "code $?"`;

  test('reaches what listens on 127.0.0.1 in the pod, and by a Service; ends at Ctrl-C', async () => {
    await applied(on, text, async () => {
      for (const [target, port] of [
        ['pod/e2e-living-web', '8080'],
        ['svc/e2e-living-web', '80'],
      ] as const) {
        const script = `out=${on.tempDir()}/out\n${asked(target, port)}`;
        const said = await on.run('bash', ['-mc', script], { timeoutMs: 90_000 });
        expect(said.stdout).toBe('hello\ncode 130\n');
      }
      const refused = await on.kube2pod(['port-forward', 'e2e-living-web', '53:53/udp']);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('only TCP') });
      const unknown = await on.kube2pod(['port-forward', 'svc/e2e-living-web', '81']);
      expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no port 81') });
    });
  }, 240_000);
});

describeOnPodman('the flags of kube play', (on) => {
  const text = (name: string): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: ${image}
    command: [sleep, "1000"]
    env: [{name: A, valueFrom: {configMapKeyRef: {name: ${name}, key: a}}}]
    ports: [{containerPort: 8080}]
`;

  test('shape the pod, and the same flags again change nothing', async () => {
    const name = 'e2e-living-flags';
    const made = manifest(on, text(name));
    const config = manifest(
      on,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "1"}\n`,
    );
    const flags = ['--configmap', config.path, '--network', 'none', '--annotation', 'e2e.test/a=b'];
    const more = ['--log-driver', 'k8s-file', '--log-opt', 'max-size=1mb', '--no-pod-prefix', '--no-hosts'];
    try {
      expect(await made.apply(...flags, ...more)).toMatchObject({ code: 0 });
      const shown = await on.podman([
        'inspect',
        'c',
        '--format',
        '{{index .Config.Annotations "e2e.test/a"}} {{.HostConfig.LogConfig.Type}} {{.HostConfig.LogConfig.Size}}',
      ]);
      expect(shown.stdout).toBe('b k8s-file 1MB\n');
      const interfaces = await on.podman(['exec', 'c', 'ls', '/sys/class/net']);
      expect(interfaces.stdout).toBe('lo\n');
      const again = await made.apply(...flags, ...more);
      expect(again.stdout).toBe(`pod/${name} unchanged\nconfigmap/${name} unchanged\n`);
      expect(await made.apply('--start=false', '--configmap', config.path)).toMatchObject({ code: 0 });
      const state = await on.podman(['inspect', `${name}-c`, '--format', '{{.State.Status}}']);
      expect(state.stdout).toBe('created\n');
    } finally {
      await made.delete();
      await config.delete();
    }
  }, 180_000);

  test('--replace takes the place of a pod that is not ours, and only then', async () => {
    const name = 'e2e-living-replace';
    await on.podman(['pod', 'create', '--name', name]);
    const made = manifest(
      on,
      `${text(name)}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "1"}\n`,
    );
    try {
      expect(await made.apply()).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('podman/name-taken'),
      });
      expect(await made.apply('--replace')).toMatchObject({ code: 0 });
      const ran = await on.podman(['exec', `${name}-c`, 'sh', '-c', 'echo $A']);
      expect(ran.stdout).toBe('1\n');
    } finally {
      await made.delete();
      await on.podman(['pod', 'rm', '--force', name]);
    }
  }, 180_000);
});

describeOnPodman('get', (on) => {
  test('kinds, names and labels as kubectl takes them', async () => {
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: {name: e2e-living-dep, labels: {part: e2e-living-get}}\nspec: {selector: {app: e2e-living-dep}, ports: [{port: 80}]}\n';
    await applied(on, `${deployment}---\n${service}`, async () => {
      const get = async (...words: readonly string[]): Promise<string> =>
        (await on.kube2pod(['get', ...words])).stdout;
      expect(await get('deploy,svc', 'e2e-living-dep')).toMatch(
        /^NAME +READY .*\ndeployment\/e2e-living-dep +\d\/2 .*\n\nNAME +TYPE .*\nservice\/e2e-living-dep +ClusterIP +10\./,
      );
      expect(await get('deploy/e2e-living-dep', 'svc/e2e-living-dep', '-o', 'name')).toBe(
        'deployment/e2e-living-dep\nservice/e2e-living-dep\n',
      );
      const pods = (await get('pods', '-l', 'app=e2e-living-dep', '-o', 'wide')).trim().split('\n');
      expect(pods).toHaveLength(3);
      expect(pods[1]).toMatch(/^e2e-living-dep-pod .* 10\.[0-9.]+ +e2e-living-dep-pod +yes$/);
      expect(await get('svc', '-l', 'part=e2e-living-get', '-o', 'name')).toBe('service/e2e-living-dep\n');
      const all = (await get('all', '-o', 'name'))
        .split('\n')
        .filter((name) => name.includes('e2e-living-dep'));
      expect(all.toSorted()).toEqual([
        'deployment/e2e-living-dep',
        'pod/e2e-living-dep-pod',
        'pod/e2e-living-dep-pod-1',
        'service/e2e-living-dep',
      ]);
      expect(await on.kube2pod(['get', 'deploy/e2e-living-dep', 'svc/e2e-living-none'])).toMatchObject({
        code: 1,
        stderr: 'kube2pod: there is no service/e2e-living-none\n',
      });
    });
  });
});

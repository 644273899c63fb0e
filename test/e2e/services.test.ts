import { expect, test } from '@jest/globals';
import { type CommandResult, describeOnPodman } from './environment.js';
import { applied, eventually, type Manifest } from './manifest.js';

const image = 'localhost/busybox:test';
const limitMs = 60_000;
const testMs = 300_000;

/** A pod that answers with its own name on port 8080. */
function server(name: string, more = '', namespace = 'default', spec = ''): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name.replace(/-\d$/, '')}}}
spec:
  terminationGracePeriodSeconds: 1
${spec}  containers:
  - name: c
    image: ${image}
    command: [sh, -c, 'mkdir -p /tmp/w; echo ${name} > /tmp/w/index.html; exec httpd -f -p 8080 -h /tmp/w']
    ports: [{name: web, containerPort: 8080}]
${more}
`;
}

const service = (name: string, spec: string, namespace = 'default'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;

describeOnPodman('Services', (on) => {
  const get = (container: string, url: string) =>
    eventually(
      async () =>
        (
          await on.podman(['exec', container, 'timeout', '5', 'wget', '-qO-', `http://${url}/`])
        ).stdout.trim(),
      (text) => text !== '',
      limitMs,
    );
  const inside = async (container: string, command: string): Promise<string> =>
    (await on.podman(['exec', container, 'sh', '-c', command])).stdout;

  test(
    'all forms of a name, of another namespace, another name, and itself',
    async () => {
      const text = [
        server('e2e-svc-a'),
        service('e2e-svc', '{selector: {app: e2e-svc-a}, ports: [{port: 80, targetPort: web}]}'),
        service(
          'e2e-svc-ext',
          '{type: ExternalName, externalName: e2e-svc.default.svc.cluster.local}',
          'e2e-svc-ns',
        ),
        server('e2e-svc-b', '', 'e2e-svc-ns'),
      ].join('---\n');
      await applied(on, text, async () => {
        for (const form of [
          '',
          '.default',
          '.default.svc',
          '.default.svc.cluster.local',
          '.default.svc.cluster.local.',
        ])
          expect(await get('e2e-svc-a-c', `e2e-svc${form}`)).toBe('e2e-svc-a');
        for (const name of ['e2e-svc.default', 'e2e-svc-ext:80'])
          expect(await get('e2e-svc-ns_e2e-svc-b-c', name)).toBe('e2e-svc-a');
        expect(await inside('e2e-svc-a-c', 'cat /etc/resolv.conf')).toMatch(
          /^search default\.svc\.cluster\.local svc\.cluster\.local cluster\.local.*\nnameserver [0-9.]+\noptions ndots:5\n$/,
        );
        expect(
          await inside('e2e-svc-a-c', 'time -f %e nslookup absent.default.svc.cluster.local 2>&1'),
        ).toContain('NXDOMAIN');
      });
    },
    testMs,
  );

  test(
    'a headless Service has its ready pods and their names; a later Service is seen by pods that run',
    async () => {
      const set = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: e2e-set}
spec:
  serviceName: e2e-head
  replicas: 2
  selector: {matchLabels: {app: e2e-set}}
  template:
    metadata: {labels: {app: e2e-set}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: c
        image: ${image}
        command: [sh, -c, 'mkdir -p /tmp/w; hostname > /tmp/w/index.html; exec httpd -f -p 8080 -h /tmp/w']
        readinessProbe: {exec: {command: [test, '!', -e, /tmp/not]}, periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 1}
`;
      await applied(on, set, async (made) => {
        made.rewrite(
          `${set}---\n${service('e2e-head', '{clusterIP: None, selector: {app: e2e-set}, ports: [{port: 8080}]}')}`,
        );
        expect((await made.apply()).stdout).toContain('statefulset/e2e-set unchanged');
        expect(await get('e2e-set-0-c', 'e2e-set-1.e2e-head:8080')).toBe('e2e-set-1');
        const addresses = () =>
          inside('e2e-set-0-c', "nslookup e2e-head.default.svc.cluster.local | grep -c '^Address: 10'");
        expect(await eventually(addresses, (text) => text.trim() === '2', limitMs)).toBe('2\n');
        expect((await on.kube2pod(['describe', 'svc/e2e-head'])).stdout).toMatch(
          /^Address: {3}None\n.*\n {2}<unset> {2}8080\/TCP to 8080: \S+:8080, \S+:8080$/m,
        );
        await inside('e2e-set-1-c', 'touch /tmp/not');
        expect(await eventually(addresses, (text) => text.trim() === '1', limitMs)).toBe('1\n');
      });
    },
    testMs,
  );

  // The bridge of the pods' network has another hardware address now and then: the lowest of its ports'.
  test(
    'names are answered all the while other pods come and go',
    async () => {
      const others = Array.from({ length: 3 }, (_, index) => server(`e2e-gone-${index}`)).join('---\n');
      await applied(on, server('e2e-stay'), async () => {
        await inside(
          'e2e-stay-c',
          'n=0; (while [ $n -lt 150 ]; do timeout 3 nslookup absent.default.svc.cluster.local 2>&1 | grep -c NXDOMAIN ' +
            '>>/tmp/counts; n=$((n+1)); sleep 0.1; done; touch /tmp/done) >/dev/null 2>&1 &',
        );
        for (let round = 0; round < 2; round += 1) await applied(on, others, async () => undefined);
        await eventually(
          () => inside('e2e-stay-c', 'ls /tmp'),
          (text) => text.includes('done'),
          limitMs,
        );
        expect(await inside('e2e-stay-c', 'grep -c . /tmp/counts; grep -cx 0 /tmp/counts')).toBe('150\n0\n');
      });
    },
    testMs,
  );

  test(
    'the name server is killed, and its process id is given to another: names are soon served again',
    async () => {
      const text = `${server('e2e-names-a')}---\n${service('e2e-names', '{selector: {app: e2e-names-a}, ports: [{port: 80, targetPort: web}]}')}`;
      await applied(on, text, async () => {
        const answered = (): Promise<string> => get('e2e-names-a-c', 'e2e-names');
        expect(await answered()).toBe('e2e-names-a');
        const killed = await on.run('sh', [
          '-ec',
          'cd /run/kube2pod 2>/dev/null || cd "$XDG_RUNTIME_DIR/kube2pod"; ' +
            // Other stores of this user have files there, too.
            'gateway=$(podman network inspect kube2pod | sed -n "s/.*gateway.: .\\([0-9.]*\\).*/\\1/p"); ' +
            'for file in $(grep -lF "$gateway" -- *.names-status.json); do ' +
            'pid=$(tr , "\\n" <"$file" | sed -n "s/.*pid.:\\([0-9]*\\).*/\\1/p"); kill -9 "$pid" 2>/dev/null || continue; ' +
            'sed -i "s/\\(pid.:\\)$pid/\\11/" "$file"; echo "$pid"; done',
        ]);
        expect(killed).toMatchObject({ code: 0 });
        expect(killed.stdout).toMatch(/^\d+\n$/);
        expect(await answered()).toBe('e2e-names-a');
      });
    },
    testMs,
  );

  test(
    'variables of Services, a node port, endpoints that are listed, and who has none refuses',
    async () => {
      const text = [
        service(
          'e2e-env',
          '{type: NodePort, selector: {app: e2e-node}, ports: [{name: http, port: 81, targetPort: 8080, nodePort: 32471}]}',
        ),
        service('e2e-none', '{selector: {app: nobody}, ports: [{port: 80}]}'),
        server(
          'e2e-node',
          `    env: [{name: URL, value: "http://$(E2E_ENV_SERVICE_HOST):$(E2E_ENV_SERVICE_PORT)"}, {name: E2E_NONE_PORT, value: mine}]`,
        ),
        server('e2e-nolinks', '', 'default', '  enableServiceLinks: false\n'),
      ].join('---\n');
      const check = async (made: Manifest, { stdout }: CommandResult): Promise<void> => {
        expect((JSON.parse(stdout) as { readonly addresses: unknown }).addresses).toEqual([
          {
            ...{ service: 'e2e-env', namespace: 'default', port: 81 },
            ...{ hostAddress: '0.0.0.0', hostPort: 32471, protocol: 'tcp' },
          },
        ]);
        const address = (await inside('e2e-node-c', 'echo $E2E_ENV_SERVICE_HOST')).trim();
        expect(address).toMatch(/^10\./);
        expect(
          await inside('e2e-node-c', 'echo $URL $E2E_ENV_SERVICE_PORT_HTTP $E2E_NONE_PORT $E2E_ENV_PORT'),
        ).toBe(`http://${address}:81 81 mine tcp://${address}:81\n`);
        expect(await inside('e2e-nolinks-c', 'env | grep -c E2E_ENV_')).toBe('0\n');
        const fromHost = await eventually(
          async () => (await on.run('curl', ['-s', '-m', '5', 'http://127.0.0.1:32471/'])).stdout.trim(),
          (out) => out !== '',
          limitMs,
        );
        expect(fromHost).toBe('e2e-node');
        expect(await inside('e2e-node-c', 'timeout 5 wget -O- http://e2e-none/ 2>&1; true')).toContain(
          'refused',
        );
        // The port changes in place: the pod that holds the address stays.
        const holder = async () =>
          (await on.podman(['pod', 'inspect', '--format', '{{.Id}}', 'service__e2e-none'])).stdout;
        const before = await holder();
        made.rewrite(
          text.replace(
            '{selector: {app: nobody}, ports: [{port: 80}]}',
            '{selector: {app: e2e-node}, ports: [{port: 85, targetPort: 8080}]}',
          ),
        );
        await made.apply();
        expect(await get('e2e-node-c', 'e2e-none:85')).toBe('e2e-node');
        expect(await holder()).toBe(before);
      };
      await applied(on, text, check, ['-o', 'json']);
    },
    testMs,
  );
});

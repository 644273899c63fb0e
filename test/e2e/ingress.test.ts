import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { ingressOf } from './ingress.js';
import { applied, eventually } from './manifest.js';

const testMs = 300_000;
const limitMs = 60_000;

/** A server that says what reached it: one port for each Service, so that the answer tells where a request went. */
const echo = (name: string, services: readonly string[]): string => {
  const said =
    '$request_method $request_uri host=$http_host proto=$http_x_forwarded_proto port=$http_x_forwarded_port length=$content_length';
  const servers = services.map(
    (service, index) =>
      `server { listen ${8001 + index}; location / { return 200 "${service} ${said}\\n"; } }`,
  );
  const pod = `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}}
data:
  nginx.conf: |
    pid /tmp/pid;
    events {}
    http {
      client_max_body_size 0;
${servers.map((line) => `      ${line}`).join('\n')}
    }
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: localhost/web-php:test
    command: [nginx, -c, /conf/nginx.conf, -g, daemon off;]
    volumeMounts: [{name: conf, mountPath: /conf}]
  volumes: [{name: conf, configMap: {name: ${name}}}]
`;
  const all = services.map(
    (service, index) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${service}}\nspec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: ${8001 + index}}]}\n`,
  );
  return [pod, ...all].join('---\n');
};

const path = (type: string, text: string, service: string, port = 'name: http'): string =>
  `      - {path: '${text}', pathType: ${type}, backend: {service: {name: ${service}, port: {${port}}}}}`;

const ingress = (name: string, rules: string, more = '', annotations = '{}'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ${name}, annotations: ${annotations}}\nspec:\n${more}  rules:\n${rules}\n`;

const rule = (host: string, ...paths: readonly string[]): string =>
  `  - host: '${host}'\n    http:\n      paths:\n${paths.join('\n')}`;

describeOnPodman('Ingress', (on) => {
  const { options, port, tlsPort } = ingressOf(on);
  const curl = async (host: string, where: string, ...more: readonly string[]): Promise<string> => {
    const url = `http://127.0.0.1:${port}${where}`;
    const { stdout } = await on.run('curl', [
      '-s',
      '-m',
      '10',
      '--path-as-is',
      '-H',
      `Host: ${host}`,
      ...more,
      url,
    ]);
    return stdout.trim();
  };
  const status = (host: string, where: string): Promise<string> =>
    curl(host, where, '-o', '/dev/null', '-w', '%{http_code}');
  const serves = (host: string, where: string, service: string): Promise<string> =>
    eventually(
      () => curl(host, where),
      (text) => text.startsWith(`${service} `),
      limitMs,
    );

  test(
    'hosts and paths as Kubernetes matches them, 404 for the rest, 503 where nobody answers',
    async () => {
      const text = [
        echo('e2e-ing', ['e2e-ing-a', 'e2e-ing-b', 'e2e-ing-c']),
        'apiVersion: v1\nkind: Service\nmetadata: {name: e2e-ing-none}\nspec: {selector: {app: nobody}, ports: [{name: http, port: 80}]}\n',
        'apiVersion: v1\nkind: Service\nmetadata: {name: e2e-ing-pods}\nspec: {clusterIP: None, selector: {app: e2e-ing}, ports: [{name: http, port: 80, targetPort: 8001}]}\n',
        'apiVersion: v1\nkind: Service\nmetadata: {name: e2e-ing-other}\nspec: {type: ExternalName, externalName: e2e-ing-b.default.svc.cluster.local}\n',
        ingress(
          'e2e-ing',
          [
            rule(
              'a.e2e.example',
              path('Prefix', '/foo', 'e2e-ing-a'),
              path('Exact', '/foo', 'e2e-ing-b'),
              path('Prefix', '/foo/bar/', 'e2e-ing-c'),
              path('Exact', '/exact/', 'e2e-ing-b', 'number: 80'),
              path('ImplementationSpecific', '/a b;{}"$x', 'e2e-ing-c'),
              path('Prefix', '/none', 'e2e-ing-none'),
              path('Prefix', '/pods', 'e2e-ing-pods'),
              path('Prefix', '/other', 'e2e-ing-other', 'number: 80'),
              path('Prefix', '/gone', 'e2e-ing-gone'),
            ),
            rule('*.e2e.example', path('Prefix', '/', 'e2e-ing-c')),
          ].join('\n'),
        ),
      ].join('---\n');
      await applied(
        on,
        text,
        async (_made, result) => {
          expect(result.stderr).toContain('reference/missing-object');
          expect(result.stderr).toContain(`http://a.e2e.example.localhost:${port}/`);
          const table: readonly (readonly [string, string, string])[] = [
            ['a.e2e.example', '/foo', 'e2e-ing-b'],
            ['a.e2e.example', '/foo/', 'e2e-ing-a'],
            ['a.e2e.example', '/foo/x?y=1', 'e2e-ing-a'],
            ['a.e2e.example', '/foo/bar', 'e2e-ing-c'],
            ['a.e2e.example', '/foo/bar/', 'e2e-ing-c'],
            ['a.e2e.example', '/foo/barx', 'e2e-ing-a'],
            ['a.e2e.example', '/exact/', 'e2e-ing-b'],
            ['a.e2e.example', '/a%20b;%7B%7D%22$x', 'e2e-ing-c'],
            ['a.e2e.example.localhost', '/foo', 'e2e-ing-b'],
            ['other.e2e.example', '/anything', 'e2e-ing-c'],
            ['a.e2e.example', '/pods/x', 'e2e-ing-a'],
            ['a.e2e.example', '/other', 'e2e-ing-b'],
          ];
          for (const [host, where, service] of table)
            expect(await serves(host, where, service)).toBe(
              `${service} GET ${where} host=${host} proto=http port=${port} length=`,
            );
          for (const [host, where] of [
            ['a.e2e.example', '/'],
            ['a.e2e.example', '/fool'],
            ['a.e2e.example', '/exact'],
            ['a.e2e.example', '/Foo'],
            ['x.y.e2e.example', '/'],
            ['e2e.example', '/'],
          ] as const)
            expect([host, where, await status(host, where)]).toEqual([host, where, '404']);
          for (const where of ['/none', '/gone/x']) expect(await status('a.e2e.example', where)).toBe('503');
        },
        options,
      );
    },
    testMs,
  );

  test(
    'paths are rewritten as ingress-nginx does, and bodies and streams pass through',
    async () => {
      const streams = `apiVersion: v1
kind: Pod
metadata: {name: e2e-ing-stream, labels: {app: e2e-ing-stream}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: events
    image: localhost/busybox:test
    command: [nc, -ll, -p, '9001', -e, sh, -c, 'printf "HTTP/1.1 200 OK\\r\\n\\r\\ndata: first\\n"; sleep 15; echo "data: last"']
  - name: socket
    image: localhost/busybox:test
    command: [nc, -ll, -p, '9002', -e, sh, -c, 'grep -qi "^upgrade: websocket" || exit; printf "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n"; cat']
---
apiVersion: v1
kind: Service
metadata: {name: e2e-ing-stream}
spec: {selector: {app: e2e-ing-stream}, ports: [{name: events, port: 81, targetPort: 9001}, {name: socket, port: 82, targetPort: 9002}]}
`;
      const annotations = '{nginx.ingress.kubernetes.io/rewrite-target: /$2}';
      const text = [
        echo('e2e-ing-echo', ['e2e-ing-re']),
        streams,
        ingress(
          'e2e-ing-re',
          rule('re.e2e.example', path('ImplementationSpecific', '/api(/|$)(.*)', 'e2e-ing-re')),
          '',
          annotations,
        ),
        ingress(
          'e2e-ing-stream',
          rule(
            're.e2e.example',
            path('Prefix', '/', 'e2e-ing-re'),
            path('Prefix', '/events', 'e2e-ing-stream', 'name: events'),
            path('Prefix', '/socket', 'e2e-ing-stream', 'number: 82'),
          ),
        ),
      ].join('---\n');
      await applied(
        on,
        text,
        async (made) => {
          const re = (uri: string): string =>
            `e2e-ing-re GET ${uri} host=re.e2e.example proto=http port=${port} length=`;
          expect(await serves('re.e2e.example', '/api/users?id=1', 'e2e-ing-re')).toBe(re('/users?id=1'));
          expect(await serves('re.e2e.example', '/api', 'e2e-ing-re')).toBe(re('/'));
          expect(await serves('re.e2e.example', '/apiary', 'e2e-ing-re')).toBe(re('/apiary'));
          const folder = on.tempDir();
          await on.run('dd', ['if=/dev/zero', `of=${folder}/body`, 'bs=1M', 'count=20', 'status=none']);
          expect(await curl('re.e2e.example', '/', '--data-binary', `@${folder}/body`)).toContain(
            `length=${20 * 1024 * 1024}`,
          );
          const first = () => curl('re.e2e.example', '/events', '-N', '-m', '3');
          expect(await eventually(first, (out) => out.includes('data'), limitMs)).toBe('data: first');
          const upgraded = async () => (await on.run('node', ['-e', upgrade, String(port)])).stdout;
          expect(await eventually(upgraded, (out) => out.includes('echo'), limitMs)).toBe('101 echo');
          // What has begun goes on while the proxy reads a changed configuration.
          const stream = on.run('curl', [
            '-sN',
            '-m',
            '60',
            '-H',
            'Host: re.e2e.example',
            `http://127.0.0.1:${port}/events`,
          ]);
          await new Promise((resolve) => setTimeout(resolve, 1000));
          made.rewrite(text.replace("path: '/socket'", "path: '/wire'"));
          expect((await made.apply()).stdout).toContain('ingress/e2e-ing-stream configured');
          expect(await serves('re.e2e.example', '/socket', 'e2e-ing-re')).toBe(re('/socket'));
          expect((await stream).stdout).toBe('data: first\ndata: last\n');
        },
        options,
      );
    },
    testMs,
  );

  test(
    'certificates by name, a redirect to them, and a key that nobody sees',
    async () => {
      const { certificate, key } = certificateFor('tls.e2e.example');
      const indented = (pem: string): string =>
        pem
          .trim()
          .split('\n')
          .map((line) => `    ${line}`)
          .join('\n');
      const text = [
        echo('e2e-ing-tls', ['e2e-ing-tls']),
        `apiVersion: v1\nkind: Secret\nmetadata: {name: e2e-ing-cert}\ntype: kubernetes.io/tls\nstringData:\n  tls.crt: |\n${indented(certificate)}\n  tls.key: |\n${indented(key)}\n`,
        ingress(
          'e2e-ing-tls',
          `${rule('tls.e2e.example', path('Prefix', '/', 'e2e-ing-tls'))}\n${rule('plain.e2e.example', path('Prefix', '/', 'e2e-ing-tls'))}`,
          '  tls: [{hosts: [tls.e2e.example], secretName: e2e-ing-cert}]\n',
        ),
      ].join('---\n');
      await applied(
        on,
        text,
        async () => {
          const folder = on.tempDir();
          await on.run('sh', ['-c', `cat > ${folder}/ca.pem`], { input: certificate });
          const secure = async (name: string): Promise<string> => {
            const resolve = `${name}:${tlsPort}:127.0.0.1`;
            const words = ['-s', '-m', '10', '--cacert', `${folder}/ca.pem`, '--resolve', resolve];
            const { stdout, code } = await on.run('curl', [...words, `https://${name}:${tlsPort}/x`]);
            return code === 0 ? stdout.trim() : `failed ${code}`;
          };
          const answer = await eventually(
            () => secure('tls.e2e.example'),
            (out) => out.startsWith('e2e'),
            limitMs,
          );
          expect(answer).toBe(
            `e2e-ing-tls GET /x host=tls.e2e.example:${tlsPort} proto=https port=${tlsPort} length=`,
          );
          expect(await secure('plain.e2e.example')).toMatch(/^failed/);
          expect(
            await curl('tls.e2e.example', '/x?y', '-o', '/dev/null', '-w', '%{http_code} %{redirect_url}'),
          ).toBe(`308 https://tls.e2e.example:${tlsPort}/x?y`);
          expect(await serves('plain.e2e.example', '/x', 'e2e-ing-tls')).toContain('proto=http ');
          const line = key.split('\n')[1] ?? '';
          const inspected = await on.podman(['inspect', 'ingress__proxy-nginx', 'ingress__proxy']);
          expect(line.length).toBeGreaterThan(20);
          expect(inspected.stdout + inspected.stderr).not.toContain(line);
        },
        options,
      );
    },
    testMs,
  );

  test(
    'a change is taken up by the proxy that runs, also after a kill; it goes with the last Ingress',
    async () => {
      const rules = (...paths: readonly string[]): string =>
        [
          echo('e2e-ing-live', ['e2e-ing-one', 'e2e-ing-two']),
          ingress('e2e-ing-live', rule('live.e2e.example', ...paths)),
        ].join('---\n');
      const first = rules(path('Prefix', '/', 'e2e-ing-one'));
      await applied(
        on,
        first,
        async (made) => {
          expect(await serves('live.e2e.example', '/', 'e2e-ing-one')).toContain('GET /');
          const proxy = async () =>
            (await on.podman(['inspect', '--format', '{{.Id}}', 'ingress__proxy-nginx'])).stdout;
          const before = await proxy();
          expect((await made.apply()).stdout).toContain('ingress/e2e-ing-live unchanged');
          made.rewrite(rules(path('Prefix', '/', 'e2e-ing-two')));
          expect((await made.apply()).stdout).toContain('ingress/e2e-ing-live configured');
          expect(await serves('live.e2e.example', '/', 'e2e-ing-two')).toContain('GET /');
          expect(await proxy()).toBe(before);
          expect((await on.kube2pod(['get', 'ingress', 'e2e-ing-live'])).stdout).toMatch(
            new RegExp(`e2e-ing-live +<none> +live.e2e.example +127.0.0.1 +${port} `),
          );
          // Whichever operation is the last of an apply that is killed: the next one ends it.
          for (const [after, service] of [
            [1, 'e2e-ing-one'],
            [2, 'e2e-ing-two'],
            [3, 'e2e-ing-one'],
          ] as const) {
            made.rewrite(rules(path('Prefix', '/', service)));
            await killedAfter(on, made.path, after);
            expect(await made.apply()).toMatchObject({ code: 0 });
            expect(await serves('live.e2e.example', '/', service)).toContain('GET /');
          }
          expect(await proxy()).toBe(before);
        },
        options,
      );
      const { stdout } = await on.kube2pod(['get', 'ingress', '-A', '-o', 'json']);
      const left = (JSON.parse(stdout) as { readonly objects: readonly unknown[] }).objects.length;
      const { code } = await on.podman(['pod', 'exists', 'ingress__proxy']);
      // Other tests may have Ingresses in the same store.
      expect([left > 0, code === 0]).toEqual([left > 0, left > 0]);
    },
    testMs,
  );

  test(
    'a taken port is told with its cure; without its image all but the proxy runs',
    async () => {
      const text = [
        echo('e2e-ing-port', ['e2e-ing-port']),
        ingress('e2e-ing-port', rule('port.e2e.example', path('Prefix', '/', 'e2e-ing-port'))),
      ].join('---\n');
      await applied(
        on,
        text,
        async (made) => {
          expect(await serves('port.e2e.example', '/', 'e2e-ing-port')).toContain('GET /');
          const taken = port + 20;
          const server = on.run('node', ['-e', listening, String(taken)], { timeoutMs: 60_000 });
          const failed = await eventually(
            async () => {
              const { code, stderr } = await made.apply('--ingress-port', String(taken));
              return code === 0 ? '' : stderr;
            },
            (out) => out !== '',
          );
          expect(failed).toContain('--ingress-port');
          // The proxy is there again as it was.
          expect(await serves('port.e2e.example', '/', 'e2e-ing-port')).toContain('GET /');
          await server;
          const absent = await made.apply('--ingress-image', 'localhost/e2e-not-there:1');
          expect(absent).toMatchObject({ code: 0 });
          expect(absent.stderr).toContain('--ingress-image');
        },
        options,
      );
    },
    testMs,
  );
});

/** Holds a port for a while. */
const listening = `
require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1');
setTimeout(() => process.exit(), 15000);
`;

/** Asks for a WebSocket by hand, and sends a word through it. */
const upgrade = `
const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1', () =>
  socket.write('GET /socket HTTP/1.1\\r\\nHost: re.e2e.example\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n'));
let text = '';
socket.on('data', (chunk) => {
  text += chunk;
  if (text.includes('\\r\\n\\r\\n') && !text.includes('echo')) socket.write('echo');
  if (text.includes('echo')) {
    process.stdout.write(text.slice(9, 12) + ' echo');
    socket.destroy();
  }
});
socket.on('close', () => process.exit());
setTimeout(() => process.exit(), 5000);
`;

async function killedAfter(on: PodmanMode, file: string, operations: number): Promise<void> {
  await on.kube2pod(['apply', '-q', file], {
    env: { KUBE2POD_TEST_KILL_AFTER: String(operations) },
    timeoutMs: 120_000,
  });
}

/** A certificate that signs itself. */
function certificateFor(host: string): { readonly certificate: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kube2pod-cert-'));
  try {
    const [keyFile, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    execFileSync(
      'openssl',
      ['req', '-x509', ...curve, ...names, '-days', '2', '-keyout', keyFile, '-out', file],
      {
        stdio: 'ignore',
      },
    );
    return { certificate: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

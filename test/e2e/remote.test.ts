import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CommandResult, describeOnPodman, type PodmanMode, podmanModes } from './environment.js';
import { eventually, manifest } from './manifest.js';

const script = fileURLToPath(new URL('../tools/remote-podman.sh', import.meta.url));
const limitMs = 120_000;

/** A Podman with its own files, network and processes, and how the commands reach it. */
interface Elsewhere {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function startElsewhere(client: PodmanMode): Promise<Elsewhere> {
  const rootful = podmanModes().find(({ mode }) => mode === 'rootful');
  if (rootful === undefined || 'missing' in rootful) throw new Error('it needs root');
  const folder = client.tempDir();
  const served = rootful.run('sh', [script, folder], { timeoutMs: 600_000 });
  const url = `unix://${join(folder, 'podman.sock')}`;
  await eventually(
    async () => String((await client.podman(['--url', url, 'version'])).code),
    (code) => code === '0',
    limitMs,
  );
  const archive = join(folder, 'image.tar');
  await rootful.podman(['save', '--quiet', '--output', archive, 'localhost/busybox:test'], {
    timeoutMs: limitMs,
  });
  expect(
    await rootful.podman(['--url', url, 'load', '--input', archive], { timeoutMs: limitMs }),
  ).toMatchObject({
    code: 0,
  });
  return {
    url,
    stop: async () => {
      await rootful.run('sh', ['-c', `kill -9 "$(cat ${join(folder, 'pid')})"`]);
      await served;
    },
  };
}

const app = (greeting: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: e2e-remote-conf}
data: {greeting: "${greeting}", KEY: value}
---
apiVersion: v1
kind: Secret
metadata: {name: e2e-remote-secret}
stringData: {password: hunter2}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: e2e-remote-data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: e2e-remote-web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      securityContext: {fsGroup: 2000}
      initContainers:
        - name: init
          image: localhost/busybox:test
          command: [sh, -c, 'echo made > /empty/init; echo once >> /data/runs']
          volumeMounts: [{name: empty, mountPath: /empty}, {name: data, mountPath: /data}]
      containers:
        - name: app
          image: localhost/busybox:test
          workingDir: /made/here
          command: [sh, -c, 'echo serving; exec httpd -f -p 8080 -h /conf']
          env:
            - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: e2e-remote-secret, key: password}}}
            - {name: KEY, valueFrom: {configMapKeyRef: {name: e2e-remote-conf, key: KEY}}}
          ports: [{containerPort: 8080, hostPort: 18080}]
          volumeMounts:
            - {name: empty, mountPath: /empty}
            - {name: conf, mountPath: /conf}
            - {name: conf, mountPath: /one, subPath: greeting}
            - {name: secret, mountPath: /secret}
            - {name: data, mountPath: /data}
            - {name: data, mountPath: /part, subPath: some/part}
            - {name: memory, mountPath: /memory}
            - {name: host, mountPath: /host}
      volumes:
        - {name: empty, emptyDir: {}}
        - {name: memory, emptyDir: {medium: Memory}}
        - {name: conf, configMap: {name: e2e-remote-conf}}
        - {name: secret, secret: {secretName: e2e-remote-secret, defaultMode: 0400}}
        - {name: data, persistentVolumeClaim: {claimName: e2e-remote-data}}
        - {name: host, hostPath: {path: /srv/data, type: Directory}}
`;

const look = `
echo "$NODE $PASSWORD $KEY $(cat /empty/init) $(cat /one) $(cat /secret/password) $(cat /host/place)"
echo "$(pwd) $(wc -l < /data/runs) $(wget -qO- localhost:8080/greeting) $(cat /etc/hostname)"
stat -c '%n %a %g' /empty /data /part /memory /secret/..data/password
touch /part/written && echo written
grep -c 192.0.2.53 /etc/resolv.conf
`;

const single = (name: string, more: string, volumes: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: app
      image: localhost/busybox:test
      command: [sleep, "1000"]
${more}
  volumes:
${volumes}
`;

describeOnPodman('Podman behind a socket that shares no files', (on) => {
  let place: Elsewhere;
  const call = (...words: readonly string[]): Promise<CommandResult> =>
    on.kube2pod([...words, '--url', place.url], { timeoutMs: limitMs });
  const inside = (target: string, text: string): Promise<CommandResult> =>
    on.kube2pod(['exec', target, '-c', 'app', '--url', place.url, '--', 'sh', '-c', text], {
      timeoutMs: limitMs,
    });

  beforeAll(async () => {
    place = await startElsewhere(on);
  }, limitMs);
  afterAll(async () => {
    await place.stop();
  }, limitMs);

  test(
    'an application with claims, files, hostPath, init containers and ports is applied, changed and removed',
    async () => {
      const { path, rewrite } = manifest(on, app('hello'));
      const first = await call('apply', path);
      expect(first).toMatchObject({ code: 0 });
      expect(first.stderr).toContain('as with --no-supervise');
      expect((await inside('deploy/e2e-remote-web', look)).stdout).toBe(
        [
          'elsewhere hunter2 value made hello hunter2 elsewhere',
          '/made/here 1 hello e2e-remote-web-pod',
          '/empty 2777 2000',
          '/data 2777 2000',
          '/part 777 0',
          '/memory 3777 2000',
          '/secret/..data/password 440 2000',
          'written',
          '1',
          '',
        ].join('\n'),
      );
      expect((await call('apply', path)).stdout.trim().split('\n')).toEqual([
        'configmap/e2e-remote-conf unchanged',
        'secret/e2e-remote-secret unchanged',
        'persistentvolumeclaim/e2e-remote-data unchanged',
        'deployment/e2e-remote-web unchanged',
      ]);
      expect((await call('get')).stdout).toMatch(/e2e-remote-web-pod +1\/1 +Running +0/);
      expect((await call('logs', 'deploy/e2e-remote-web', '-c', 'app')).stdout).toBe('serving\n');
      // Files are not changed in place there: the pod is made anew, the claim keeps its data.
      rewrite(app('changed'));
      expect((await call('apply', path)).stdout).toContain('deployment/e2e-remote-web configured');
      expect((await inside('deploy/e2e-remote-web', 'cat /one; wc -l < /data/runs')).stdout).toBe(
        'changed2\n',
      );
      expect(await call('delete', path)).toMatchObject({ code: 0 });
      const left = await on.podman(['--url', place.url, 'volume', 'ls', '--quiet']);
      expect(left.stdout.trim().split('\n')).toEqual(['e2e-remote-data', 'kube2pod-key']);
      expect((await on.podman(['--url', place.url, 'ps', '--all', '--quiet'])).stdout).toBe('');
      expect(await call('delete', path, '--volumes')).toMatchObject({ code: 0 });
    },
    limitMs,
  );

  test(
    'paths of the machine are looked at and made there, and a later file may name a Secret of an earlier one',
    async () => {
      const secret = manifest(
        on,
        '{apiVersion: v1, kind: Secret, metadata: {name: e2e-remote-kept}, stringData: {password: kept}}',
      );
      expect(await call('apply', secret.path)).toMatchObject({ code: 0 });
      const paths = single(
        'e2e-remote-paths',
        `      env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: e2e-remote-kept, key: password}}}]
      volumeMounts: [{name: folder, mountPath: /folder}, {name: file, mountPath: /file}, {name: folder, mountPath: /sub, subPath: a/b}]`,
        `    - {name: folder, hostPath: {path: /srv/made/deep, type: DirectoryOrCreate}}
    - {name: file, hostPath: {path: /srv/made/file, type: FileOrCreate}}`,
      );
      const { path, rewrite } = manifest(on, paths);
      expect(await call('apply', path)).toMatchObject({ code: 0 });
      const seen = await inside(
        'e2e-remote-paths',
        'echo $PASSWORD; stat -c "%n %F" /folder /file /sub; ls /folder',
      );
      expect(seen.stdout).toBe('kept\n/folder directory\n/file regular empty file\n/sub directory\na\n');
      expect(existsSync('/srv/made')).toBe(false);
      rewrite(
        paths.replace('path: /srv/made/deep, type: DirectoryOrCreate', 'path: /srv/none, type: Directory'),
      );
      const refused = await call('apply', path);
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.stderr).toMatch(/manifest\.yaml:14:\d+ error podman\/host-path-type/);
      expect(await call('delete', 'pod/e2e-remote-paths', 'secret/e2e-remote-kept')).toMatchObject({
        code: 0,
      });
    },
    limitMs,
  );

  test(
    'a subPath through a link that a container made is refused at its line, and nothing is left of the pod',
    async () => {
      const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: e2e-remote-links}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
---`;
      const volumes = '    - {name: data, persistentVolumeClaim: {claimName: e2e-remote-links}}';
      const text = `${claim}${single(
        'e2e-remote-maker',
        '      volumeMounts: [{name: data, mountPath: /data}]',
        volumes,
      )}`;
      const maker = manifest(on, text);
      expect(await call('apply', maker.path)).toMatchObject({ code: 0 });
      expect(await inside('e2e-remote-maker', 'ln -s /etc /data/link')).toMatchObject({ code: 0 });
      const mount = '      volumeMounts: [{name: data, mountPath: /data, subPath: link/inner}]';
      const follower = manifest(on, single('e2e-remote-follower', mount, volumes));
      const refused = await call('apply', follower.path);
      expect(refused).toMatchObject({ code: 3 });
      expect(refused.stderr).toMatch(
        /manifest\.yaml:11:\d+ error podman\/failed .*link\/inner goes through a link/,
      );
      const pods = await on.podman(['--url', place.url, 'pod', 'ps', '--format', '{{.Name}}']);
      expect(pods.stdout.trim()).toBe('e2e-remote-maker');
      expect(await call('delete', maker.path, '--volumes')).toMatchObject({ code: 0 });
    },
    limitMs,
  );

  test(
    'what only that machine could do is reported at its line, or says where to do it',
    async () => {
      const { path } = manifest(
        on,
        `
apiVersion: v1
kind: Pod
metadata: {name: e2e-remote-watched}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: app
      image: localhost/busybox:test
      command: [sleep, "1000"]
      readinessProbe: {httpGet: {port: 80}}
---
apiVersion: v1
kind: Service
metadata: {name: e2e-remote-service}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: e2e-remote-cron}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: "localhost/busybox:test"}]}}}}}
`,
      );
      const applied = await call('apply', path);
      expect(applied).toMatchObject({ code: 0 });
      for (const [line, code, field] of [
        [11, 'ignored', 'readinessProbe'],
        [16, 'approximate', 'spec.selector'],
        [21, 'ignored', 'spec.schedule'],
      ])
        expect(applied.stderr).toMatch(
          new RegExp(`manifest\\.yaml:${line}:\\d+ warning field/${code} .*${field}`),
        );
      expect((await call('get')).stdout).toMatch(/e2e-remote-watched +1\/1 +Running/);
      for (const words of [
        ['supervisor', 'status'],
        ['run', 'cronjob/e2e-remote-cron'],
      ]) {
        const told = await call(...words);
        expect(told).toMatchObject({ code: 2, stdout: '' });
        expect(told.stderr).toContain('Podman’s own machine');
      }
      const forwarded = await call('port-forward', 'e2e-remote-watched', '0:80');
      expect(forwarded.stderr).toContain('not those of a remote Podman');
      expect(await call('delete', path)).toMatchObject({ code: 0 });
    },
    limitMs,
  );

  test(
    'a service of an ordinary user says itself that it is one, and how many ids it has',
    async () => {
      const rootless = podmanModes().find(({ mode }) => mode === 'rootless');
      if (rootless === undefined || 'missing' in rootless) return;
      const folder = rootless.tempDir();
      const url = `unix://${join(folder, 'podman.sock')}`;
      const service = rootless.podman(['system', 'service', '--time=20', url], { timeoutMs: limitMs });
      await eventually(
        async () => String((await on.podman(['--url', url, 'version'])).code),
        (code) => code === '0',
        limitMs,
      );
      const there = (...words: readonly string[]): Promise<CommandResult> =>
        on.kube2pod([...words, '--url', url], { timeoutMs: limitMs });
      const wide = manifest(
        on,
        single('e2e-remote-wide', '      securityContext: {runAsUser: 1000650000}', '    []'),
      );
      const refused = await there('apply', wide.path);
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.stderr).toMatch(/manifest\.yaml:11:\d+ error podman\/id-unmapped/);
      const fits = manifest(
        on,
        single('e2e-remote-user', '      securityContext: {runAsUser: 1000}', '    []'),
      );
      expect(await there('apply', fits.path)).toMatchObject({ code: 0 });
      expect((await rootless.podman(['pod', 'exists', 'e2e-remote-user'])).code).toBe(0);
      expect(await there('delete', fits.path)).toMatchObject({ code: 0 });
      await service;
    },
    limitMs,
  );

  test(
    'a connection in the environment counts, and one that does not answer says what to do',
    async () => {
      const inEnvironment = (url: string, ...words: readonly string[]): Promise<CommandResult> =>
        on.kube2pod(words, { timeoutMs: limitMs, env: { CONTAINER_HOST: url } });
      const { path } = manifest(on, single('e2e-remote-named', '', '    - {name: none, emptyDir: {}}'));
      expect(await inEnvironment(place.url, 'apply', path)).toMatchObject({ code: 0 });
      expect((await on.podman(['pod', 'exists', 'e2e-remote-named'])).code).toBe(1);
      expect((await on.podman(['--url', place.url, 'pod', 'exists', 'e2e-remote-named'])).code).toBe(0);
      expect(await inEnvironment(place.url, 'delete', path)).toMatchObject({ code: 0 });
      const gone = await inEnvironment(`${place.url}.gone`, 'get');
      expect(gone).toMatchObject({ code: 3 });
      expect(gone.stderr).toContain('systemctl --user start podman.socket');
    },
    limitMs,
  );
});

import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { applied, eventually, left, manifest } from './manifest.js';

const image = 'localhost/busybox:test';

function pod(name: string, spec: string, more = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  terminationGracePeriodSeconds: 1\n${spec}\n${more}`;
}

const sleeping = (name: string): string => `  - {name: ${name}, image: ${image}, command: [sleep, "1000"]`;

describeOnPodman('the faults of kube play that belong to pods', (on) => {
  test('two pods with an emptyDir of one name do not share it', async () => {
    const one = (name: string): string =>
      pod(
        name,
        `  containers:\n${sleeping('c')}, volumeMounts: [{name: data, mountPath: /d}]}\n  volumes: [{name: data}]`,
      );
    await applied(on, `${one('e2e-empty-a')}---\n${one('e2e-empty-b')}`, async () => {
      await on.podman(['exec', 'e2e-empty-a-c', 'touch', '/d/mine']);
      expect((await on.podman(['exec', 'e2e-empty-a-c', 'ls', '/d'])).stdout).toBe('mine\n');
      expect((await on.podman(['exec', 'e2e-empty-b-c', 'ls', '/d'])).stdout).toBe('');
    });
  });

  test('a key that left a ConfigMap leaves its volume, and an unchanged apply touches nothing', async () => {
    const text = (data: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e2e-cm}\ndata: ${data}\n---\n${pod('e2e-cm', `  containers:\n${sleeping('c')}, volumeMounts: [{name: v, mountPath: /v}]}\n  volumes: [{name: v, configMap: {name: e2e-cm}}]`)}`;
    await applied(on, text('{a: "1", b: "2"}'), async (made) => {
      const id = async (): Promise<string> =>
        (await on.podman(['inspect', '--format', '{{.Id}}', 'e2e-cm-c'])).stdout;
      const before = await id();
      expect((await made.apply()).stdout).toBe('configmap/e2e-cm unchanged\npod/e2e-cm unchanged\n');
      expect(await id()).toBe(before);
      made.rewrite(text('{a: "1"}'));
      expect((await made.apply()).stdout).toBe('configmap/e2e-cm configured\npod/e2e-cm unchanged\n');
      expect(await id()).toBe(before);
      expect((await on.podman(['exec', 'e2e-cm-c', 'ls', '/v'])).stdout).toBe('a\n');
    });
  });

  test('$(VAR) is expanded, a prefix of envFrom counts, and no secret value is in a command, a label or a record', async () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: e2e-env}\nstringData: {PW: s3cr3t-value}\n---\n${pod(
      'e2e-env',
      `  containers:\n  - name: c\n    image: ${image}\n    command: [sh, -c, 'echo "$A|$P_PW|$URL"; sleep 1000']\n    envFrom: [{prefix: P_, secretRef: {name: e2e-env}}]\n    env: [{name: B, value: b}, {name: A, value: "$(B)-$(B)"}, {name: URL, value: "u:$(P_PW)@h"}]`,
    )}`;
    await applied(on, text, async () => {
      const logs = await eventually(
        async () => (await on.podman(['logs', 'e2e-env-c'])).stdout,
        (out) => out !== '',
      );
      expect(logs).toBe('b-b|s3cr3t-value|u:s3cr3t-value@h\n');
      // Podman itself shows the environment of what runs, secrets of type=env included; nothing else may hold the value.
      const [shown] = JSON.parse((await on.podman(['inspect', 'e2e-env-c'])).stdout) as {
        Config: { Env?: unknown };
      }[];
      expect(JSON.stringify({ ...shown, Config: { ...shown?.Config, Env: undefined } })).not.toContain(
        's3cr3t',
      );
      const record = await on.run('sh', [
        '-c',
        'cat "$(podman volume inspect --format {{.Mountpoint}} kube2pod-record.secret.default.e2e-env)"/object.json',
      ]);
      expect(record.stdout).toContain('***');
      expect(record.stdout).not.toContain('s3cr3t');
    });
  });

  // Source: kubernetes pkg/kubelet/kubelet_pods.go, managedHostsFileContent.
  test.each(['false', 'true'])('aliases stand in /etc/hosts with hostNetwork: %s', async (hostNetwork) => {
    const name = `e2e-aliases-${hostNetwork}`;
    const spec = `  hostNetwork: ${hostNetwork}\n  hostAliases: [{ip: 10.1.2.3, hostnames: [e2e-a, e2e-b.example]}]\n  containers:\n${sleeping('c')}}`;
    await applied(on, pod(name, spec), async () => {
      const hosts = (await on.podman(['exec', `${name}-c`, 'cat', '/etc/hosts'])).stdout;
      expect(hosts.split('\n')).toContain('10.1.2.3\te2e-a\te2e-b.example');
    });
  });

  test('a path that leads out of a volume is refused before anything is made', async () => {
    const made = manifest(
      on,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e2e-dots}\ndata: {a: x}\n---\n${pod('e2e-dots', `  containers:\n${sleeping('c')}, volumeMounts: [{name: v, mountPath: /v}]}\n  volumes: [{name: v, configMap: {name: e2e-dots, items: [{key: a, path: ../../x}]}}]`)}`,
    );
    const { code, stderr } = await made.apply();
    expect(code).toBe(1);
    expect(stderr).toContain('spec.volumes[0].configMap.items[0].path');
    expect(await left(on, 'e2e-dots')).toEqual([]);
  });

  test('of two pods with one that cannot start, none stays behind', async () => {
    const made = manifest(
      on,
      `${pod('e2e-half-a', `  containers:\n${sleeping('c')}}`)}---\n${pod('e2e-half-b', '  containers: [{name: c, image: localhost/not-there:1}]')}`,
    );
    const { code, stderr } = await made.apply();
    expect(code).toBe(1);
    expect(stderr).toMatch(/manifest\.yaml:\d+:\d+ error reference\/missing-image/);
    expect(await left(on, 'e2e-half')).toEqual([]);
  });
});

describeOnPodman('failing and ending well', (on) => {
  test('a Podman failure names operation and place, and removes what was made', async () => {
    const made = manifest(
      on,
      pod('e2e-fail', `  containers:\n${sleeping('c')}}\n  - {name: bad, image: ${image}, command: [/nope]}`),
    );
    const { code, stderr } = await made.apply('--no-supervise');
    expect(code).toBe(3);
    expect(stderr).toContain('container.start e2e-fail-bad');
    expect(stderr).toMatch(/manifest\.yaml:8:\d+ error podman\/failed/);
    expect(stderr).toContain('Removed again: pod e2e-fail');
    expect(await left(on, 'e2e-fail')).toEqual([]);
  });

  test('a name that somebody else has is named, and left alone', async () => {
    await on.podman(['pod', 'create', '--name', 'e2e-taken']);
    try {
      const { code, stderr } = await manifest(
        on,
        pod('e2e-taken', `  containers:\n${sleeping('c')}}`),
      ).apply();
      expect(code).toBe(1);
      expect(stderr).toContain('podman/name-taken');
      expect((await on.podman(['pod', 'exists', 'e2e-taken'])).code).toBe(0);
    } finally {
      await on.podman(['pod', 'rm', '--force', 'e2e-taken']);
    }
  });

  test('without the supervisor pods answer for the Services that select them', async () => {
    // A namespace, and with it a network, of its own: others take away theirs.
    const place = 'namespace: e2e-names';
    const web = `  containers:\n  - {name: c, image: ${image}, command: [sh, -c, 'echo hello >/tmp/index.html; httpd -f -p 8080 -h /tmp']}`;
    const text = [
      pod('e2e-named', web).replace('name: e2e-named', `name: e2e-named, ${place}, labels: {app: e2e-named}`),
      pod('e2e-asking', `  containers:\n${sleeping('c')}}`).replace('e2e-asking}', `e2e-asking, ${place}}`),
      `apiVersion: v1\nkind: Service\nmetadata: {name: web, ${place}}\nspec: {selector: {app: e2e-named}, ports: [{port: 8080}]}`,
    ].join('\n---\n');
    await applied(
      on,
      text,
      async () => {
        for (const name of ['web', 'web.e2e-names.svc.cluster.local']) {
          const ask = ['exec', 'e2e-names_e2e-asking-c', 'wget', '-qO-', `http://${name}:8080/`];
          const answer = await eventually(
            async () => (await on.podman(ask)).stdout,
            (out) => out !== '',
          );
          expect({ name, answer }).toEqual({ name, answer: 'hello\n' });
        }
        const wide = await on.kube2pod(['get', 'pod/e2e-named', '-n', 'e2e-names', '-o', 'wide']);
        expect(wide.stdout).toMatch(/ e2e-names_e2e-named +no\n$/);
      },
      ['--no-supervise'],
    );
  });

  test('delete leaves a network on which a container of others is', async () => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: e2e-network, namespace: e2e-network}\nspec:\n  containers:\n${sleeping('c')}}`;
    const made = manifest(on, text);
    const [network, other] = ['kube2pod-e2e-network', 'e2e-network-other'];
    expect(await made.apply('--no-supervise')).toMatchObject({ code: 0 });
    try {
      await on.podman(['create', '--name', other, '--network', network, image, 'true']);
      expect(await made.delete()).toMatchObject({ code: 0, stdout: 'pod/e2e-network deleted\n' });
      expect(await on.podman(['network', 'exists', network])).toMatchObject({ code: 0 });
    } finally {
      await on.podman(['rm', '--force', '--time', '0', other]);
      await made.delete();
      await on.podman(['network', 'rm', network]);
    }
  });

  test('Ctrl-C in the middle removes what was made', async () => {
    const made = manifest(
      on,
      pod('e2e-int', `  initContainers:\n${sleeping('i')}}\n  containers:\n${sleeping('c')}}`),
    );
    // The init container runs: much was made, and the command waits.
    const script = `node "$0" apply --no-supervise "$1" & pid=$!
for i in $(seq 200); do podman ps --format '{{.Names}}' | grep -q e2e-int-i && break; sleep 0.2; done
kill -INT $pid; wait $pid; echo code $?`;
    const words = await on.run('sh', ['-c', script, on.commandLine(), made.path], { timeoutMs: 50_000 });
    expect(words.stdout).toContain('code 130');
    expect(words.stderr).toContain('interrupted');
    expect(await left(on, 'e2e-int')).toEqual([]);
  });

  test('killed in the middle, then applied again: the same end, no leftovers', async () => {
    const made = manifest(
      on,
      pod(
        'e2e-kill',
        `  initContainers:\n  - {name: i, image: ${image}, command: [sh, -c, "sleep 1"]}\n  containers:\n${sleeping('c')}, volumeMounts: [{name: v, mountPath: /v}]}\n  volumes: [{name: v}]`,
      ),
    );
    try {
      for (const seconds of ['0.4', '0.8', '1.2']) {
        await on.run('sh', [
          '-c',
          `timeout --signal=KILL ${seconds} node "$0" apply --no-supervise "$1"; true`,
          on.commandLine(),
          made.path,
        ]);
      }
      expect(await made.apply('--no-supervise')).toMatchObject({ code: 0 });
      expect(
        (await on.podman(['ps', '--filter', 'name=e2e-kill-c', '--format', '{{.Status}}'])).stdout,
      ).toMatch(/^Up/);
    } finally {
      await made.delete();
    }
    expect(await left(on, 'e2e-kill')).toEqual([]);
  });

  test('claims keep their data over delete and apply, unless --volumes is given', async () => {
    const text = `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: e2e-claim}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}\n---\n${pod('e2e-claim', `  securityContext: {runAsUser: 1000, fsGroup: 2000}\n  containers:\n${sleeping('c')}, volumeMounts: [{name: v, mountPath: /v}]}\n  volumes: [{name: v, persistentVolumeClaim: {claimName: e2e-claim}}]`)}`;
    const made = manifest(on, text);
    try {
      expect(await made.apply()).toMatchObject({ code: 0 });
      expect(await on.podman(['exec', 'e2e-claim-c', 'touch', '/v/kept'])).toMatchObject({ code: 0 });
      expect(await made.delete()).toMatchObject({ code: 0 });
      expect(await left(on, 'e2e-claim')).toEqual(['e2e-claim']);
      expect(await made.apply()).toMatchObject({ code: 0 });
      expect((await on.podman(['exec', 'e2e-claim-c', 'ls', '/v'])).stdout).toBe('kept\n');
    } finally {
      await made.delete('--volumes');
    }
    expect(await left(on, 'e2e-claim')).toEqual([]);
  });
});

describeOnPodman('the script', (on) => {
  test('makes the containers that apply --no-supervise makes, twice, and takes them away', async () => {
    const text = pod(
      'e2e-script',
      `  hostname: other\n  containers:\n  - name: c\n    image: ${image}\n    command: [sh, -c, 'echo "$IP"; exec sleep 1000']\n    env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}, {name: Q, value: "it's \\"q\\" $(IP) \\\\ %"}]\n    resources: {limits: {memory: 64Mi}}\n    volumeMounts: [{name: cm, mountPath: /cm}, {name: e, mountPath: /e, subPath: sub}]\n  volumes: [{name: cm, configMap: {name: e2e-script}}, {name: e}]`,
      '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: e2e-script}\ndata: {f: "line\\n"}\n',
    );
    const made = manifest(on, text);
    const version = (await on.podman(['version', '--format', '{{.Client.Version}}'])).stdout.trim();
    const script = `${made.path}.sh`;
    const rootless = on.mode === 'rootless' ? ['--rootless'] : [];
    const converted = await on.run('sh', [
      '-c',
      'node "$@" > "$0"',
      script,
      on.commandLine(),
      'convert',
      '--to',
      'script',
      '--target',
      version,
      ...rootless,
      made.path,
    ]);
    expect(converted).toMatchObject({ code: 0 });
    const facts = async (): Promise<readonly string[]> => {
      const format =
        '{{.Config.User}} {{.Config.WorkingDir}} {{json .Config.Cmd}} {{.Config.StopTimeout}} {{.HostConfig.CapAdd}} {{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}';
      const inspected = await on.podman(['inspect', '--format', format, 'e2e-script-c']);
      const inside = await on.podman([
        'exec',
        'e2e-script-c',
        'sh',
        '-c',
        'hostname; cat /cm/f; ls -ld /e | cut -c1-10; echo "$Q" | sed "s/$IP/IP/"; ls -A /cm',
      ]);
      return [inspected.stdout, inside.stdout];
    };
    try {
      expect(await made.apply('--no-supervise')).toMatchObject({ code: 0 });
      const wanted = await facts();
      await made.delete();
      expect(await on.run('sh', [script])).toMatchObject({ code: 0 });
      expect(await facts()).toEqual(wanted);
      expect(await on.run('sh', [script])).toMatchObject({ code: 0 });
      expect(await on.run('sh', [script, 'down'])).toMatchObject({ code: 0 });
      expect(await left(on, 'e2e-script')).toEqual([]);
    } finally {
      await on.run('sh', [script, 'down']);
      await made.delete();
    }
  });
});

describeOnPodman('the supervisor', (on) => {
  test('restarts with a fresh root file system and back-off, and takes up pods after kill -9', async () => {
    const text = pod(
      'e2e-sup',
      `  containers:\n  - name: c\n    image: ${image}\n    command: [sh, -c, 'ls /tmp/old; touch /tmp/old; sleep 1; exit 1']`,
    );
    await applied(on, text, async (made) => {
      const get = async (): Promise<string> => (await on.kube2pod(['get', 'pods', 'e2e-sup'])).stdout;
      expect(await eventually(get, (out) => out.includes('CrashLoopBackOff'))).toMatch(
        /e2e-sup +0\/1 +CrashLoopBackOff +1 /,
      );
      expect((await on.podman(['logs', 'e2e-sup-c'])).stdout).toBe('');
      const status = await on.kube2pod(['supervisor', 'status']);
      const pid = /process (\d+)/.exec(status.stdout)?.[1] ?? '';
      await on.run('kill', ['-9', pid]);
      expect((await on.kube2pod(['supervisor', 'status'])).stdout).toBe('not running\n');
      // Any apply starts it again; this one changes nothing.
      expect((await made.apply()).stdout).toBe('pod/e2e-sup unchanged\n');
      expect(await eventually(get, (out) => / [2-9] /.test(out), 25_000)).toMatch(/ [2-9] /);
    });
  });

  test('a liveness probe over HTTP kills and restarts, on an image without any HTTP client', async () => {
    const text = pod(
      'e2e-live',
      `  containers:\n  - name: c\n    image: ${image}\n    command: [sh, -c, 'mkdir -p /w; echo ok > /w/i; (sleep 4; rm /w/i) & exec httpd -f -p 8080 -h /w']\n    livenessProbe: {httpGet: {path: /i, port: 8080}, periodSeconds: 1, failureThreshold: 2}\n    readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}`,
    );
    await applied(on, text, async () => {
      const get = async (): Promise<string> => (await on.kube2pod(['get', 'pods', 'e2e-live'])).stdout;
      expect(await eventually(get, (out) => /1\/1 +Running/.test(out))).toMatch(/1\/1 +Running +0/);
      expect(await eventually(get, (out) => /Running +1 /.test(out), 25_000)).toMatch(/Running +1 /);
    });
  });

  test('a preStop hook runs inside the grace period before the signal', async () => {
    const made = manifest(
      on,
      pod(
        'e2e-stop',
        `  containers:\n  - name: c\n    image: ${image}\n    command: [sh, -c, 'trap "cat /tmp/order > /h/result; exit 0" TERM; while :; do sleep 0.1; done']\n    lifecycle: {preStop: {exec: {command: [sh, -c, 'echo hook > /tmp/order']}}}\n    volumeMounts: [{name: h, mountPath: /h}]\n  volumes: [{name: h, hostPath: {path: .}}]`,
      ).replace('PeriodSeconds: 1', 'PeriodSeconds: 10'),
    );
    expect(await made.apply()).toMatchObject({ code: 0 });
    expect(await on.kube2pod(['delete', made.path])).toMatchObject({ code: 0 });
    expect((await on.run('cat', [`${made.path.replace('manifest.yaml', 'result')}`])).stdout).toBe('hook\n');
  });

  test('a Service forwards to ready pods only', async () => {
    const text = `${pod('e2e-svc', `  containers:\n  - name: c\n    image: ${image}\n    command: [sh, -c, 'mkdir -p /w; echo page > /w/i; exec httpd -f -p 8080 -h /w']\n    readinessProbe: {exec: {command: [test, -e, /tmp/ready]}, periodSeconds: 1}`).replace('{name: e2e-svc}', '{name: e2e-svc, labels: {app: e2e-svc}}')}---\napiVersion: v1\nkind: Service\nmetadata: {name: e2e-svc-s}\nspec: {selector: {app: e2e-svc}, ports: [{port: 80, targetPort: 8080}]}\n`;
    await applied(on, text, async () => {
      const ask = async (): Promise<string> =>
        (await on.podman(['exec', 'e2e-svc-c', 'sh', '-c', 'timeout 2 wget -qO- http://e2e-svc-s/i 2>&1']))
          .stdout;
      expect(await ask()).not.toContain('page');
      await on.podman(['exec', 'e2e-svc-c', 'touch', '/tmp/ready']);
      expect(await eventually(ask, (out) => out.includes('page'), 60_000)).toBe('page\n');
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { factsOf } from '../versions/allowed.js';
import { normalPods } from '../versions/normal-form.js';
import { describeOnPodman, type PodmanMode } from './environment.js';

const image = 'image: localhost/busybox:test';
const waiting = `command: [sh, -c, "trap exit TERM; sleep 600 & wait"]`;

/** Everything that a script must do by itself: files with owners, secrets, order, groups of claims, folders, late values. */
const manifest = `
apiVersion: v1
kind: ConfigMap
metadata: {name: e2e-script-files}
data: {plain.conf: "a = 'b' $HOME %n\\n", run.sh: "#!/bin/sh\\nexit 0\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: e2e-script-secret}
stringData: {token: "s3cr3t '$x'", other: more}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: e2e-script-claim}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: e2e-script-app, labels: {app: e2e-script}}
spec:
  terminationGracePeriodSeconds: 5
  securityContext: {fsGroup: 3000, supplementalGroups: [4000]}
  hostAliases: [{ip: 192.0.2.7, hostnames: [one.example]}]
  initContainers:
  - {name: first, ${image}, command: [sh, -c, 'echo "A=''made''" > /filled/env; echo $0 > /filled/word', "two words\\n'\\"$\`"], volumeMounts: [{name: work, mountPath: /filled}]}
  - {name: beside, ${image}, restartPolicy: Always, ${waiting}}
  containers:
  - name: app
    ${image}
    ${waiting}
    workingDir: /made/when/missing
    env:
    - {name: TOKEN, valueFrom: {secretKeyRef: {name: e2e-script-secret, key: token}}}
    - {name: FROM_FILE, valueFrom: {fileKeyRef: {volumeName: work, path: env, key: A}}}
    - {name: POD_IP_IS_SET, value: "yes \\"$(NOBODY)\\" \\\\ $$(X)"}
    securityContext: {runAsUser: 1000, runAsGroup: 2000, capabilities: {drop: [ALL]}}
    volumeMounts:
    - {name: work, mountPath: /filled}
    - {name: files, mountPath: /files}
    - {name: secret, mountPath: /secret}
    - {name: claim, mountPath: /claim}
    - {name: claim, mountPath: /part, subPath: a/b}
  - {name: second, ${image}, ${waiting}, securityContext: {readOnlyRootFilesystem: true}}
  volumes:
  - {name: work, emptyDir: {}}
  - {name: files, configMap: {name: e2e-script-files, defaultMode: 0750}}
  - {name: secret, secret: {secretName: e2e-script-secret, defaultMode: 0440, items: [{key: other, path: below/other, mode: 0400}]}}
  - {name: claim, persistentVolumeClaim: {claimName: e2e-script-claim}}
`;

const mine = /^e2e-script-/;
const patient = { timeoutMs: 120_000 };

async function succeed(
  running: Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>,
): Promise<string> {
  const { code, stdout, stderr } = await running;
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function namesOf(on: PodmanMode, ...words: readonly string[]): Promise<readonly string[]> {
  const out = await succeed(on.podman([...words, '--format', '{{.Name}}'], patient));
  return out.split('\n').filter((name) => mine.test(name));
}

/**
 * The pod's facts as test/versions compares them, but for the files of the Secret: what people keep has Podman mount
 * its secrets one by one, so that no volume holds them.
 */
async function facts(on: PodmanMode, folder: string): Promise<readonly string[]> {
  const run = (program = '', ...rest: readonly string[]) => succeed(on.run(program, rest, patient));
  const machine = { rootless: on.mode === 'rootless', run };
  const pods = await normalPods(machine, mine.source, folder);
  const all = factsOf(pods.get('e2e-script-app'), { form: 'script', podman: '', name: 'e2e' });
  const words = ['exec', '--user', '0', 'e2e-script-app-app', 'sh', '-c', 'stat -c "%a %u" "$0"; cat "$0"'];
  const secret = await succeed(on.podman([...words, '/secret/below/other'], patient));
  return [...all.filter((fact) => !fact.includes(' files /secret ')), `the secret: ${secret}`];
}

/** Which containers there are, and since when they run. */
async function containers(on: PodmanMode): Promise<string> {
  const format = '{{.Id}} {{.Name}} {{.State.StartedAt}}';
  const names = ['app', 'second', 'beside', 'infra'].map((name) => `e2e-script-app-${name}`);
  return succeed(on.podman(['inspect', '--format', format, ...names], patient));
}

describeOnPodman('the script', (on) => {
  test('makes what apply makes, starts twice, brings back what stopped, and takes all away', async () => {
    const folder = on.tempDir();
    const file = join(folder, 'app.yaml');
    writeFileSync(file, manifest, { mode: 0o644 });
    await succeed(on.kube2pod(['apply', '--no-supervise', file], patient));
    const applied = await facts(on, folder);
    expect(applied).toContain('e2e-script-app-app env "FROM_FILE=made"');
    await succeed(on.kube2pod(['delete', '--volumes', '--grace-period', '0', file], patient));

    const target = (await succeed(on.podman(['version', '--format', '{{.Client.Version}}']))).trim();
    const mode = on.mode === 'rootless' ? ['--rootless'] : [];
    const out = join(folder, 'out');
    const words = ['--to', 'script', '--target', target, ...mode, '--quiet', '--with-secrets', '--dir', out];
    await succeed(on.kube2pod(['convert', ...words, file], patient));
    const script = (...more: readonly string[]) => on.run('sh', [join(out, 'run.sh'), ...more], patient);
    try {
      const early = await script();
      expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('--with-secrets')]);
      await succeed(on.run('sh', [join(out, 'secrets.sh')], patient));
      await succeed(script('up'));
      expect(await facts(on, folder)).toEqual(applied);

      const before = await containers(on);
      await succeed(script('up'));
      expect(await containers(on)).toBe(before);
      await succeed(on.podman(['stop', '--time', '0', 'e2e-script-app-second'], patient));
      await succeed(script());
      const again = new Set(await facts(on, folder));
      // Only the order is another one now, and fsGroup was given to the subPath's folder too, as a node does next time.
      const differs = applied.filter((fact) => !again.has(fact));
      expect(differs.filter((fact) => !/ runs | files \/claim rw "\/a 2755 /.test(fact))).toEqual([]);
    } finally {
      await succeed(script('down'));
      expect(await namesOf(on, 'pod', 'ps')).toEqual([]);
      expect(await namesOf(on, 'volume', 'ls')).toEqual(['e2e-script-claim']);
      await succeed(script('down', '--volumes'));
      expect(await namesOf(on, 'volume', 'ls')).toEqual([]);
      const secrets = await namesOf(on, 'secret', 'ls');
      if (secrets.length > 0) await succeed(on.podman(['secret', 'rm', ...secrets]));
    }
  }, 600_000);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CommandResult, describeOnPodman } from './environment.js';
import { eventually, type Manifest, manifest } from './manifest.js';

/** Commands whose standard output belongs to somebody else. */
const without: Readonly<Record<string, string>> = {
  exec: 'the output is that of the command in the container',
  completion: 'the output is a script for a shell',
};

/** Of each command: words that succeed, and words that fail. FILE and BAD are manifests. */
const calls: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> =
  {
    apply: { good: ['apply', 'FILE'], bad: ['apply', 'BAD'] },
    check: { good: ['check', 'FILE'], bad: ['check', '/nowhere.yaml'] },
    convert: { good: ['convert', '--to', 'script', 'FILE'], bad: ['convert', '--to', 'kube', 'BAD'] },
    delete: { good: ['delete', 'pod/nowhere', '--ignore-not-found'], bad: ['delete', '--all', 'FILE'] },
    describe: { good: ['describe', 'e2e-output'], bad: ['describe', 'nowhere'] },
    diff: { good: ['diff', 'FILE'], bad: ['diff', 'BAD'] },
    explain: { good: ['explain', 'pod.spec.dnsPolicy'], bad: ['explain', 'pod.spec.nowhere'] },
    generate: { good: ['generate', 'e2e-output'], bad: ['generate', 'nowhere'] },
    get: { good: ['get', 'all'], bad: ['get', 'nonsense'] },
    graph: { good: ['graph', 'FILE'], bad: ['graph', '/nowhere.yaml'] },
    logs: { good: ['logs', 'e2e-output'], bad: ['logs', 'nowhere'] },
    'port-forward': {
      good: ['port-forward', 'e2e-output', '0:80'],
      bad: ['port-forward', 'nowhere', '0:80'],
    },
    rollout: {
      good: ['rollout', 'restart', 'deployment/e2e-output-web'],
      bad: ['rollout', 'status', 'deployment/nowhere', '--no-watch'],
    },
    run: { good: ['run', 'cronjob/e2e-output-cron'], bad: ['run', 'cronjob/nowhere'] },
    scale: {
      good: ['scale', 'deployment/e2e-output-web', '--replicas', '0'],
      bad: ['scale', 'deployment/nowhere', '--replicas', '2'],
    },
    supervisor: { good: ['supervisor', 'status'], bad: ['supervisor', 'status', '--url', 'unix:///nowhere'] },
  };

const good = `
apiVersion: v1
kind: Pod
metadata: {name: e2e-output}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: app, image: localhost/busybox:test, command: [sh, -c, 'echo written; exec sleep 1000']}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: e2e-output-web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: localhost/busybox:test, command: [sleep, "1000"]}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: e2e-output-cron}
spec:
  schedule: "0 0 1 1 *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: localhost/busybox:test, command: ["true"]}]}}}}
`;

interface Failed {
  readonly error?: { readonly exitCode: number; readonly message: string };
  readonly findings?: readonly { readonly line: number }[];
}

/** One document, or for what goes on one in each line. */
function parsed(command: string, stdout: string): readonly Failed[] {
  const texts = ['logs', 'port-forward'].includes(command) ? stdout.trim().split('\n') : [stdout];
  return texts.map((text) => JSON.parse(text) as Failed);
}

describeOnPodman('-o json', (on) => {
  let file: Manifest;
  let bad: Manifest;
  const call = (words: readonly string[], timeoutMs = 120_000): Promise<CommandResult> =>
    on.kube2pod(
      [
        ...words.map((word) => (word === 'FILE' ? file.path : word === 'BAD' ? bad.path : word)),
        '-o',
        'json',
      ],
      { timeoutMs },
    );
  beforeAll(async () => {
    file = manifest(on, good);
    bad = manifest(
      on,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: e2e-output-bad}\nspec: {containers: []}\n',
    );
    expect(await file.apply()).toMatchObject({ code: 0 });
    await eventually(
      async () => (await on.kube2pod(['logs', 'e2e-output'])).stdout,
      (text) => text.includes('written'),
    );
  }, 120_000);
  afterAll(async () => {
    await file.delete();
    await on.kube2pod(['delete', 'job', '--all'], { timeoutMs: 120_000 });
  }, 120_000);

  test('every command of the help is here, or says why not', async () => {
    const { stdout } = await on.kube2pod(['--help']);
    const named = [...stdout.matchAll(/^ {2}kube2pod (\w[\w-]*)/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect([...Object.keys(calls), ...Object.keys(without)].sort()).toEqual(named.sort());
  });

  test.each(Object.entries(calls))(
    '%s prints what it did',
    async (command, words) => {
      // Forwarding ends when it is ended.
      const { code, stdout } = await call(words.good, command === 'port-forward' ? 8000 : 120_000);
      expect(code).toBe(command === 'port-forward' ? 124 : 0);
      for (const document of parsed(command, stdout)) expect(document).not.toHaveProperty('error');
      expect(parsed(command, stdout)).not.toEqual([{}]);
    },
    180_000,
  );

  test.each(Object.entries(calls))(
    '%s prints why it failed',
    async (command, words) => {
      const { code, stdout, stderr } = await call(words.bad);
      expect(code).toBeGreaterThan(0);
      const document = parsed(command, stdout).at(-1);
      expect(document?.error).toMatchObject({ exitCode: code, message: expect.stringMatching(/\S{3}/) });
      expect(stderr).not.toBe('');
      if (words.bad.includes('BAD')) expect(document?.findings?.[0]).toMatchObject({ line: 4 });
    },
    180_000,
  );

  test.each([
    ['deploy', 'e2e-output-web', { READY: expect.stringMatching(/^0\/\d$/) }],
    ['cronjobs', 'e2e-output-cron', undefined],
    ['pods', 'e2e-output', undefined],
  ])('get %s %s', async (kind, name, columns) => {
    const { code, stdout } = await call(['get', kind, name]);
    expect(code).toBe(0);
    const [rows] = Object.values(JSON.parse(stdout) as Record<string, readonly object[]>);
    expect(rows).toEqual([
      expect.objectContaining({ name, ...(columns && { columns: expect.objectContaining(columns) }) }),
    ]);
  });

  test('a Podman that fails is told with its operation and line, and what was taken back', async () => {
    const [pod = ''] = good.split('---');
    const taken = manifest(
      on,
      pod
        .replaceAll('e2e-output', 'e2e-output-fails')
        .replace('localhost/busybox:test', '127.0.0.1:1/nowhere:1'),
    );
    const result = await call(['apply', taken.path]);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: {
        exitCode: 3,
        operation: expect.stringContaining('image.pull'),
        line: 7,
        removed: [],
        left: [],
      },
    });
  }, 180_000);

  test('words that are no command line, and no Podman', async () => {
    const wrong = await call(['get', '--nonsense']);
    expect(wrong).toMatchObject({ code: 2 });
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      error: { exitCode: 2, message: expect.stringContaining('nonsense') },
    });
    const missing = await call(['get', '--podman', '/nowhere/podman']);
    expect(missing).toMatchObject({ code: 3 });
    expect(JSON.parse(missing.stdout)).toMatchObject({
      error: { exitCode: 3, message: '/nowhere/podman was not found' },
    });
  });
});

import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { applied, eventually, manifest } from './manifest.js';

const image = 'localhost/busybox:test';

interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly spec?: string;
  readonly rev?: string;
  /** The container's command after `sh -c`. */
  readonly run?: string;
  readonly more?: string;
}

/** A workload of one busybox container that is ready when /tmp/ok is there. */
function workload({
  kind,
  name,
  spec = '',
  rev = '1',
  run = 'touch /tmp/ok; exec sleep 300',
  more = '',
}: Workload) {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
${spec}
  template:
    metadata: {labels: {app: ${name}}, annotations: {rev: "${rev}"}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: c
        image: ${image}
        command: [sh, -c, '${run}']
        readinessProbe: {exec: {command: [cat, /tmp/ok]}, periodSeconds: 1}
${more}`;
}

/** Podman ids of the pods of a workload, by name. */
async function pods(on: PodmanMode, name: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await on.podman([
    'pod',
    'ps',
    '--filter',
    `label=app=${name}`,
    '--format',
    '{{.Name}} {{.Id}}',
  ]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']).sort(),
  );
}

async function names(on: PodmanMode, name: string): Promise<string> {
  return [...(await pods(on, name)).keys()].join(' ');
}

const isReady = async (on: PodmanMode, count: number, name: string): Promise<boolean> => {
  const { stdout } = await on.kube2pod(['get', '-o', 'json']);
  const { pods: rows } = JSON.parse(stdout) as { pods: { name: string; ready: string }[] };
  return rows.filter((row) => row.name.startsWith(name) && row.ready === '1/1').length === count;
};

const readyPods = (on: PodmanMode, count: number, name: string): Promise<string> =>
  eventually(
    async () => String(await isReady(on, count, name)),
    (answer) => answer === 'true',
    40_000,
  );

describeOnPodman('workloads', (on) => {
  test('a changed template is brought out in free slots, and the old pods go when the new ones are ready', async () => {
    const name = 'e2e-workloads-roll';
    const text = (rev: string): string => workload({ kind: 'Deployment', name, spec: '  replicas: 2', rev });
    await applied(on, text('1'), async (made) => {
      expect(await readyPods(on, 2, name)).toBe('true');
      made.rewrite(text('2'));
      expect((await made.apply()).stdout).toBe(`deployment/${name} configured\n`);
      const after = await eventually(
        () => names(on, name),
        (answer) => answer === `${name}-pod-2 ${name}-pod-3`,
        40_000,
      );
      expect(after).toBe(`${name}-pod-2 ${name}-pod-3`);
      const left = await on.podman(['volume', 'ls', '--format', '{{.Name}}']);
      expect(left.stdout).not.toContain(`${name}-pod-1`);
      expect((await made.apply()).stdout).toBe(`deployment/${name} unchanged\n`);
    });
  }, 120_000);

  test('a template that never gets ready leaves the old pods serving, and going back touches none of them', async () => {
    const name = 'e2e-workloads-bad';
    const text = (rev: string, run: string): string =>
      workload({ kind: 'Deployment', name, spec: '  replicas: 1', rev, run });
    const good = text('1', 'touch /tmp/ok; exec sleep 300');
    await applied(on, good, async (made) => {
      expect(await readyPods(on, 1, name)).toBe('true');
      const before = (await pods(on, name)).get(`${name}-pod`);
      made.rewrite(text('2', 'exec sleep 300'));
      expect((await made.apply()).code).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      expect((await pods(on, name)).get(`${name}-pod`)).toBe(before);
      made.rewrite(good);
      expect((await made.apply()).code).toBe(0);
      const alone = (): Promise<string> => names(on, name);
      expect(await eventually(alone, (answer) => answer === `${name}-pod`, 30_000)).toBe(`${name}-pod`);
      expect((await pods(on, name)).get(`${name}-pod`)).toBe(before);
    });
  }, 120_000);

  test('scaling touches no other pod, and a pod that was removed by hand is made again', async () => {
    const name = 'e2e-workloads-scale';
    const text = (replicas: number): string =>
      workload({ kind: 'Deployment', name, spec: `  replicas: ${replicas}` });
    await applied(on, text(2), async (made) => {
      const before = await pods(on, name);
      made.rewrite(text(3));
      expect((await made.apply()).stdout).toBe(`deployment/${name} configured\n`);
      expect(await names(on, name)).toBe(`${name}-pod ${name}-pod-1 ${name}-pod-2`);
      await on.podman(['pod', 'rm', '--force', '--time', '0', `${name}-pod-1`]);
      expect((await made.apply()).stdout).toBe(`deployment/${name} configured\n`);
      expect(await names(on, name)).toBe(`${name}-pod ${name}-pod-1 ${name}-pod-2`);
      expect((await pods(on, name)).get(`${name}-pod`)).toBe(before.get(`${name}-pod`));
      made.rewrite(text(0));
      await made.apply();
      expect(await names(on, name)).toBe('');
      expect((await made.apply()).stdout).toBe(`deployment/${name} unchanged\n`);
      made.rewrite(text(1));
      await made.apply();
      expect(await names(on, name)).toBe(`${name}-pod`);
    });
  }, 120_000);

  test('a paused Deployment scales with the template it had, and takes the new one when it goes on', async () => {
    const name = 'e2e-workloads-paused';
    const text = (rev: string, spec: string): string => workload({ kind: 'Deployment', name, spec, rev });
    await applied(on, text('1', '  paused: true'), async (made) => {
      expect(await names(on, name)).toBe('');
      made.rewrite(text('1', '  replicas: 1'));
      await made.apply();
      const before = await pods(on, name);
      made.rewrite(text('2', '  replicas: 2\n  paused: true'));
      expect((await made.apply()).stdout).toBe(`deployment/${name} configured\n`);
      expect(await names(on, name)).toBe(`${name}-pod ${name}-pod-1`);
      expect((await pods(on, name)).get(`${name}-pod`)).toBe(before.get(`${name}-pod`));
      const hashes = await on.podman([
        'pod',
        'inspect',
        '--format',
        '{{index .Labels "pod-template-hash"}}',
        `${name}-pod`,
        `${name}-pod-1`,
      ]);
      expect(new Set(hashes.stdout.trim().split('\n')).size).toBe(1);
      expect((await made.apply()).stdout).toBe(`deployment/${name} unchanged\n`);
      made.rewrite(text('2', '  replicas: 1\n  strategy: {type: Recreate}'));
      await made.apply();
      expect((await pods(on, name)).get(`${name}-pod`)).not.toBe(before.get(`${name}-pod`));
    });
  }, 120_000);

  test('Recreate and DaemonSet replace in place; a ReplicaSet keeps the pods it has', async () => {
    const text = (rev: string): string =>
      [
        workload({ kind: 'Deployment', name: 'e2e-workloads-re', spec: '  strategy: {type: Recreate}', rev }),
        workload({ kind: 'DaemonSet', name: 'e2e-workloads-ds', rev }),
        workload({ kind: 'ReplicaSet', name: 'e2e-workloads-rs', rev }),
      ].join('---\n');
    await applied(on, text('1'), async (made) => {
      const all = async () => {
        const found = await Promise.all(['re', 'ds', 'rs'].map((one) => pods(on, `e2e-workloads-${one}`)));
        return found.map((one) => [...one.values()].join());
      };
      const before = await all();
      made.rewrite(text('2'));
      expect((await made.apply()).code).toBe(0);
      const after = await all();
      expect(after.map((id, index) => id === before[index])).toEqual([false, false, true]);
      expect(await names(on, 'e2e-workloads-re')).toBe('e2e-workloads-re-pod');
    });
  }, 120_000);

  test('a StatefulSet is updated from the highest ordinal down to its partition', async () => {
    const name = 'e2e-workloads-sts';
    const text = (rev: string, partition: number): string =>
      workload({
        kind: 'StatefulSet',
        name,
        rev,
        spec: `  serviceName: ${name}\n  replicas: 3\n  podManagementPolicy: Parallel\n  updateStrategy: {rollingUpdate: {partition: ${partition}}}`,
      });
    await applied(on, text('1', 0), async (made) => {
      expect(await readyPods(on, 3, name)).toBe('true');
      const before = await pods(on, name);
      const same = async (): Promise<readonly boolean[]> =>
        [...(await pods(on, name))].map(([pod, id]) => before.get(pod) === id);
      made.rewrite(text('2', 1));
      expect((await on.kube2pod(['apply', made.path], { timeoutMs: 100_000 })).code).toBe(0);
      expect(await same()).toEqual([true, false, false]);
      made.rewrite(text('2', 0));
      await on.kube2pod(['apply', made.path], { timeoutMs: 100_000 });
      expect(await same()).toEqual([false, false, false]);
    });
  }, 240_000);

  test('claims of a StatefulSet keep their data when it is scaled down and up', async () => {
    const name = 'e2e-workloads-claim';
    const claim =
      '  volumeClaimTemplates:\n  - metadata: {name: data}\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}\n';
    const text = (replicas: number): string =>
      workload({
        kind: 'StatefulSet',
        name,
        run: 'echo x >> /data/starts; touch /tmp/ok; exec sleep 300',
        spec: `  serviceName: ${name}\n  replicas: ${replicas}\n  podManagementPolicy: Parallel`,
        more: `        volumeMounts: [{name: data, mountPath: /data}]\n${claim}`,
      });
    await applied(on, text(2), async (made) => {
      expect(await readyPods(on, 2, name)).toBe('true');
      made.rewrite(text(1));
      await made.apply();
      expect(await names(on, name)).toBe(`${name}-0`);
      made.rewrite(text(2));
      await made.apply();
      expect(await readyPods(on, 2, name)).toBe('true');
      expect((await on.podman(['exec', `${name}-1-c`, 'cat', '/data/starts'])).stdout).toBe('x\nx\n');
      expect((await on.podman(['exec', `${name}-0-c`, 'cat', '/data/starts'])).stdout).toBe('x\n');
    });
  }, 120_000);

  test('a retention policy of Delete removes claims when the set is scaled down and when it is deleted', async () => {
    const name = 'e2e-workloads-policy';
    const claim =
      '  volumeClaimTemplates:\n  - metadata: {name: data}\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}\n';
    const text = (replicas: number): string =>
      workload({
        kind: 'StatefulSet',
        name,
        spec: `  serviceName: ${name}\n  replicas: ${replicas}\n  podManagementPolicy: Parallel\n  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Delete}`,
        more: `        volumeMounts: [{name: data, mountPath: /data}]\n${claim}`,
      });
    const made = manifest(on, text(2));
    const volumes = async (): Promise<readonly string[]> =>
      (await on.podman(['volume', 'ls', '--format', '{{.Name}}'])).stdout
        .split('\n')
        .filter((line) => line.startsWith(`data-${name}`));
    expect((await made.apply()).code).toBe(0);
    expect(await volumes()).toEqual([`data-${name}-0`, `data-${name}-1`]);
    made.rewrite(text(1));
    await made.apply();
    expect(await volumes()).toEqual([`data-${name}-0`]);
    await made.delete();
    expect(await volumes()).toEqual([]);
  }, 90_000);
});

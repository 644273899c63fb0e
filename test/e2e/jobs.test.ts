import { expect, test } from '@jest/globals';
import { image, logs, pods, row, waiting } from './batch.js';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { applied, eventually, left, manifest } from './manifest.js';

interface JobText {
  readonly spec?: string;
  readonly policy?: 'Never' | 'OnFailure';
  readonly command: string;
  readonly pod?: string;
}

/** A Job of one container that ends fast when it is told to. */
function job(name: string, { spec = '', policy = 'Never', command, pod = '' }: JobText): string {
  return `apiVersion: batch/v1
kind: Job
metadata: {name: ${name}}
spec:
${spec}
  template:
    spec:
      restartPolicy: ${policy}
      terminationGracePeriodSeconds: 0
${pod}
      containers:
      - {name: c, image: ${image}, command: [sh, -c, '${command}']}
`;
}

async function applyAndWait(on: PodmanMode, text: string, ...options: readonly string[]) {
  const made = manifest(on, text);
  const result = await on.kube2pod(['apply', made.path, '--wait', '--timeout', '110s', ...options], waiting);
  return { made, result };
}

describeOnPodman('Jobs (kubernetes pkg/controller/job)', (on) => {
  test('completions and parallelism: three succeed, two side by side, and --wait says so', async () => {
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-three', { spec: '  completions: 3\n  parallelism: 2', command: 'sleep 1; hostname' }),
    );
    try {
      expect(result).toMatchObject({ code: 0 });
      expect(result.stderr).toContain('job/e2e-jobs-three: complete');
      expect(await pods(on, 'e2e-jobs-three')).toEqual([
        'e2e-jobs-three-pod',
        'e2e-jobs-three-pod-1',
        'e2e-jobs-three-pod-2',
      ]);
      expect(await row(on, 'jobs', 'e2e-jobs-three')).toMatchObject({
        status: 'Complete',
        completions: '3/3',
      });
      const again = await made.apply();
      expect(again.stdout).toBe('job/e2e-jobs-three unchanged\n');
    } finally {
      await made.delete();
    }
    expect(await left(on, 'e2e-jobs-three')).toEqual([]);
  }, 150_000);

  test('an Indexed Job tells each pod its number, by variable, host name and label', async () => {
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-index', {
        spec: '  completions: 2\n  parallelism: 2\n  completionMode: Indexed',
        command: 'echo $JOB_COMPLETION_INDEX $(hostname)',
      }),
    );
    try {
      expect(result).toMatchObject({ code: 0 });
      const seen = await Promise.all(['', '-1'].map((slot) => logs(on, `e2e-jobs-index-pod${slot}-c`)));
      expect(seen).toEqual(['0 e2e-jobs-index-0\n', '1 e2e-jobs-index-1\n']);
      const labels = ['pod', 'inspect', '--format', '{{.Labels}}', 'e2e-jobs-index-pod-1'];
      expect((await on.podman(labels)).stdout).toContain('batch.kubernetes.io/job-completion-index:1');
    } finally {
      await made.delete();
    }
  }, 150_000);

  test('Never: a new pod after 10 s, the failed one stays with its log; then backoffLimit ends it with code 4', async () => {
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-never', { spec: '  backoffLimit: 1', command: 'echo tried; exit 3' }),
    );
    try {
      expect(result).toMatchObject({ code: 4 });
      expect(result.stderr).toContain('job/e2e-jobs-never failed: BackoffLimitExceeded');
      expect(await pods(on, 'e2e-jobs-never')).toEqual(['e2e-jobs-never-pod', 'e2e-jobs-never-pod-1']);
      expect(await logs(on, 'e2e-jobs-never-pod-c')).toBe('tried\n');
      const times = await Promise.all(
        ['e2e-jobs-never-pod-c', 'e2e-jobs-never-pod-1-c'].map(async (name) =>
          Number((await on.podman(['inspect', '--format', '{{.State.StartedAt.Unix}}', name])).stdout),
        ),
      );
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(9);
    } finally {
      await made.delete();
    }
  }, 150_000);

  test('OnFailure: restarts count, a sidecar does not keep it, and what runs is stopped at the end', async () => {
    const sidecar = `      initContainers:\n      - {name: side, restartPolicy: Always, image: ${image}, command: [sleep, "1000"]}`;
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-again', {
        spec: '  backoffLimit: 1',
        policy: 'OnFailure',
        command: 'exit 3',
        pod: sidecar,
      }),
    );
    try {
      expect(result).toMatchObject({ code: 4 });
      const running = ['ps', '--filter', 'name=^e2e-jobs-again-pod-(c|side)$', '--format', '{{.Names}}'];
      const ended = await eventually(
        async () => (await on.podman(running)).stdout,
        (out) => out === '',
      );
      expect(ended).toBe('');
      expect(await pods(on, 'e2e-jobs-again')).toEqual(['e2e-jobs-again-pod']);
    } finally {
      await made.delete();
    }
  }, 150_000);

  test('a Job with a sidecar completes', async () => {
    const sidecar = `      initContainers:\n      - {name: side, restartPolicy: Always, image: ${image}, command: [sleep, "1000"]}`;
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-side', { command: 'exit 0', pod: sidecar }),
    );
    await made.delete();
    expect(result).toMatchObject({ code: 0 });
  }, 150_000);

  test('podFailurePolicy FailJob ends it at once, Ignore does not count', async () => {
    const policy = (action: string, code: number): string =>
      `  podFailurePolicy: {rules: [{action: ${action}, onExitCodes: {operator: In, values: [${code}]}}]}`;
    const fails = await applyAndWait(
      on,
      job('e2e-jobs-policy', { spec: policy('FailJob', 42), command: 'exit 42' }),
    );
    await fails.made.delete();
    expect(fails.result).toMatchObject({ code: 4 });
    expect(fails.result.stderr).toContain(
      'PodFailurePolicy: Container c for pod e2e-jobs-policy-pod failed with exit code 42 matching FailJob rule at index 0',
    );
    const data = `      volumes: [{name: v, persistentVolumeClaim: {claimName: e2e-jobs-ignore}}]`;
    const ignored = `${job('e2e-jobs-ignore', {
      spec: `  backoffLimit: 0\n${policy('Ignore', 42)}`,
      command: '[ -e /v/second ] || { touch /v/second; exit 42; }',
      pod: data,
    }).replace(/\]}\n$/, '], volumeMounts: [{name: v, mountPath: /v}]}\n')}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: e2e-jobs-ignore}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
`;
    const second = await applyAndWait(on, ignored);
    await second.made.delete('--volumes');
    expect(second.result).toMatchObject({ code: 0 });
  }, 240_000);

  // Rules: kubernetes pkg/controller/job/backoff_utils.go, getNewIndexFailureCounts; indexed_job_utils.go.
  test('backoffLimitPerIndex: an index that failed too often leaves the others to their end, and the Job failed', async () => {
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-perindex', {
        spec: '  completions: 3\n  parallelism: 3\n  completionMode: Indexed\n  backoffLimitPerIndex: 0',
        command: 'sleep $JOB_COMPLETION_INDEX; echo $JOB_COMPLETION_INDEX; [ $JOB_COMPLETION_INDEX != 0 ]',
      }),
    );
    try {
      expect(result).toMatchObject({ code: 4 });
      expect(result.stderr).toContain('job/e2e-jobs-perindex failed: FailedIndexes');
      const seen = await Promise.all(
        ['', '-1', '-2'].map((slot) => logs(on, `e2e-jobs-perindex-pod${slot}-c`)),
      );
      expect(seen).toEqual(['0\n', '1\n', '2\n']);
      expect(await row(on, 'jobs', 'e2e-jobs-perindex')).toMatchObject({ completions: '2/3' });
    } finally {
      await made.delete();
    }
  }, 150_000);

  // Rule: kubernetes pkg/controller/job/success_policy.go, matchSuccessPolicy.
  test('successPolicy: the Job is complete with the index that counts, and the others are stopped', async () => {
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-success', {
        spec: '  completions: 3\n  parallelism: 3\n  completionMode: Indexed\n  successPolicy: {rules: [{succeededIndexes: "1"}]}',
        command: '[ $JOB_COMPLETION_INDEX = 1 ] || exec sleep 1000',
      }),
    );
    try {
      expect(result).toMatchObject({ code: 0 });
      expect(result.stderr).toContain('job/e2e-jobs-success: complete');
      const running = ['ps', '--filter', 'name=^e2e-jobs-success-pod.*-c$', '--format', '{{.Names}}'];
      expect(
        await eventually(
          async () => (await on.podman(running)).stdout,
          (out) => out === '',
        ),
      ).toBe('');
    } finally {
      await made.delete();
    }
  }, 150_000);

  test('activeDeadlineSeconds stops the pods; ttlSecondsAfterFinished takes everything away', async () => {
    const { made, result } = await applyAndWait(
      on,
      job('e2e-jobs-late', {
        spec: '  activeDeadlineSeconds: 5\n  ttlSecondsAfterFinished: 3',
        command: 'sleep 1000',
      }),
    );
    try {
      expect(result).toMatchObject({ code: 4 });
      expect(result.stderr).toContain('DeadlineExceeded');
      const gone = await eventually(
        async () => (await left(on, 'e2e-jobs-late')).join(' '),
        (names) => names === '',
        60_000,
      );
      expect(gone).toBe('');
    } finally {
      await made.delete();
    }
  }, 200_000);

  test('a suspended Job runs nothing, and goes on when it is resumed', async () => {
    const text = (suspend: boolean): string =>
      job('e2e-jobs-suspend', { spec: `  suspend: ${suspend}`, command: 'exit 0' });
    await applied(on, text(true), async (made) => {
      expect(await row(on, 'jobs', 'e2e-jobs-suspend')).toMatchObject({ status: 'Suspended' });
      expect(await pods(on, 'e2e-jobs-suspend')).toEqual([]);
      made.rewrite(text(false));
      const result = await on.kube2pod(['apply', made.path, '--wait', '--timeout', '100s'], waiting);
      expect(result).toMatchObject({ code: 0, stdout: 'job/e2e-jobs-suspend configured\n' });
      expect(await pods(on, 'e2e-jobs-suspend')).toEqual(['e2e-jobs-suspend-pod']);
    });
  }, 200_000);

  test('secrets reach the pods, and no record holds them', async () => {
    const text = `${job('e2e-jobs-secret', { command: 'echo "$PW"' }).replace(
      /\]}\n$/,
      '], env: [{name: PW, valueFrom: {secretKeyRef: {name: e2e-jobs-secret, key: pw}}}]}\n',
    )}---\napiVersion: v1\nkind: Secret\nmetadata: {name: e2e-jobs-secret}\nstringData: {pw: s3cr3t-job}\n`;
    const { made, result } = await applyAndWait(on, text);
    try {
      expect(result).toMatchObject({ code: 0 });
      expect(await logs(on, 'e2e-jobs-secret-pod-c')).toBe('s3cr3t-job\n');
      const record = await on.run('sh', [
        '-c',
        'cat "$(podman volume inspect --format {{.Mountpoint}} kube2pod-record.job.default.e2e-jobs-secret)"/*',
      ]);
      expect(record.stdout).toContain('e2e-jobs-secret');
      expect(record.stdout).not.toContain('s3cr3t-job');
      expect(record.stdout).not.toContain(Buffer.from('s3cr3t-job').toString('base64'));
    } finally {
      await made.delete();
    }
    expect(await left(on, 'e2e-jobs-secret')).toEqual([]);
  }, 150_000);

  test('a supervisor that is killed in the middle loses nothing', async () => {
    const text = job('e2e-jobs-kill', { spec: '  completions: 2', command: 'sleep 3' });
    await applied(on, text, async (made) => {
      await eventually(
        async () => (await pods(on, 'e2e-jobs-kill')).join(),
        (names) => names !== '',
        60_000,
      );
      const status = await on.kube2pod(['supervisor', 'status']);
      await on.run('kill', ['-9', /process (\d+)/.exec(status.stdout)?.[1] ?? '']);
      const result = await on.kube2pod(['apply', made.path, '--wait', '--timeout', '100s'], waiting);
      expect(result).toMatchObject({ code: 0, stdout: 'job/e2e-jobs-kill unchanged\n' });
      expect(await pods(on, 'e2e-jobs-kill')).toEqual(['e2e-jobs-kill-pod', 'e2e-jobs-kill-pod-1']);
    });
  }, 240_000);

  test('--wait gives up at its time, and leaves what was applied', async () => {
    const made = manifest(on, job('e2e-jobs-slow', { command: 'sleep 1000' }));
    const result = await on.kube2pod(['apply', made.path, '--wait', '--timeout', '3s'], waiting);
    try {
      expect(result).toMatchObject({ code: 5 });
      expect(result.stderr).toContain('timed out waiting for job/e2e-jobs-slow (0/1 complete)');
      expect(await row(on, 'jobs', 'e2e-jobs-slow')).toMatchObject({ status: 'Running' });
    } finally {
      await made.delete();
    }
  }, 150_000);
});

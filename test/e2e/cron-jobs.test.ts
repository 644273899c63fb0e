import { expect, test } from '@jest/globals';
import { image, logs, pods, row, waiting } from './batch.js';
import { describeOnPodman } from './environment.js';
import { applied, eventually, left } from './manifest.js';

function cronJob(name: string, spec: string, command: string): string {
  return `apiVersion: batch/v1
kind: CronJob
metadata: {name: ${name}}
spec:
${spec}
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 0
          containers:
          - {name: c, image: ${image}, command: [sh, -c, '${command}']}
`;
}

/** When the next full hour begins. */
function nextHour(now: Date): string {
  const hour = 3_600_000;
  return new Date(Math.floor(now.getTime() / hour + 1) * hour).toISOString();
}

describeOnPodman('CronJobs (kubernetes pkg/controller/cronjob)', (on) => {
  test('a CronJob fires, keeps to Forbid, and goes with its Jobs', async () => {
    const text = cronJob(
      'e2e-cron-fire',
      '  schedule: "@every 5s"\n  concurrencyPolicy: Forbid',
      'sleep 1000',
    );
    await applied(on, text, async () => {
      const first = await eventually(
        async () => (await pods(on, 'e2e-cron-fire')).join(),
        (names) => names !== '',
        60_000,
      );
      expect(first).toMatch(/^e2e-cron-fire-\d+-pod$/);
      await new Promise((resolve) => setTimeout(resolve, 8000));
      expect((await pods(on, 'e2e-cron-fire')).join()).toBe(first);
      expect(await row(on, 'cronjobs', 'e2e-cron-fire')).toMatchObject({ active: 1, suspend: 'False' });
    });
    expect(await left(on, 'e2e-cron-fire')).toEqual([]);
  }, 200_000);

  // Rule: kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob: Replace deletes what still runs.
  test('Replace ends the Job that still runs, and starts the next one', async () => {
    const spec = '  schedule: "@every 1m"\n  concurrencyPolicy: Replace';
    await applied(on, cronJob('e2e-cron-replace', spec, 'sleep 1000'), async () => {
      const names = async (): Promise<string> => (await pods(on, 'e2e-cron-replace')).join();
      const first = await eventually(names, (text) => text !== '', 100_000);
      const next = await eventually(names, (text) => text !== '' && !text.includes(first), 100_000);
      expect(next).toMatch(/^e2e-cron-replace-\d+-pod$/);
      expect(await row(on, 'cronjobs', 'e2e-cron-replace')).toMatchObject({ active: 1 });
      expect(await row(on, 'jobs', first.replace(/-pod$/, ''))).toEqual({});
    });
    expect(await left(on, 'e2e-cron-replace')).toEqual([]);
  }, 300_000);

  // Rule: robfig/cron v3, parser.go, parseDescriptor.
  test('macros are schedules: when each comes round next', async () => {
    const macros = ['yearly', 'annually', 'monthly', 'weekly', 'daily', 'midnight', 'hourly', 'every 90m'];
    const name = (macro: string): string => `e2e-cron-macro-${macro.replace(' ', '-')}`;
    const text = macros
      .map((macro) => cronJob(name(macro), `  timeZone: Etc/UTC\n  schedule: "@${macro}"`, 'exit 0'))
      .join('---\n');
    await applied(on, text, async () => {
      const next = async (macro: string): Promise<string> =>
        String((await row(on, 'cronjobs', name(macro))).nextSchedule);
      const hour = new Date();
      expect([hour, new Date(hour.getTime() + 5000)].map(nextHour)).toContain(await next('hourly'));
      expect(await next('daily')).toMatch(/T00:00:00.000Z$/);
      expect(await next('midnight')).toBe(await next('daily'));
      expect(new Date(await next('weekly')).getUTCDay()).toBe(0);
      expect(await next('monthly')).toMatch(/-01T00:00:00.000Z$/);
      expect(await next('yearly')).toMatch(/-01-01T00:00:00.000Z$/);
      expect(await next('annually')).toBe(await next('yearly'));
      expect(Date.parse(await next('every 90m')) - Date.now()).toBeLessThan(90 * 60_000 + 1000);
    });
    expect(await left(on, 'e2e-cron-macro')).toEqual([]);
  }, 200_000);

  // Rule: kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, formatSchedule: the schedule is read in timeZone.
  test('a schedule is one of its time zone', async () => {
    const soon = new Date(Date.now() + 75_000);
    const part = (options: Intl.DateTimeFormatOptions): number =>
      Number(
        new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', hourCycle: 'h23', ...options }).format(
          soon,
        ),
      );
    const schedule = `${part({ minute: 'numeric' })} ${part({ hour: 'numeric' })} * * *`;
    const zoned = `  timeZone: Asia/Kolkata\n  schedule: "${schedule}"`;
    const text = `${cronJob('e2e-cron-zone', zoned, 'exit 0')}---\n${cronJob('e2e-cron-utc', `  schedule: "${schedule}"`, 'exit 0')}`;
    await applied(on, text, async () => {
      const fired = await eventually(
        async () => (await pods(on, 'e2e-cron-zone')).join(),
        (names) => names !== '',
        100_000,
      );
      expect(fired).toMatch(/^e2e-cron-zone-\d+-pod$/);
      expect(await pods(on, 'e2e-cron-utc')).toEqual([]);
    });
  }, 200_000);

  // Rule: kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, cleanupFinishedJobs.
  test('finished Jobs are kept up to the history limits', async () => {
    const limits = '  schedule: "0 0 1 1 *"\n  suspend: true\n  successfulJobsHistoryLimit: 1';
    await applied(on, cronJob('e2e-cron-history', limits, 'exit 0'), async () => {
      let last = '';
      for (let run = 1; run <= 3; run += 1) {
        const words = ['run', 'cronjob/e2e-cron-history', '--wait', '--timeout', '100s'];
        const { code, stdout } = await on.kube2pod(words, waiting);
        expect(code).toBe(0);
        last = /^job\/(\S+) started\n$/.exec(stdout)?.[1] ?? stdout;
      }
      const names = async (): Promise<string> =>
        ((await on.kube2pod(['get', 'jobs'])).stdout.match(/^e2e-cron-history-\S+/gm) ?? []).join(' ');
      expect(await eventually(names, (text) => !text.includes(' '), 30_000)).toBe(last);
    });
    expect(await left(on, 'e2e-cron-history')).toEqual([]);
  }, 200_000);

  test('run starts a suspended CronJob now, and the result is the exit code', async () => {
    const text = cronJob('e2e-cron-run', '  schedule: "0 0 1 1 *"\n  suspend: true', 'echo ran; exit 0');
    await applied(on, text, async () => {
      const ran = await on.kube2pod(['run', 'cronjob/e2e-cron-run', '--wait', '--timeout', '100s'], waiting);
      expect(ran).toMatchObject({ code: 0, stdout: 'job/e2e-cron-run-manual-1 started\n' });
      expect(await logs(on, 'e2e-cron-run-manual-1-pod-c')).toBe('ran\n');
      const again = await on.kube2pod(['run', 'job/e2e-cron-run-manual-1', '--wait'], waiting);
      expect(again).toMatchObject({ code: 0 });
      expect((await on.kube2pod(['run', 'cronjob/none'])).code).toBe(1);
    });
    expect(await left(on, 'e2e-cron-run')).toEqual([]);
  }, 240_000);
});

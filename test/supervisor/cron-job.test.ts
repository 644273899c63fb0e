import { describe, expect, test } from '@jest/globals';
import { type CronJobView, decideCronJob, jobName } from '../../src/supervisor/cron-job/decide.js';
import type { CronJobRules, CronJobRun } from '../../src/supervisor/cron-job/model.js';

const at = (text: string): number => Date.parse(`${text}Z`);
const usual: CronJobRules = {
  schedule: '0 * * * *',
  timeZone: 'UTC',
  suspend: false,
  concurrency: 'Allow',
  successfulJobs: 3,
  failedJobs: 1,
};

function decide(
  rules: Partial<CronJobRules>,
  more: Omit<Partial<CronJobView>, 'rules'> = {},
): readonly string[] {
  const { actions, wakeAt, skipped, status } = decideCronJob({
    name: 'n',
    rules: { ...usual, ...rules },
    createdAt: at('2026-01-01T09:30:00'),
    runs: [],
    before: {},
    now: at('2026-01-01T10:00:00'),
    ...more,
  });
  const short = (time: number | undefined): string =>
    time === undefined ? '' : new Date(time).toISOString().slice(11, 16);
  return [
    ...actions.map((one) =>
      one.action === 'start' ? `start ${short(one.scheduledAt)}` : `delete ${one.job} ${one.why}`,
    ),
    ...(skipped === undefined ? [] : ['skipped']),
    ...(status.lastScheduledAt === undefined ? [] : [`last ${short(status.lastScheduledAt)}`]),
    `wake ${short(wakeAt)}`,
  ];
}

const run = (name: string, state: CronJobRun['state'] = 'active', startedAt = 1): CronJobRun => ({
  name,
  state,
  startedAt,
});

describe('when a CronJob runs (cronjob_controllerv2.go, syncCronJob)', () => {
  const ten = { lastScheduledAt: at('2026-01-01T10:00:00') };
  const late = at('2026-01-01T10:00:20');
  const table: readonly [
    string,
    Partial<CronJobRules>,
    Omit<Partial<CronJobView>, 'rules'>,
    readonly string[],
  ][] = [
    ['at its time', {}, {}, ['start 10:00', 'last 10:00', 'wake 11:00']],
    ['not before', {}, { now: at('2026-01-01T09:59:59') }, ['wake 10:00']],
    ['once', {}, { before: ten, now: late }, ['last 10:00', 'wake 11:00']],
    ['not when suspended', { suspend: true }, {}, ['wake ']],
    [
      'of missed runs the latest only',
      {},
      { now: at('2026-01-01T14:20:00') },
      ['start 14:00', 'last 14:00', 'wake 15:00'],
    ],
    [
      'of very many missed runs the latest too',
      { schedule: '* * * * *' },
      { createdAt: at('2025-01-01T00:00:00'), now: late },
      ['start 10:00', 'last 10:00', 'wake 10:01'],
    ],
    ['not when it is too late', { startingDeadlineSeconds: 10 }, { now: late }, ['wake 11:00']],
    [
      'within the starting deadline',
      { startingDeadlineSeconds: 30 },
      { now: late },
      ['start 10:00', 'last 10:00', 'wake 11:00'],
    ],
    [
      'not again when its Job is there',
      {},
      { runs: [run(jobName('n', at('2026-01-01T10:00:00')))] },
      ['last 10:00', 'wake 11:00'],
    ],
    ['Allow beside others', {}, { runs: [run('other')] }, ['start 10:00', 'last 10:00', 'wake 11:00']],
    ['Forbid beside another', { concurrency: 'Forbid' }, { runs: [run('other')] }, ['skipped', 'wake 11:00']],
    [
      'Forbid after another',
      { concurrency: 'Forbid' },
      { runs: [run('other', 'complete')] },
      ['start 10:00', 'last 10:00', 'wake 11:00'],
    ],
    [
      'Replace',
      { concurrency: 'Replace' },
      { runs: [run('other')] },
      ['delete other replaced', 'start 10:00', 'last 10:00', 'wake 11:00'],
    ],
    [
      'by the clock of its zone',
      { schedule: '30 15 * * *', timeZone: 'Asia/Kolkata' },
      {},
      ['start 10:00', 'last 10:00', 'wake 10:00'],
    ],
    ['a day that never comes', { schedule: '0 0 30 2 *' }, {}, ['wake ']],
    [
      '@every counts from its creation',
      { schedule: '@every 20m' },
      {},
      ['start 09:50', 'last 09:50', 'wake 10:10'],
    ],
  ];
  test.each(table)('%s', (_, rules, more, expected) => {
    expect(decide(rules, more)).toEqual(expected);
  });

  test('a Job is named for its minute', () => {
    expect(jobName('n', 60_000 * 29_000_000 + 5)).toBe('n-29000000');
  });

  test('old Jobs go, the oldest first (removeOldestJobs)', () => {
    const runs = [
      ...['a', 'b', 'c', 'd', 'e'].map((name, index) => run(name, 'complete', index)),
      ...['f', 'g'].map((name, index) => run(name, 'failed', index)),
    ];
    expect(decide({ suspend: true }, { runs })).toEqual([
      'delete a history',
      'delete b history',
      'delete f history',
      'wake ',
    ]);
    expect(decide({ suspend: true, successfulJobs: 0, failedJobs: 0 }, { runs })).toHaveLength(8);
  });
});

import { describe, expect, test } from '@jest/globals';
import { parseCron } from '../../src/model/cron.js';
import { nextCronTime, wallClock } from '../../src/model/cron-next.js';

function next(schedule: string, from: string, zone = 'UTC'): string | undefined {
  const parsed = parseCron(schedule);
  if ('problem' in parsed) return parsed.problem;
  const time = nextCronTime(parsed, Date.parse(from), wallClock(zone));
  return time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}

describe('the next time of a schedule (robfig/cron spec_test.go, TestNext)', () => {
  const table: readonly [string, string, string | undefined][] = [
    ['0/15 * * * *', '2012-07-09T14:45:00Z', '2012-07-09T15:00:00Z'],
    ['0/15 * * * *', '2012-07-09T14:59:59Z', '2012-07-09T15:00:00Z'],
    ['20-35/15 * * * *', '2012-07-09T15:45:00Z', '2012-07-09T16:20:00Z'],
    ['*/15 * * * *', '2012-07-09T23:46:00Z', '2012-07-10T00:00:00Z'],
    ['20-35/15 * * * *', '2012-07-09T23:45:00Z', '2012-07-10T00:20:00Z'],
    ['0 0 */2 * *', '2012-07-09T00:00:00Z', '2012-07-11T00:00:00Z'],
    ['0 0 9 Apr-Oct ?', '2012-07-09T23:35:00Z', '2012-08-09T00:00:00Z'],
    ['0 0 */5 Apr,Aug,Oct Mon', '2012-07-09T23:35:00Z', '2012-08-01T00:00:00Z'],
    ['0 0 */5 Oct Mon', '2012-07-09T23:35:00Z', '2012-10-01T00:00:00Z'],
    ['0 0 * Feb Mon', '2012-07-09T23:35:00Z', '2013-02-04T00:00:00Z'],
    ['0 0 * Feb Mon/2', '2012-07-09T23:35:00Z', '2013-02-01T00:00:00Z'],
    ['0 0 31 * ?', '2012-02-01T00:00:00Z', '2012-03-31T00:00:00Z'],
    ['0 0 29 2 ?', '2012-07-09T23:35:00Z', '2016-02-29T00:00:00Z'],
    ['0 0 30 Feb ?', '2012-07-09T23:35:00Z', undefined],
    ['0 0 31 Apr ?', '2012-07-09T23:35:00Z', undefined],
    ['0 0 1,15 * Sun', '2012-07-09T00:00:00Z', '2012-07-15T00:00:00Z'],
    ['0 0 13 * Fri', '2012-07-09T00:00:00Z', '2012-07-13T00:00:00Z'],
    ['0 0 11 * Fri', '2012-07-09T00:00:00Z', '2012-07-11T00:00:00Z'],
    ['@hourly', '2012-07-09T14:45:00Z', '2012-07-09T15:00:00Z'],
    ['@weekly', '2012-07-09T14:45:00Z', '2012-07-15T00:00:00Z'],
    ['@yearly', '2012-07-09T14:45:00Z', '2013-01-01T00:00:00Z'],
    ['@every 90s', '2012-07-09T14:45:00.300Z', '2012-07-09T14:46:30Z'],
    ['@every 1h30m', '2012-07-09T14:45:00Z', '2012-07-09T16:15:00Z'],
  ];
  test.each(table)('%s after %s', (schedule, from, expected) => {
    expect(next(schedule, from)).toBe(expected);
  });

  const zoned: readonly [string, string, string, string][] = [
    // 2:30 does not exist on 11 March 2012 in New York.
    ['30 2 11 Mar ?', '2012-03-11T00:00:00-05:00', 'America/New_York', '2013-03-11T06:30:00Z'],
    ['0 * * * ?', '2012-03-11T01:00:00-05:00', 'America/New_York', '2012-03-11T07:00:00Z'],
    // 1:30 comes twice on 4 November 2012.
    ['30 1 4 Nov ?', '2012-11-04T00:00:00-04:00', 'America/New_York', '2012-11-04T05:30:00Z'],
    ['30 1 4 Nov ?', '2012-11-04T01:45:00-04:00', 'America/New_York', '2012-11-04T06:30:00Z'],
    ['0 3 * * ?', '2012-11-04T00:00:00-04:00', 'America/New_York', '2012-11-04T08:00:00Z'],
    ['0 0 * * *', '2012-03-10T12:00:00-05:00', 'America/New_York', '2012-03-11T05:00:00Z'],
    ['0 0 * * *', '2012-11-04T12:00:00-05:00', 'America/New_York', '2012-11-05T05:00:00Z'],
    // Midnight does not exist on 21 October 2012 in Sao Paulo.
    ['0 1 * * *', '2012-10-20T12:00:00-03:00', 'America/Sao_Paulo', '2012-10-21T03:00:00Z'],
    ['15 9 * * *', '2012-07-09T00:00:00Z', 'Asia/Kolkata', '2012-07-09T03:45:00Z'],
  ];
  test.each(zoned)('%s after %s in %s', (schedule, from, zone, expected) => {
    expect(next(schedule, from, zone)).toBe(expected);
  });
});

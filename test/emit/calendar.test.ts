import { expect, test } from '@jest/globals';
import { parseCron } from '../../src/model/cron.js';
import { calendarEvents } from '../../src/phases/5-emit/quadlet/calendar.js';

function events(schedule: string, zone?: string): readonly string[] {
  const parsed = parseCron(schedule);
  if (!('minutes' in parsed)) throw new Error(JSON.stringify(parsed));
  return calendarEvents(parsed, zone);
}

// systemd-analyze calendar of systemd 257 understands each of the answers.
test.each([
  ['* * * * *', ['*-*-* *:*:00']],
  ['*/5 * * * *', ['*-*-* *:00/5:00']],
  ['1-10/3 * * * *', ['*-*-* *:01,04,07,10:00']],
  ['30 2 * * *', ['*-*-* 02:30:00']],
  ['0 9-17 * * mon-fri', ['Mon,Tue,Wed,Thu,Fri *-*-* 09..17:00:00']],
  ['0 0 1 jan,jul *', ['*-01,07-01 00:00:00']],
  // Days and weekdays: either.
  ['0 0 13 * fri', ['*-*-13 00:00:00', 'Fri *-*-* 00:00:00']],
  // A star with a step names some of the days: either.
  ['0 0 */2 * fri', ['*-*-01/2 00:00:00', 'Fri *-*-* 00:00:00']],
  ['0 0 */1 * fri', ['Fri *-*-* 00:00:00']],
  ['@weekly', ['Sun *-*-* 00:00:00']],
  ['@yearly', ['*-01-01 00:00:00']],
])('%s', (schedule, expected) => expect(events(schedule)).toEqual(expected));

test('the zone stands behind each event', () => {
  expect(events('5 4 1 * mon', 'Europe/Berlin')).toEqual([
    '*-*-01 04:05:00 Europe/Berlin',
    'Mon *-*-* 04:05:00 Europe/Berlin',
  ]);
});

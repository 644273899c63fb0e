import type { CronSchedule } from '../../../model/cron.js';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/**
 * The times of a schedule as calendar events of systemd, any of which starts a run. Where both days and weekdays are
 * given, cron means either and systemd both: then there are two events.
 * Sources: systemd.time(7), Calendar Events; github.com/robfig/cron/v3 spec.go, dayMatches.
 */
export function calendarEvents(schedule: CronSchedule, timeZone: string | undefined): readonly string[] {
  const { days, months, weekdays: onDays, hours, minutes, anyDay, anyWeekday } = schedule;
  const month = values(months, 1, 12);
  const day = values(days, 1, 31);
  const time = `${values(hours, 0, 23)}:${values(minutes, 0, 59)}:00`;
  const zone = timeZone === undefined ? '' : ` ${timeZone}`;
  const event = (week: string, date: string): string => `${week}*-${month}-${date} ${time}${zone}`;
  const week = onDays.size === 7 ? '' : `${weekdays.filter((_, number) => onDays.has(number)).join(',')} `;
  return anyDay || anyWeekday ? [event(week, day)] : [event('', day), event(week, '*')];
}

/** All as `*`, neighbours as `A..B`, equal steps up to the end as `A/STEP`, anything else as a list. */
function values(set: ReadonlySet<number>, least: number, most: number): string {
  const sorted = [...set].sort((a, b) => a - b);
  const [first = least, second = first] = sorted;
  if (sorted.length === most - least + 1) return '*';
  const step = second - first;
  const isEven = sorted.every((value, index) => value === first + index * step);
  if (sorted.length < 3 || !isEven) return sorted.map(two).join(',');
  if (step === 1) return `${two(first)}..${two(sorted.at(-1) ?? first)}`;
  return (sorted.at(-1) ?? first) + step > most ? `${two(first)}/${step}` : sorted.map(two).join(',');
}

const two = (value: number): string => String(value).padStart(2, '0');

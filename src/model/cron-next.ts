import type { CronInterval, CronSchedule } from './cron.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A schedule that names no day that ever comes, such as 30 February, ends the search. Source: robfig/cron spec.go, Next. */
const longestSearchMs = 5 * 366 * dayMs;

/** What a clock on the wall of some zone shows. */
interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
}

/** Reads the clock of one time zone; absent: this machine's own. Times in milliseconds since 1970. */
export type WallClock = (time: number) => WallTime;

/** Makes the clock of a zone of the time zone database. */
export function wallClock(zone: string | undefined): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (
      ['year', 'month', 'day', 'hour', 'minute'] as const
    ).map((part) => parts.get(part));
    return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
  };
}

/**
 * The first time after `after` that a schedule names, in milliseconds since 1970; undefined: none within five years.
 * Hours that a zone leaves out in spring are left out, hours that it has twice in autumn come twice.
 * Source: github.com/robfig/cron/v3 spec.go, Next; constantdelay.go, Next.
 */
export function nextCronTime(
  schedule: CronSchedule | CronInterval,
  after: number,
  clock: WallClock,
): number | undefined {
  if ('everyMs' in schedule) return Math.floor(after / 1000) * 1000 + schedule.everyMs;
  const end = after + longestSearchMs;
  let time = (Math.floor(after / minuteMs) + 1) * minuteMs;
  while (time <= end) {
    const wall = clock(time);
    const isDay = schedule.months.has(wall.month) && matchesDay(schedule, wall);
    if (!isDay) {
      time = nextDay(time, wall, clock);
      continue;
    }
    if (!schedule.hours.has(wall.hour)) {
      time += (60 - wall.minute) * minuteMs;
      continue;
    }
    const minute = firstFrom(schedule.minutes, wall.minute);
    if (minute === wall.minute) return time;
    time += ((minute ?? 60) - wall.minute) * minuteMs;
  }
  return undefined;
}

/** With a star in one of the two the other decides alone, else either is enough. Source: spec.go, dayMatches. */
function matchesDay(
  { days, weekdays, anyDay, anyWeekday }: CronSchedule,
  { day, weekday }: WallTime,
): boolean {
  const [inDays, inWeek] = [days.has(day), weekdays.has(weekday)];
  return anyDay || anyWeekday ? inDays && inWeek : inDays || inWeek;
}

function firstFrom(values: ReadonlySet<number>, from: number): number | undefined {
  const later = [...values].filter((value) => value >= from);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** The first minute of the next day, which need not be midnight: days have 23 to 25 hours. */
function nextDay(time: number, { day, hour, minute }: WallTime, clock: WallClock): number {
  let next = time + ((23 - hour) * 60 + (60 - minute)) * minuteMs;
  // A short day was overshot, a long one not left yet.
  while (clock(next).day === day) next += 30 * minuteMs;
  while (clock(next - 30 * minuteMs).day !== day) next -= 30 * minuteMs;
  return next;
}

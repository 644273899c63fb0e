/** A schedule that robfig/cron would take, field by field as sets of allowed values. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** A star in days or weekdays: then the other alone decides, else either. */
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
}

/** `@every 90s`: that many milliseconds apart. */
export interface CronInterval {
  readonly everyMs: number;
}

const macros: { readonly [name: string]: string } = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const fields = {
  minutes: { least: 0, most: 59 },
  hours: { least: 0, most: 23 },
  days: { least: 1, most: 31 },
  months: { least: 1, most: 12, names: ['', ...monthNames] },
  weekdays: { least: 0, most: 6, names: dayNames },
} as const satisfies { readonly [name: string]: Field };

/**
 * Reads a schedule as the CronJob controller does, or says why it is none. A time zone is not part of it.
 * Source: github.com/robfig/cron/v3 parser.go, ParseStandard.
 */
export function parseCron(text: string): CronSchedule | CronInterval | { readonly problem: string } {
  if (text.startsWith('@every ')) return parseEvery(text.slice('@every '.length));
  if (text.startsWith('@')) {
    const meant = macros[text];
    return meant === undefined ? { problem: `there is no ${text}` } : parseCron(meant);
  }
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length !== 5) return { problem: `it has ${words.length} fields instead of 5` };
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = words;
  const sets = {
    minutes: parseField(minute, fields.minutes),
    hours: parseField(hour, fields.hours),
    days: parseField(day, fields.days),
    months: parseField(month, fields.months),
    weekdays: parseField(weekday, fields.weekdays),
  };
  const bad = Object.values(sets).find((set): set is string => typeof set === 'string');
  if (bad !== undefined) return { problem: bad };
  // No text is left among the sets.
  const good = sets as { readonly [F in keyof typeof sets]: ReadonlySet<number> };
  return { ...good, anyDay: isStar(day), anyWeekday: isStar(weekday) };
}

/** A star with a step above 1 is none: it names some of the days. Source: parser.go, getRange, starBit. */
const isStar = (text: string): boolean =>
  text.split(',').some((part) => /^[*?]/.test(part) && Number(part.split('/')[1] ?? 1) <= 1);

const units: { readonly [unit: string]: number } = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** With a sign or without, as Go's time.ParseDuration has it; what is below zero counts as a second too. */
function parseEvery(text: string): CronInterval | { readonly problem: string } {
  if (!/^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text))
    return { problem: `"${text}" is no duration` };
  const parts = text.startsWith('-') ? [] : [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const total = parts.reduce(
    (sum, [, amount = '0', unit = 's']) => sum + Number(amount) * (units[unit] ?? 0),
    0,
  );
  // Delays below a second are a second: constantdelay.go, Every.
  return { everyMs: Math.max(1000, Math.floor(total / 1000) * 1000) };
}

/** Nothing between two commas counts for nothing. Source: parser.go, getField. */
function parseField(text: string, field: Field): ReadonlySet<number> | string {
  const values = new Set<number>();
  for (const part of text.split(',').filter((one) => one !== '')) {
    const range = parseRange(part, field);
    if (typeof range === 'string') return range;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** What follows a star and a hyphen is not looked at. Source: parser.go, getRange. */
function parseRange(text: string, { least, most, names }: Field): Range | string {
  const [span = '', stepText, ...rest] = text.split('/');
  const [low = '', high, ...others] = span.split('-');
  const isAny = low === '*' || low === '?';
  if (rest.length > 0) return `"${text}" has too many slashes`;
  if (others.length > 0 && !isAny) return `"${text}" has too many hyphens`;
  const step = stepText === undefined ? 1 : numberOf(stepText);
  if (step === undefined) return `"${stepText}" is no number`;
  if (step === 0) return `the step of "${text}" must be positive`;
  const from = isAny ? least : fieldValue(low, names);
  const only = high === undefined ? (stepText === undefined ? from : most) : fieldValue(high, names);
  const to = isAny ? most : only;
  if (from === undefined || to === undefined) return `"${text}" is no number`;
  if (from < least) return `${from} is below ${least}`;
  if (to > most) return `${to} is above ${most}`;
  if (from > to) return `"${text}" ends before it begins`;
  return { from, to, step };
}

function fieldValue(text: string, names: readonly string[] | undefined): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0 && text !== '') return named;
  return numberOf(text);
}

/** Source: parser.go, mustParseInt. */
function numberOf(text: string): number | undefined {
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

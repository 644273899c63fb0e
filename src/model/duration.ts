const units: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1000n,
  // Both signs that look like it: the micro sign and the Greek letter.
  '\u00b5s': 1000n,
  '\u03bcs': 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const largest = 2n ** 63n - 1n;
const whole = /^([-+]?)((?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;
const part = /([0-9]*)\.?([0-9]*)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;

/**
 * A duration as Go and so kubectl's options and `metav1.Duration` write it (`1h30m`, `1.5s`, `0`), in nanoseconds; what
 * is finer is cut off. Undefined when it is none, or longer than 63 bits.
 * Source: Go time.ParseDuration; k8s.io/apimachinery/pkg/apis/meta/v1/duration.go, UnmarshalJSON.
 */
export function parseDuration(text: string): bigint | undefined {
  if (/^[-+]?0$/.test(text)) return 0n;
  const match = whole.exec(text);
  if (match === null) return undefined;
  const [, sign, parts = ''] = match;
  let total = 0n;
  for (const [, before = '', behind = '', unit = ''] of parts.matchAll(part)) {
    const size = units[unit] ?? 0n;
    total += BigInt(before || '0') * size + fraction(behind, size);
  }
  const isTooLong = total > (sign === '-' ? largest + 1n : largest);
  if (isTooLong) return undefined;
  return sign === '-' ? -total : total;
}

/** Go reckons these in floating point, with as many digits as 63 bits hold. */
function fraction(digits: string, unit: bigint): bigint {
  const longest = digits.slice(0, 19);
  const read = BigInt(longest || '0') > largest ? longest.slice(0, 18) : longest;
  return BigInt(Math.trunc(Number(read) * (Number(unit) / 10 ** read.length)));
}

/** As Go prints it: `1m30s`, `1.5s`, `250ms`. Source: Go time.Duration.String. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1000n)}\u00b5s`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours === 0n ? '' : `${hours}h`}${minutes % 60n}m${seconds}`;
}

/** Without zeros at the end. `unit` is a power of ten. */
function decimal(amount: bigint, unit: bigint): string {
  const places = String((amount % unit) + unit)
    .slice(1)
    .replace(/0+$/, '');
  return places === '' ? String(amount / unit) : `${amount / unit}.${places}`;
}

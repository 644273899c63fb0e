/** How a quantity was written, which is how it is printed again. */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

/** An exact number: a fraction with a positive denominator. */
export interface Quantity {
  readonly numerator: bigint;
  readonly denominator: bigint;
  /** Unset counts as `decimal`. */
  readonly format?: QuantityFormat;
}

const binaryExponents: { readonly [suffix: string]: bigint } = {
  Ki: 10n,
  Mi: 20n,
  Gi: 30n,
  Ti: 40n,
  Pi: 50n,
  Ei: 60n,
};

const decimalExponents: { readonly [suffix: string]: number } = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const pattern = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+|)$/;
/** Finer than this is rounded up. */
const nano = 10n ** 9n;
const largest = 2n ** 63n - 1n;
/** Larger exponents are numbers that nobody can mean; they are cut to this, so that no digits pile up. */
const largestExponent = 1000;

/**
 * A quantity as Kubernetes reads it, exactly, but for its own rounding: what is finer than a thousand-millionth is
 * rounded up (away from zero), and binary quantities end at 2^63 - 1. Undefined when the text is none. A text without
 * digits (`Ki`, `.`) is zero to Kubernetes, and so it is here.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity and Quantity.UnmarshalJSON.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const trimmed = text.trim();
  const match = pattern.exec(trimmed);
  if (match === null || trimmed === '') return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const digits = BigInt(`${whole}${fraction}` || '0');
  const isNegative = sign === '-';
  const binary = binaryExponents[suffix];
  if (binary !== undefined) return binaryQuantity(digits << binary, fraction.length, isNegative);
  const known = decimalExponents[suffix];
  const exponent = known ?? clamp(Number(suffix.slice(1)));
  const hasNoDigits = whole === '' && fraction === '';
  if (hasNoDigits && exponent < -9) return undefined;
  const format = known === undefined ? 'exponent' : 'decimal';
  const scale = exponent - fraction.length;
  const nanos = scale >= -9 ? digits * 10n ** BigInt(scale + 9) : divideUp(digits, 10n ** BigInt(-scale - 9));
  return { ...signed(nanos, isNegative), format };
}

function clamp(exponent: number): number {
  return Math.max(-largestExponent, Math.min(largestExponent, exponent));
}

function binaryQuantity(units: bigint, places: number, isNegative: boolean): Quantity {
  const nanos = divideUp(units * nano, 10n ** BigInt(places));
  const capped = nanos > largest * nano ? largest * nano : nanos;
  const format = capped > 0n && capped < nano ? 'decimal' : 'binary';
  return { ...signed(capped, isNegative), format };
}

function signed(nanos: bigint, isNegative: boolean): Quantity {
  return { numerator: isNegative ? -nanos : nanos, denominator: nano };
}

/** For amounts that are not negative. */
function divideUp(amount: bigint, divisor: bigint): bigint {
  return (amount + divisor - 1n) / divisor;
}

/** Negative, 0 or positive. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The sum, printed like the first. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return {
    ...a,
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export const zeroQuantity: Quantity = { numerator: 0n, denominator: 1n };

export function isWhole({ numerator, denominator }: Quantity): boolean {
  return numerator % denominator === 0n;
}

/**
 * A quantity in units of ten to the power of `-digits`, rounded up (away from zero): 3 for thousandths, 0 for whole
 * ones. Source: quantity.go, Value, MilliValue and ScaledValue.
 */
export function scaleQuantity({ numerator, denominator }: Quantity, digits: number): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = divideUp(size * 10n ** BigInt(digits), denominator);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * A quantity in canonical form: no fraction, and the largest suffix that loses nothing. The API server prints most
 * quantities so, but leaves some as they were written (`1.500`, `+5`); above 999E it prints a wrong number, we do not.
 * Source: quantity.go, CanonicalizeBytes.
 */
export function formatQuantity(quantity: Quantity): string {
  const { numerator, format } = quantity;
  if (numerator === 0n) return '0';
  const size =
    numerator < 0n ? scaleQuantity({ ...quantity, numerator: -numerator }, 9) : scaleQuantity(quantity, 9);
  const sign = numerator < 0n ? '-' : '';
  const isBinary = format === 'binary' && size >= 1024n * nano && size % nano === 0n;
  return sign + (isBinary ? formatBinary(size / nano) : formatDecimal(size, format === 'exponent'));
}

function formatBinary(units: bigint): string {
  let left = units;
  let power = 0;
  for (; power < 6 && left % 1024n === 0n; power += 1) left /= 1024n;
  return `${left}${['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][power]}`;
}

function formatDecimal(nanos: bigint, asExponent: boolean): string {
  let left = nanos;
  let exponent = -9;
  for (; left % 1000n === 0n; exponent += 3) left /= 1000n;
  if (asExponent) return exponent === 0 ? String(left) : `${left}e${exponent}`;
  const suffix = Object.keys(decimalExponents).find((name) => decimalExponents[name] === exponent);
  return suffix === undefined ? `${left}e${exponent}` : `${left}${suffix}`;
}

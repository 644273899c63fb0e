/** An exact number: a fraction with a positive denominator. */
export interface Quantity {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const suffixes: { readonly [suffix: string]: readonly [bigint, bigint] } = {
  n: [1n, 10n ** 9n],
  u: [1n, 10n ** 6n],
  m: [1n, 1000n],
  '': [1n, 1n],
  k: [10n ** 3n, 1n],
  M: [10n ** 6n, 1n],
  G: [10n ** 9n, 1n],
  T: [10n ** 12n, 1n],
  P: [10n ** 15n, 1n],
  E: [10n ** 18n, 1n],
  Ki: [2n ** 10n, 1n],
  Mi: [2n ** 20n, 1n],
  Gi: [2n ** 30n, 1n],
  Ti: [2n ** 40n, 1n],
  Pi: [2n ** 50n, 1n],
  Ei: [2n ** 60n, 1n],
};

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|([KMGTPE]i|[numkMGTPE]?))$/;
const largestExponent = 200;

/**
 * A quantity as Kubernetes reads it, exactly. Undefined when it is none.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', , exponentText, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const exponent = Number(exponentText ?? '0');
  if (Math.abs(exponent) > largestExponent) return undefined;
  const [up, down] = suffixes[suffix] ?? [1n, 1n];
  const scale = 10n ** BigInt(Math.abs(exponent));
  return {
    numerator: digits * up * (exponent >= 0 ? scale : 1n),
    denominator: 10n ** BigInt(fraction.length) * down * (exponent >= 0 ? 1n : scale),
  };
}

/** Negative, 0 or positive. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export const zeroQuantity: Quantity = { numerator: 0n, denominator: 1n };

export function isWhole({ numerator, denominator }: Quantity): boolean {
  return numerator % denominator === 0n;
}

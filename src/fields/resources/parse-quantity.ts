const binary: { readonly [suffix: string]: bigint } = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};

const decimal: { readonly [suffix: string]: number } = {
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

/**
 * A quantity in thousandths, exact and rounded up; undefined for what is no quantity (or not written).
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity.
 */
export function parseQuantity(written: string | number | bigint | undefined): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([KMGTPE]i|[numkMGTPE]?|[eE][+-]?\d+)$/.exec(String(written ?? ''));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction) * (binary[suffix] ?? 1n);
  // Ten to the power of this makes digits thousandths.
  const exponent = 3 - fraction.length + (binary[suffix] === undefined ? decimalExponent(suffix) : 0);
  const value = sign === '-' ? -digits : digits;
  if (exponent >= 0) return value * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return value / divisor + (value % divisor > 0n ? 1n : 0n);
}

function decimalExponent(suffix: string): number {
  return decimal[suffix] ?? Number(suffix.slice(1));
}

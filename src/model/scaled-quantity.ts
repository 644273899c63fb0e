const suffixes: { readonly [suffix: string]: readonly [base: bigint, exponent: number] } = {
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  '': [10n, 0],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
  Ki: [2n, 10],
  Mi: [2n, 20],
  Gi: [2n, 30],
  Ti: [2n, 40],
  Pi: [2n, 50],
  Ei: [2n, 60],
};

/** A quantity times 10 to the power of `digits`, rounded up; undefined when it is none. Source: apimachinery quantity.go. */
export function scaledQuantity(text: string, digits: number): bigint | undefined {
  const match = /^\+?(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null || text === '') return undefined;
  const [, whole = '', fraction = '', power, suffix = ''] = match;
  const [base, exponent] = power === undefined ? (suffixes[suffix] ?? [10n, 0]) : [10n, Number(power)];
  let above = BigInt(`${whole}${fraction}` || '0') * 10n ** BigInt(digits);
  let below = 10n ** BigInt(fraction.length);
  if (exponent >= 0) above *= base ** BigInt(exponent);
  else below *= base ** BigInt(-exponent);
  return (above + below - 1n) / below;
}

/**
 * How Kubernetes reads a plain (unquoted) scalar: YAML 1.1's booleans, Go's number prefixes, neither times nor base 60.
 * Source: sigs.k8s.io/yaml goyaml.v2 resolve.go, resolve.
 */
export type ScalarValue = null | boolean | number | bigint | string | NotFinite;

/** `.inf` and `.nan`: JSON cannot say them, so Kubernetes refuses the document. */
export interface NotFinite {
  readonly notFinite: string;
}

const words = new Map<string, null | boolean | NotFinite>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['y', 'yes', 'on', 'true']) addCases(word, true);
for (const word of ['n', 'no', 'off', 'false']) addCases(word, false);
for (const word of [
  '.inf',
  '.Inf',
  '.INF',
  '+.inf',
  '+.Inf',
  '+.INF',
  '-.inf',
  '-.Inf',
  '-.INF',
  '.nan',
  '.NaN',
  '.NAN',
]) {
  words.set(word, { notFinite: word });
}

function addCases(word: string, value: boolean): void {
  words.set(word, value);
  words.set(word.toUpperCase(), value);
  words.set(word.charAt(0).toUpperCase() + word.slice(1), value);
}

const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const largestUnsigned = 2n ** 64n - 1n;
const smallestSigned = -(2n ** 63n);

/** The value of a plain scalar by its text. Integers beyond 2^53 become BigInt, other numbers do not. */
export function resolveScalar(source: string): ScalarValue {
  const known = words.get(source);
  if (known !== undefined) return known;
  const first = source.charCodeAt(0);
  const isNumberStart = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (first === 46) return float.test(source) ? finite(source) : source;
  return isNumberStart ? resolveNumber(source) : source;
}

function resolveNumber(source: string): ScalarValue {
  const plain = source.replaceAll('_', '');
  if (integer.test(plain) && !/^[-+]?0[xXbBoO]$/.test(plain)) {
    const value = parseInteger(plain);
    if (value >= smallestSigned && value <= largestUnsigned) {
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
  }
  return float.test(plain) ? finite(plain, source) : source;
}

/** A number too large for 64 bits of floating point stays a text. */
function finite(plain: string, source = plain): number | string {
  const value = Number(plain);
  return Number.isFinite(value) ? value : source;
}

function parseInteger(text: string): bigint {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase();
  const value = BigInt(octal === '0o' ? '0' : octal);
  return negative ? -value : value;
}

/** A key that is no text becomes one. Floats are printed as Go does, in 32-bit precision (strconv `g`, -1, 32). */
export function keyText(value: boolean | number | bigint | string): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return formatFloat32(value);
}

function formatFloat32(value: number): string {
  const rounded = Math.fround(value);
  for (let precision = 1; precision <= 9; precision += 1) {
    const text = rounded.toExponential(precision - 1);
    if (Math.fround(Number(text)) === rounded) return goNumber(text);
  }
  return String(rounded);
}

/** `1.1e+0` as Go prints it: plain between 1e-4 and 1e21, else with two digits of exponent. */
function goNumber(exponential: string): string {
  const [mantissa = '', exponentText = '0'] = exponential.split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 21) return String(Number(exponential));
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/**
 * How Kubernetes reads a scalar: YAML 1.1's booleans, Go's number prefixes, neither times nor base 60.
 * Source: sigs.k8s.io/yaml goyaml.v2 resolve.go, resolve.
 */
export type ScalarValue = null | boolean | number | bigint | string | NotFinite;

/** `.inf` and `.nan`: JSON cannot say them, so Kubernetes refuses the document. As keys they are texts. */
export interface NotFinite {
  readonly notFinite: string;
}

const words = new Map<string, null | boolean | NotFinite>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['y', 'yes', 'on', 'true']) addCases(word, true);
for (const word of ['n', 'no', 'off', 'false']) addCases(word, false);
for (const sign of ['', '+', '-']) {
  const notFinite = sign === '-' ? '-.inf' : '.inf';
  for (const word of ['.inf', '.Inf', '.INF']) words.set(sign + word, { notFinite });
}
for (const word of ['.nan', '.NaN', '.NAN']) words.set(word, { notFinite: '.nan' });

function addCases(word: string, value: boolean): void {
  words.set(word, value);
  words.set(word.toUpperCase(), value);
  words.set(word.charAt(0).toUpperCase() + word.slice(1), value);
}

/** The longest of the words; longer texts that begin with a letter are texts. */
const longestWord = 5;
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Go's own syntax, which alone reads what begins with a point: `_` only between digits. */
const pointFloat = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const largestUnsigned = 2n ** 64n - 1n;
const largestSigned = 2n ** 63n - 1n;
const smallestSigned = -(2n ** 63n);

/** The value of a plain scalar by its text. Integers beyond 2^53 become BigInt, other numbers do not. */
export function resolveScalar(source: string): ScalarValue {
  const first = source.charCodeAt(0);
  if (first >= 48 && first <= 57) return numberOf(source)?.value ?? source;
  if (first === 43 || first === 45 || first === 46) {
    const known = words.get(source);
    return known !== undefined ? known : (numberOf(source)?.value ?? source);
  }
  if (source.length > longestWord) return source;
  const known = words.get(source);
  return known === undefined ? source : known;
}

interface NumberRead {
  readonly value: number | bigint;
  readonly isFloat: boolean;
}

function numberOf(source: string): NumberRead | undefined {
  if (source.charCodeAt(0) === 46) return pointFloat.test(source) ? floatOf(source) : undefined;
  const plain = source.includes('_') ? source.replaceAll('_', '') : source;
  const whole = integer.test(plain) ? integerOf(plain) : undefined;
  if (whole !== undefined) return { value: whole, isFloat: false };
  return float.test(plain) ? floatOf(plain) : undefined;
}

/** A number too large for 64 bits of floating point stays a text. */
function floatOf(text: string): NumberRead | undefined {
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? { value, isFloat: true } : undefined;
}

/** Undefined when 64 bits are too few: without a sign the number may be as large as an unsigned one. */
function integerOf(text: string): number | bigint | undefined {
  const isSigned = text.startsWith('-') || text.startsWith('+');
  const digits = isSigned ? text.slice(1) : text;
  const isDecimal = digits === '0' || !digits.startsWith('0');
  if (isDecimal && digits.length < 16) return Number(text) || 0;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const value = text.startsWith('-') ? -size : size;
  if (value < smallestSigned || value > (isSigned ? largestSigned : largestUnsigned)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Tags that say how a scalar is read, after `tag:yaml.org,2002:`. */
export type ScalarTag = 'str' | 'int' | 'float' | 'bool' | 'null' | 'timestamp';

/**
 * The value of a scalar that has a tag, and undefined when it cannot be what the tag says.
 * A time stays the text it is.
 */
export function resolveTagged(source: string, tag: ScalarTag): ScalarValue | undefined {
  if (tag === 'str') return source;
  const value = resolveScalar(source);
  switch (tag) {
    case 'null':
      return value === null ? null : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
      return isNumber(value) && numberOf(source)?.isFloat === false ? value : undefined;
    case 'float':
      return isNumber(value) || (typeof value === 'object' && value !== null) ? value : undefined;
    case 'timestamp':
      return isDate(source) ? source : undefined;
    default:
      return tag satisfies never;
  }
}

function isNumber(value: ScalarValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Source: goyaml.v2 resolve.go, parseTimestamp. */
function isDate(text: string): boolean {
  const pattern =
    /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d))| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;
  return pattern.test(text);
}

/** A key as text, and what tells it from others: the number 1 and the text "1" are two keys of one map. */
export interface ResolvedKey {
  readonly text: string;
  readonly type: 'string' | 'boolean' | 'int' | 'float';
}

/**
 * The text that a plain scalar is as a key. `null` and numbers of more than 63 bits give `undefined`.
 * Source: sigs.k8s.io/yaml yaml.go, convertToJSONableObject.
 */
export function resolveKey(source: string): ResolvedKey | undefined {
  const value = resolveScalar(source);
  if (typeof value === 'string') return { text: value, type: 'string' };
  if (value === null) return undefined;
  if (typeof value === 'boolean') return { text: String(value), type: 'boolean' };
  if (typeof value === 'object') return { text: value.notFinite, type: 'float' };
  if (numberOf(source)?.isFloat === true) return { text: formatFloat32(Number(value)), type: 'float' };
  return value > largestSigned ? undefined : { text: String(value), type: 'int' };
}

/** The shortest text of a number in 32 bits. Source: Go's strconv.FormatFloat(value, 'g', -1, 32). */
function formatFloat32(value: number): string {
  const rounded = Math.fround(value);
  if (rounded === 0) return Object.is(rounded, -0) ? '-0' : '0';
  if (!Number.isFinite(rounded)) return rounded > 0 ? '.inf' : '-.inf';
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = rounded.toExponential(digits - 1);
    if (Math.fround(Number(text)) === rounded) return goNumber(text);
  }
  return String(rounded);
}

/** `1.1e+0` as Go prints it: plain between 1e-4 and 1e6, else with two digits of exponent. */
function goNumber(exponential: string): string {
  const [mantissa = '', exponentText = '0'] = exponential.split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(Number(exponential));
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

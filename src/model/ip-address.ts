/** The bytes of an address: 4, or 16 for what is written with colons. */
export type IpBytes = readonly number[];

const wrongAddress = 'must be an IP address such as 10.9.8.7 or 2001:db8::1';
const wrongRange = 'must be a range of addresses such as 10.9.8.0/24 or 2001:db8::/64';
const leadingZeros = 'must not have leading zeros, which some programs read as octal';
const mapped = 'must not be an IPv4 address in the form of IPv6';

/**
 * Reads an address as Kubernetes always has: leading zeros are taken, zones are not. Undefined for what is none.
 * Source: k8s.io/utils/net, ParseIPSloppy (net.ParseIP of Go 1.16).
 */
export function parseIp(text: string): IpBytes | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpBytes | undefined {
  const parts = text.split('.');
  const isGood = parts.length === 4 && parts.every((part) => /^\d{1,20}$/.test(part) && Number(part) <= 255);
  return isGood ? parts.map(Number) : undefined;
}

function parseIpv6(text: string): IpBytes | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half) => (half === '' ? [] : groupBytes(half.split(':'))));
  if (before === undefined || (halves.length === 2 && after === undefined)) return undefined;
  const tail = after ?? [];
  const missing = 16 - before.length - tail.length;
  if (halves.length === 1) return missing === 0 ? before : undefined;
  return missing < 2 ? undefined : [...before, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** Two bytes for each group; the last may be an IPv4 address. */
function groupBytes(groups: readonly string[]): IpBytes | undefined {
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    const isLast = index === groups.length - 1;
    const tail = isLast && group.includes('.') ? parseIpv4(group) : undefined;
    if (tail !== undefined) bytes.push(...tail);
    else {
      const value = /^[0-9a-fA-F]{1,20}$/.test(group) ? Number.parseInt(group, 16) : 0x1_0000;
      if (value > 0xffff) return undefined;
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes;
}

export function isIp(text: string): boolean {
  return parseIp(text) !== undefined;
}

/** How net.IP prints its family: an IPv4 address in the form of IPv6 counts as IPv4. */
export function isIpv6(text: string): boolean {
  const bytes = parseIp(text);
  return bytes?.length === 16 && !isMapped(bytes);
}

function isMapped(bytes: IpBytes): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

function hasLeadingZeros(text: string): boolean {
  return /(?:^|[.:])0\d*\d\.|\.0\d*\d$|[0-9a-fA-F]{5}/.test(text);
}

/**
 * What is wrong with an address; undefined when nothing is. New objects are held to the strict rule.
 * Source: k8s.io/apimachinery/pkg/util/validation/ip.go, IsValidIPForLegacyField (StrictIPCIDRValidation is on since 1.36).
 */
export function ipProblem(text: string): string | undefined {
  const bytes = parseIp(text);
  if (bytes === undefined) return wrongAddress;
  if (bytes.length === 16 && isMapped(bytes)) return mapped;
  return hasLeadingZeros(text) ? leadingZeros : undefined;
}

/**
 * What is better written otherwise; undefined for the rest, and for what is no address.
 * Source: ip.go, GetWarningsForIP.
 */
export function addressAdvice(text: string): string | undefined {
  const bytes = parseIp(text);
  if (bytes?.length !== 16 || isMapped(bytes)) return undefined;
  const canonical = canonicalIpv6(bytes);
  return canonical === text ? undefined : `"${text}" should be written in its canonical form, "${canonical}"`;
}

/** Source: RFC 5952: lower case, no leading zeros, "::" for the first of the longest runs of zeros. */
function canonicalIpv6(bytes: IpBytes): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  ).join(':');
  const runs = groups.match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups;
  const start = groups.search(new RegExp(`\\b${longest}\\b`));
  return `${groups.slice(0, start).replace(/:$/, '')}::${groups.slice(start + longest.length).replace(/^:/, '')}`;
}

interface Range {
  readonly bytes: IpBytes;
  readonly bits: number;
}

/** Source: k8s.io/utils/net, ParseCIDRSloppy. */
function parseRange(text: string): Range | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const bytes = parseIp(address);
  const isNumber = /^\d{1,20}$/.test(prefix);
  if (bytes === undefined || rest.length > 0 || !isNumber || Number(prefix) > bytes.length * 8)
    return undefined;
  return { bytes, bits: Number(prefix) };
}

function maskedTo(bytes: IpBytes, bits: number): IpBytes {
  return bytes.map((byte, index) => {
    const kept = Math.max(0, Math.min(8, bits - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
}

/** Source: ip.go, IsValidCIDRForLegacyField. */
export function rangeProblem(text: string): string | undefined {
  const range = parseRange(text);
  if (range === undefined) return wrongRange;
  const { bytes, bits } = range;
  const [address = '', prefix = ''] = text.split('/');
  if (bytes.length === 16 && isMapped(bytes)) return mapped;
  if (hasLeadingZeros(address) || /^0\d/.test(prefix)) return leadingZeros;
  const isWhole = maskedTo(bytes, bits).every((byte, index) => byte === bytes[index]);
  return isWhole ? undefined : `must not have bits set beyond the first ${bits}`;
}

/** Whether a range lies within another and is smaller; undefined when one of them is none. */
export function isStrictlyWithin(inner: string, outer: string): boolean | undefined {
  const [small, large] = [parseRange(inner), parseRange(outer)];
  if (small === undefined || large === undefined) return undefined;
  if (small.bytes.length !== large.bytes.length || small.bits <= large.bits) return false;
  const kept = maskedTo(small.bytes, large.bits);
  return maskedTo(large.bytes, large.bits).every((byte, index) => byte === kept[index]);
}

/**
 * Why an address can be no endpoint; undefined when it can.
 * Source: kubernetes pkg/apis/core/validation/validation.go, ValidateEndpointIP.
 */
export function endpointProblem(text: string): string | undefined {
  const bytes = parseIp(text);
  if (bytes === undefined) return wrongAddress;
  const isSix = bytes.length === 16 && !isMapped(bytes);
  const four = isSix ? [] : bytes.slice(-4);
  const [first, second, third] = isSix ? bytes : four;
  if (bytes.every((byte) => byte === 0) || (!isSix && four.every((byte) => byte === 0)))
    return 'may not be unspecified';
  if (isSix ? bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1 : first === 127)
    return 'may not be loopback';
  if (isSix ? first === 0xfe && ((second ?? 0) & 0xc0) === 0x80 : first === 169 && second === 254)
    return 'may not be link-local';
  const isMulticast = isSix
    ? first === 0xff && ((second ?? 0) & 0x0f) === 2
    : first === 224 && second === 0 && third === 0;
  return isMulticast ? 'may not be link-local multicast' : undefined;
}

/**
 * Predicates of texts that Kubernetes takes as names. Each gives undefined for a good text, else the rule in words that
 * follow "must ...". Sources: k8s.io/apimachinery/pkg/util/validation/validation.go; pkg/apis/core/validation/validation.go.
 */
export type NameRule = (text: string) => string | undefined;

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const configKey = /^[-._a-zA-Z0-9]+$/;
const portName = /^[a-z0-9-]*[a-z][a-z0-9-]*$/;

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** IsDNS1123Label. */
export const dnsLabel: NameRule = (text) => {
  if (label.test(text) && text.length <= 63) return undefined;
  return 'be at most 63 lower case letters, digits and "-", beginning and ending with a letter or digit';
};

/** IsDNS1123Subdomain. */
export const dnsSubdomain: NameRule = (text) => {
  if (subdomain.test(text) && text.length <= 253) return undefined;
  return 'be at most 253 lower case letters, digits, "-" and ".", beginning and ending with a letter or digit';
};

/** IsDNS1035Label. */
export const dns1035Label: NameRule = (text) => {
  if (label1035.test(text) && text.length <= 63) return undefined;
  return 'be at most 63 lower case letters, digits and "-", beginning with a letter and not ending with "-"';
};

/** IsWildcardDNS1123Subdomain. */
export const wildcardSubdomain: NameRule = (text) => {
  if (text.startsWith('*.') && dnsSubdomain(text.slice(2)) === undefined) return undefined;
  return 'be "*." followed by a domain name';
};

/** IsQualifiedName: an optional DNS prefix, "/", and a name of at most 63 characters. */
export const qualifiedName: NameRule = (text) => {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const rule =
    'be a name of at most 63 letters, digits, "-", "_" and ".", optionally behind a domain name and one "/"';
  if (parts.length > 2 || (parts.length === 2 && dnsSubdomain(parts[0] ?? '') !== undefined)) return rule;
  return name.length <= 63 && qualified.test(name) ? undefined : rule;
};

/** IsValidLabelValue. */
export const labelValueRule: NameRule = (text) => {
  if (text.length <= 63 && labelValue.test(text)) return undefined;
  return 'be empty or at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit';
};

/** IsConfigMapKey. */
export const configMapKey: NameRule = (text) => {
  if (text.length > 253) return 'be at most 253 characters long';
  if (!configKey.test(text)) return 'consist of letters, digits, "-", "_" and "."';
  return text === '.' || text === '..' || text.startsWith('..')
    ? 'not be "." and not begin with ".."'
    : undefined;
};

/** IsValidPortName. */
export const portNameRule: NameRule = (text) => {
  const isGood = text.length <= 15 && portName.test(text) && !text.includes('--') && !/^-|-$/.test(text);
  return isGood
    ? undefined
    : 'be at most 15 lower case letters, digits and single "-", with at least one letter, and not begin or end with "-"';
};

/** IsRelaxedEnvVarName (1.34 on): printable ASCII but "=". */
export const envName: NameRule = (text) => {
  return /^[ -<>-~]+$/.test(text) ? undefined : 'consist of printable ASCII characters other than "="';
};

/** IsFullyQualifiedDomainName and prefixes of it, for host aliases: a plain subdomain. */
export const hostName: NameRule = dnsSubdomain;

/** IsValidIP, IPv4 without leading zeros (legacy validation accepts them) or IPv6. */
export function isIp(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

export function isIpv6(text: string): boolean {
  if (!text.includes(':') || !/^[0-9a-fA-F:.]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const count = groups.length + (last.includes('.') ? 1 : 0);
  const isGood = groups.every((group, index) =>
    index === groups.length - 1 && group.includes('.') ? isIpv4(group) : /^[0-9a-fA-F]{1,4}$/.test(group),
  );
  return isGood && (halves.length === 2 ? count < 8 : count === 8);
}

/** IsValidCIDR. */
export function isCidr(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  return (isIpv4(address) && Number(prefix) <= 32) || (isIpv6(address) && Number(prefix) <= 128);
}

/** Length in bytes, as Go counts it. */
export const byteLength = bytes;

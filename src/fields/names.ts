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

/** IsRFC1123 names with a prefix that something is added to: what ends in "-" is tried with a letter there. */
export function asPrefix(rule: NameRule): NameRule {
  // Source: k8s.io/apimachinery/pkg/api/validation/generic.go, maskTrailingDash.
  return (text) => rule(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

/** IsPathSegmentName: what can be one step of a URL. */
export const pathSegment: NameRule = (text) => {
  return text === '.' || text === '..' || /[/%]/.test(text)
    ? 'not be "." or ".." and hold no "/" or "%"'
    : undefined;
};

/** IsFullyQualifiedName. */
export const qualifiedDomain: NameRule = (text) => {
  return (
    dnsSubdomain(text) ??
    (text.split('.').length < 3 ? 'have at least three parts with dots between' : undefined)
  );
};

/** IsFullyQualifiedDomainName: a name of DNS with at least two parts, and perhaps a dot at its end. */
export const domainName: NameRule = (text) => {
  const plain = text.replace(/\.$/, '');
  const parts = plain.split('.');
  const broken =
    dnsSubdomain(plain) ?? (parts.length < 2 ? 'have at least two parts with a dot between' : undefined);
  return (
    broken ??
    (parts.some((part) => dnsLabel(part) !== undefined) ? 'have parts of at most 63 characters' : undefined)
  );
};

/** IsDomainPrefixedPath: `acme.io/foo`. */
export const domainPrefixedPath: NameRule = (text) => {
  const slash = text.indexOf('/');
  const [host, path] = [text.slice(0, Math.max(0, slash)), text.slice(slash + 1)];
  const isGood = slash > 0 && path !== '' && dnsSubdomain(host) === undefined && urlPath.test(path);
  return isGood ? undefined : 'be a domain and a path, such as "acme.io/foo"';
};

const urlPath = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** Length in bytes, as Go counts it. */
export const byteLength = bytes;

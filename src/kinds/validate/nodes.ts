import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1.js';
import type { Node } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkUnique, checkWord, invalid, required, type Scope } from '../../fields/check.js';
import { clusterName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsSubdomain, labelValueRule, pathSegment, qualifiedName } from '../../fields/names.js';
import { rangeProblem } from '../../model/ip-address.js';

const effects = ['NoExecute', 'NoSchedule', 'PreferNoSchedule'];

/** Taints are named as if they were metadata. Source: pkg/apis/core/validation/validation.go, ValidateNode, validateNodeTaints. */
export function validateNode({ metadata, spec = {} }: Node, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  const { taints = [], podCIDR = '' } = spec;
  const item = (index: number): FieldPath =>
    place.child('taints').index(index).printedAs(`metadata.taints[${index}]`);
  for (const [index, { key = '', value = '', effect = '' }] of taints.entries()) {
    checkName(key, qualifiedName, item(index).child('key'), scope);
    checkName(value, labelValueRule, item(index).child('value'), scope);
    if (required(effect, item(index).child('effect'), scope))
      checkWord(effect, effects, item(index).child('effect'), scope);
  }
  checkUnique(
    taints.map(({ key, effect }) => `${key}:${effect}`),
    (taint) => taint,
    item,
    scope,
  );
  const ranges = spec.podCIDRs ?? (podCIDR === '' ? [] : [podCIDR]);
  for (const [index, range] of ranges.entries()) {
    const problem = rangeProblem(range);
    if (problem !== undefined) invalid(range, place.child('podCIDRs').index(index), problem, scope);
  }
}

/** Names may hold nearly anything. Source: pkg/apis/core/validation/events.go (legacy events have no rule for names). */
export function validateEvent(
  { metadata }: { readonly metadata?: ObjectMeta },
  at: FieldPath,
  report: Report,
): void {
  validateMetadata(metadata, at.child('metadata'), { name: pathSegment, anyFinalizers: true }, { report });
}

const usages = [
  ...['any', 'signing', 'digital signature', 'content commitment', 'key encipherment', 'key agreement'],
  ...['data encipherment', 'cert sign', 'crl sign', 'encipher only', 'decipher only', 'server auth'],
  ...['client auth', 'code signing', 'email protection', 's/mime', 'ipsec end system', 'ipsec tunnel'],
  ...['ipsec user', 'timestamping', 'ocsp signing', 'microsoft sgc', 'netscape sgc'],
];
const leastSeconds = 600;

/**
 * The request is not verified. Names may hold nearly anything.
 * Source: pkg/apis/certificates/validation/validation.go, validateCertificateSigningRequest.
 */
export function validateSigningRequest(
  { metadata, spec }: CertificateSigningRequest,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), { name: pathSegment, clusterScoped: true }, scope);
  const { request = '', usages: asked = [], signerName = '', expirationSeconds } = spec ?? {};
  const text = Buffer.from(request, 'base64').toString('latin1');
  if (!text.includes('-----BEGIN CERTIFICATE REQUEST-----'))
    invalid('', place.child('request'), 'must be a CERTIFICATE REQUEST in PEM, in base64', scope);
  const usagesAt = place.child('usages');
  if (asked.length === 0) required(undefined, usagesAt, scope, 'at least one');
  for (const [index, usage] of asked.entries()) checkWord(usage, usages, usagesAt.index(index), scope);
  checkUnique(
    asked,
    (usage) => usage,
    (index) => usagesAt.index(index),
    scope,
  );
  if (required(signerName, place.child('signerName'), scope))
    checkSigner(signerName, place.child('signerName'), scope);
  if (expirationSeconds !== undefined && expirationSeconds < leastSeconds)
    invalid(expirationSeconds, place.child('expirationSeconds'), `must be ${leastSeconds} or more`, scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidateSignerName. */
function checkSigner(name: string, at: FieldPath, scope: Scope): void {
  const [domain = '', path = '', ...more] = name.split('/');
  const isGood =
    more.length === 0 &&
    domain.includes('.') &&
    dnsSubdomain(domain) === undefined &&
    dnsSubdomain(path) === undefined;
  if (!isGood) invalid(name, at, 'must be a domain and a name, such as "example.com/signer"', scope);
  else if (name === 'kubernetes.io/legacy-unknown') invalid(name, at, 'is not allowed any more', scope);
}

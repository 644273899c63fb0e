import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkWord, forbid, invalid, required, type Scope } from '../check.js';
import { dnsLabel, dnsSubdomain, hostName, isIp } from '../names.js';

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const mostNameservers = 3;
const mostSearches = 32;
const longestSearches = 2048;

/** Names, name resolution and the host's namespaces. Source: pkg/apis/core/validation/validation.go, ValidatePodSpec and what it calls. */
export function validateNetwork(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { hostname, subdomain, hostnameOverride, hostAliases = [], setHostnameAsFQDN } = podSpec;
  if (hostname !== undefined && hostname !== '') checkName(hostname, dnsLabel, at.child('hostname'), scope);
  if (subdomain !== undefined && subdomain !== '')
    checkName(subdomain, dnsLabel, at.child('subdomain'), scope);
  if (hostnameOverride !== undefined) {
    const place = at.child('hostnameOverride');
    checkName(hostnameOverride, dnsSubdomain, place, scope);
    if (hostnameOverride.length > 64)
      invalid(hostnameOverride, place, 'must have at most 64 characters', scope);
    if (setHostnameAsFQDN === true) forbid(place, 'setHostnameAsFQDN is true', scope);
    if (podSpec.hostNetwork === true) forbid(place, 'hostNetwork is true', scope);
  }
  for (const [index, { ip, hostnames = [] }] of hostAliases.entries()) {
    const place = at.child('hostAliases').index(index);
    if (!isIp(ip ?? '')) invalid(ip ?? '', place.child('ip'), 'must be an IP address', scope);
    for (const [position, name] of hostnames.entries())
      checkName(name, hostName, place.child('hostnames').index(position), scope);
  }
  validateDns(podSpec, at, scope);
  validateHostNamespaces(podSpec, at, scope);
}

/** Source: validateDNSPolicy and validatePodDNSConfig. */
function validateDns({ dnsPolicy, dnsConfig }: PodSpec, at: FieldPath, scope: Scope): void {
  checkWord(dnsPolicy, dnsPolicies, at.child('dnsPolicy'), scope);
  const place = at.child('dnsConfig');
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    required(
      undefined,
      dnsConfig === undefined ? place : place.child('nameservers'),
      scope,
      'dnsPolicy None takes its name servers from here',
    );
  }
  if (nameservers.length > mostNameservers)
    invalid('', place.child('nameservers'), `at most ${mostNameservers} are taken`, scope);
  for (const [index, server] of nameservers.entries()) {
    if (!isIp(server))
      invalid(server, place.child('nameservers').index(index), 'must be an IP address', scope);
  }
  if (searches.length > mostSearches)
    invalid('', place.child('searches'), `at most ${mostSearches} are taken`, scope);
  if (searches.join(' ').length > longestSearches)
    invalid('', place.child('searches'), `at most ${longestSearches} characters are taken together`, scope);
  for (const [index, search] of searches.entries()) {
    // One dot at the end is taken, and so are "." and underscores (1.34 on).
    const plain = search.replace(/\.$/, '').replaceAll('_', 'x');
    if (search !== '.') checkName(plain, dnsSubdomain, place.child('searches').index(index), scope);
  }
  for (const [index, { name }] of options.entries()) {
    if (name === undefined || name === '') required(undefined, place.child('options').index(index), scope);
  }
}

function validateHostNamespaces(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { shareProcessNamespace, hostPID, hostUsers } = podSpec;
  if (shareProcessNamespace === true && hostPID === true) {
    invalid(true, at.child('shareProcessNamespace'), 'cannot stand beside hostPID', scope);
  }
  if (hostUsers !== false) return;
  for (const field of ['hostPID', 'hostIPC', 'hostNetwork'] as const) {
    if (podSpec[field] !== true) continue;
    const printed = `${at}.${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    forbid(at.child(field).printedAs(printed), 'it cannot stand beside hostUsers: false', scope);
  }
}

import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkIp, checkName, checkWordOrEmpty, forbid, invalid, required, type Scope } from '../check.js';
import { dnsLabel, dnsSubdomain } from '../names.js';

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
    checkIp(ip ?? '', place.child('ip'), scope);
    for (const [position, name] of hostnames.entries())
      checkName(name, dnsSubdomain, place.child('hostnames').index(position), scope);
  }
  validateDns(podSpec, at, scope);
  validateHostNamespaces(podSpec, at, scope);
}

/** Source: validateDNSPolicy and validatePodDNSConfig. */
function validateDns({ dnsPolicy, dnsConfig }: PodSpec, at: FieldPath, scope: Scope): void {
  checkWordOrEmpty(dnsPolicy, dnsPolicies, at.child('dnsPolicy'), scope);
  const place = at.child('dnsConfig');
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    required(
      undefined,
      dnsConfig === undefined ? place : place.child('nameservers'),
      scope,
      'dnsPolicy None takes its name servers from here',
    );
    return;
  }
  if (nameservers.length > mostNameservers)
    invalid('', place.child('nameservers'), `at most ${mostNameservers} are taken`, scope);
  for (const [index, server] of nameservers.entries())
    checkIp(server, place.child('nameservers').index(index), scope);
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

/** Source: validatePodSpecSecurityContext and validateHostUsers. */
function validateHostNamespaces(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { shareProcessNamespace, hostPID, hostUsers, hostNetwork } = podSpec;
  if (shareProcessNamespace === true && hostPID === true) {
    const place = at.child('securityContext', 'shareProcessNamespace').toString();
    const written = at.child('shareProcessNamespace').printedAs(place);
    invalid(true, written, 'cannot stand beside hostPID', scope);
  }
  if (hostUsers !== false) return;
  const why = 'it cannot stand beside hostUsers: false';
  if (hostNetwork === true) forbid(at.child('hostNetwork'), why, scope);
  if (hostPID === true) forbid(at.child('hostPID').printedAs(`${at}.HostPID`), why, scope);
  if (podSpec.hostIPC === true) forbid(at.child('hostIPC').printedAs(`${at}.HostIPC`), why, scope);
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    for (const [index, { volumeDevices = [] }] of (podSpec[list] ?? []).entries()) {
      if (volumeDevices.length > 0) forbid(at.child(list).index(index).child('volumeDevices'), why, scope);
    }
  }
}

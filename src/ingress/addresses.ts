import type { IngressHost, IngressModel, ProxySettings } from './model.js';
import { localName } from './nginx.js';

/** Where one host of an Ingress is found from this machine. */
export interface HostAddress {
  /** Empty: all hosts that no rule names. */
  readonly host: string;
  /** For a browser here: a name below localhost leads here by itself. */
  readonly url?: string;
  /** Asks for the host's own name. */
  readonly curl?: string;
}

/** Where the hosts of all Ingresses are found. */
export function hostAddresses({ hosts }: IngressModel, settings: ProxySettings): readonly HostAddress[] {
  return hosts
    .filter(({ host, paths, fallback }) => host !== '' || paths.length > 0 || fallback !== undefined)
    .map((host) => ({ host: host.host, ...whereIs(host, settings) }));
}

/** The same as lines for people. */
export function addressLines(ingress: IngressModel, settings: ProxySettings): readonly string[] {
  return hostAddresses(ingress, settings).map(({ host, url, curl }) => {
    const ways = [url, curl].filter((way) => way !== undefined);
    return `ingress ${host === '' ? 'for other hosts' : host}: ${ways.join(' or ')}`;
  });
}

/** A certificate is good for the host's own name only. */
function whereIs(
  { host, certificate }: IngressHost,
  { address, port, tlsPort }: ProxySettings,
): Omit<HostAddress, 'host'> {
  const isLoopback = ['127.0.0.1', '0.0.0.0'].includes(address);
  const place = isLoopback ? '127.0.0.1' : address;
  const isSecure = certificate !== undefined;
  const [scheme, own, usual] = isSecure ? ['https', tlsPort, 443] : ['http', port, 80];
  const urlOf = (name: string): string => `${scheme}://${name}${own === usual ? '' : `:${own}`}/`;
  const name = host.startsWith('*') ? `any${host.slice(1)}` : host;
  if (host === '') return { url: urlOf(place) };
  if (isLoopback && localName(name) === name) return { url: urlOf(name) };
  return {
    ...(isLoopback ? { url: urlOf(localName(name)) } : {}),
    curl: isSecure
      ? `curl --resolve ${name}:${own}:${place} ${urlOf(name)}`
      : `curl -H 'Host: ${name}' ${urlOf(place)}`,
  };
}

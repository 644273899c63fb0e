import type { IngressHost, IngressModel, ProxySettings } from './model.js';
import { localName } from './nginx.js';

/** Where a browser on this machine finds each host: a name below localhost leads here by itself. */
export function addressLines({ hosts }: IngressModel, settings: ProxySettings): readonly string[] {
  return hosts.flatMap((host) => {
    const isEmpty = host.host === '' && host.paths.length === 0 && host.fallback === undefined;
    return isEmpty
      ? []
      : [`ingress ${host.host === '' ? 'for other hosts' : host.host}: ${whereIs(host, settings)}`];
  });
}

/** A certificate is good for the host's own name only. */
function whereIs({ host, certificate }: IngressHost, { address, port, tlsPort }: ProxySettings): string {
  const isLoopback = ['127.0.0.1', '0.0.0.0'].includes(address);
  const place = isLoopback ? '127.0.0.1' : address;
  const isSecure = certificate !== undefined;
  const [scheme, own, usual] = isSecure ? ['https', tlsPort, 443] : ['http', port, 80];
  const url = (name: string): string => `${scheme}://${name}${own === usual ? '' : `:${own}`}/`;
  const name = host.startsWith('*') ? `any${host.slice(1)}` : host;
  if (host === '') return url(place);
  if (isLoopback && localName(name) === name) return url(name);
  const local = isLoopback ? `${url(localName(name))} or ` : '';
  return isSecure
    ? `${local}curl --resolve ${name}:${own}:${place} ${url(name)}`
    : `${local}curl -H 'Host: ${name}' ${url(place)}`;
}

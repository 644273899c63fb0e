import type { IngressHost, IngressModel, IngressPath, ProxySettings } from './model.js';
import { type LocationOptions, locationLines } from './nginx-location.js';
import { escaped, quoted } from './nginx-words.js';
import { certificateFile, httpPort, keyFile, statusPort, tlsPort } from './places.js';

/** What the text needs besides the model. */
export interface NginxOptions {
  readonly settings: ProxySettings;
  /** The name server of the pods' network. */
  readonly nameServer?: string;
}

/**
 * The proxy's configuration: one server per host, one location per path, each with the place in the manifest that asks
 * for it. Behaves as ingress-nginx does where Kubernetes leaves it open: 404 for what nobody takes, 503 where nobody
 * answers, X-Forwarded headers set anew, streams passed on as they come.
 * Sources: nginx.org, ngx_http_core_module (location, server_name), ngx_http_proxy_module; ingress-nginx
 * rootfs/etc/nginx/template/nginx.tmpl.
 */
export function nginxText(model: IngressModel, options: NginxOptions): string {
  const isTls = model.certificates.length > 0;
  const names = new Set(model.hosts.map(({ host }) => host));
  return [
    ...headLines(options),
    ...model.hosts.flatMap((host) => ['', ...serverLines(host, { ...options, isTls, names }).map(indented)]),
    '',
    '  # Whether the proxy is ready.',
    `  server { listen ${statusPort}; access_log off; location = /healthz { return 200; } }`,
    '}',
    '',
  ].join('\n');
}

const indented = (line: string): string => (line === '' ? '' : `  ${line}`);

function headLines({ settings, nameServer }: NginxOptions): readonly string[] {
  return [
    '# Made by kube2pod from the Ingresses of all namespaces; every apply writes it anew.',
    'worker_processes 2;',
    'worker_shutdown_timeout 240s;',
    'pid /tmp/nginx.pid;',
    'error_log /dev/stderr warn;',
    '',
    'events { worker_connections 4096; }',
    '',
    'http {',
    '  access_log /dev/stdout;',
    '  server_tokens off;',
    '  server_names_hash_bucket_size 256;',
    '  client_max_body_size 0;',
    '  client_body_temp_path /tmp/client-body;',
    '  proxy_temp_path /tmp/proxy;',
    ...(nameServer === undefined ? [] : [`  resolver ${nameServer} valid=5s ipv6=off;`]),
    '',
    '  # Requests and answers pass through as they come; WebSockets are upgraded.',
    "  map $http_upgrade $connection_wanted { default upgrade; '' close; }",
    "  map $http_host $asked_host { default $http_host; '' $host; }",
    `  map $scheme $published_port { default ${settings.port}; https ${settings.tlsPort}; }`,
    '  proxy_http_version 1.1;',
    '  proxy_buffering off;',
    '  proxy_request_buffering off;',
    '  proxy_next_upstream off;',
    '  proxy_connect_timeout 5s;',
    '  proxy_read_timeout 1h;',
    '  proxy_send_timeout 1h;',
    '  proxy_set_header Host $asked_host;',
    '  proxy_set_header Upgrade $http_upgrade;',
    '  proxy_set_header Connection $connection_wanted;',
    '  proxy_set_header X-Request-ID $request_id;',
    '  proxy_set_header X-Real-IP $remote_addr;',
    '  proxy_set_header X-Forwarded-For $remote_addr;',
    '  proxy_set_header X-Forwarded-Host $asked_host;',
    '  proxy_set_header X-Forwarded-Port $published_port;',
    '  proxy_set_header X-Forwarded-Proto $scheme;',
    '  proxy_set_header X-Forwarded-Scheme $scheme;',
    '  proxy_set_header X-Scheme $scheme;',
  ];
}

interface ServerOptions extends NginxOptions {
  readonly isTls: boolean;
  /** All hosts: none of them is another name of this one. */
  readonly names: ReadonlySet<string>;
}

function serverLines(host: IngressHost, options: ServerOptions): readonly string[] {
  const { certificate, paths, fallback } = host;
  const { settings } = options;
  const isAlone = host.host === '';
  const exact = new Set(paths.flatMap(({ match, path }) => (match === 'exact' ? [path] : [])));
  const hasRoot = paths.some(({ match, path }) => match === 'prefix' && path === '/');
  // Among regular expressions the first that fits counts, so that all paths must be some.
  const style = paths.some(({ match }) => match === 'regex') ? 'in-order' : 'by-length';
  const location: LocationOptions = { settings, isSecure: certificate !== undefined, style, exact };
  return [
    isAlone ? '# Hosts that no Ingress names.' : `# ${host.host}`,
    'server {',
    ...[
      `listen ${httpPort}${isAlone ? ' default_server' : ''};`,
      ...tlsLines(host, options),
      `server_name ${serverNames(host.host, options.names)};`,
      'error_page 502 = @failed;',
      'location @failed {',
      '  # Not even a connection: no pod is ready.',
      '  if ($upstream_connect_time !~ [0-9]) { return 503; }',
      '  return 502;',
      '}',
      ...paths.flatMap((path) => ['', ...locationLines(path, location)]),
      ...(hasRoot ? [] : ['', ...fallbackLines(fallback, location)]),
    ].map(indented),
    '}',
  ];
}

function fallbackLines(fallback: IngressPath | undefined, options: LocationOptions): readonly string[] {
  return fallback === undefined ? ['location / { return 404; }'] : locationLines(fallback, options);
}

function tlsLines({ host, certificate }: IngressHost, { isTls }: ServerOptions): readonly string[] {
  if (!isTls) return [];
  const listen = `listen ${tlsPort} ssl${host === '' ? ' default_server' : ''};`;
  if (certificate !== undefined)
    return [
      listen,
      `ssl_certificate ${certificateFile(certificate)};`,
      `ssl_certificate_key ${keyFile(certificate)};`,
    ];
  return host === '' ? [listen, 'ssl_reject_handshake on;'] : [];
}

/**
 * A wildcard stands for one label. Every host has a second name below localhost, which leads to this machine by itself.
 * Sources: kubernetes staging/src/k8s.io/api/networking/v1/types.go, IngressRule.Host; RFC 6761, section 6.3.
 */
function serverNames(host: string, names: ReadonlySet<string>): string {
  if (host === '') return '_';
  if (host.startsWith('*')) return quoted(`~^[^.]+${escaped(host.slice(1))}(?:\\.localhost)?$`);
  const other = localName(host);
  return other === host || names.has(other) ? host : `${host} ${other}`;
}

/** The name of a host that resolvers and browsers lead to this machine. */
export function localName(host: string): string {
  return host === 'localhost' || host.endsWith('.localhost') ? host : `${host}.localhost`;
}

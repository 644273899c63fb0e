import type { IngressAnnotations, IngressBackend, IngressPath, ProxySettings } from './model.js';
import { escaped, quoted } from './nginx-words.js';

/** What a location needs to know of its server. */
export interface LocationOptions {
  readonly settings: ProxySettings;
  /** Whether the host has a certificate. */
  readonly isSecure: boolean;
  /** `in-order`: the first that fits counts; `by-length`: nginx takes the longest. */
  readonly style: 'in-order' | 'by-length';
  /** Paths of the server that are to be met exactly: no prefix has them. */
  readonly exact: ReadonlySet<string>;
}

/**
 * One path as nginx has it. Of prefixes nginx takes the longest, and before them what fits exactly, as Kubernetes wants
 * it; a prefix needs two locations, since it goes by path element.
 */
export function locationLines(path: IngressPath, options: LocationOptions): readonly string[] {
  const body = bodyLines(path, options);
  return [`# ${placeOf(path)}`, ...headers(path, options).flatMap((head) => [`${head} {`, ...body, '}'])];
}

/** Any text may be a file's name. */
function placeOf({ origin }: IngressPath): string {
  return `${origin.document.file}:${origin.range().line} ${origin}`.replaceAll(/[\r\n]/g, ' ');
}

/** The root is left to nginx's own order: it is the shortest of all. */
function headers({ match, path }: IngressPath, { style, exact }: LocationOptions): readonly string[] {
  if (match === 'regex') return [`location ~* ${quoted(`^${path}`)}`];
  if (match === 'prefix' && path === '/') return ['location /'];
  // Of a location that a slash ends nginx sends those away who leave it out.
  const isSlashed = match === 'exact' && path.length > 1 && path.endsWith('/');
  if (style === 'in-order' || isSlashed)
    return [`location ~ ${quoted(`^${escaped(path)}${match === 'exact' ? '$' : '(?:/|$)'}`)}`];
  if (match === 'exact') return [`location = ${quoted(path)}`];
  const itself = exact.has(path) ? [] : [`location = ${quoted(path)}`];
  return [...itself, `location ${quoted(`${path}/`)}`];
}

function bodyLines(path: IngressPath, options: LocationOptions): readonly string[] {
  const { annotations, backend } = path;
  return [
    ...redirectLines(annotations, options),
    ...settingLines(annotations),
    ...rewriteLines(path),
    ...backendLines(backend, annotations),
  ].map((line) => `  ${line}`);
}

/** Source: ingress-nginx, template helper rootfs/etc/nginx/lua/lua_ingress.lua, redirect_to_https; http-redirect-code 308. */
function redirectLines(
  { httpsRedirect }: IngressAnnotations,
  { isSecure, settings }: LocationOptions,
): readonly string[] {
  if (httpsRedirect === 'never' || (httpsRedirect === 'with-certificate' && !isSecure)) return [];
  const port = settings.tlsPort === 443 ? '' : `:${settings.tlsPort}`;
  return [`if ($scheme = http) { return 308 https://$host${port}$request_uri; }`];
}

function settingLines({
  bodySize,
  connectSeconds,
  readSeconds,
  sendSeconds,
}: IngressAnnotations): readonly string[] {
  return [
    ...(bodySize === undefined ? [] : [`client_max_body_size ${bodySize};`]),
    ...(connectSeconds === undefined ? [] : [`proxy_connect_timeout ${connectSeconds}s;`]),
    ...(readSeconds === undefined ? [] : [`proxy_read_timeout ${readSeconds}s;`]),
    ...(sendSeconds === undefined ? [] : [`proxy_send_timeout ${sendSeconds}s;`]),
  ];
}

/** Source: ingress-nginx internal/ingress/controller/template/template.go, buildProxyPass. */
function rewriteLines({ match, path, annotations: { rewriteTarget } }: IngressPath): readonly string[] {
  if (rewriteTarget === undefined) return [];
  const pattern = match === 'regex' ? path : escaped(path);
  return [`rewrite ${quoted(`(?i)${pattern}`)} ${quoted(rewriteTarget)} break;`];
}

function backendLines(backend: IngressBackend, { scheme }: IngressAnnotations): readonly string[] {
  switch (backend.kind) {
    case 'nothing':
      return [`# ${backend.why}`, 'return 503;'];
    case 'service': {
      const { address, port, dynamic } = backend;
      // A name in a variable is looked up when a request comes, not when nginx starts.
      return dynamic
        ? [`set $backend ${address};`, `proxy_pass ${scheme}://$backend:${port};`]
        : [`proxy_pass ${scheme}://${address}:${port};`];
    }
    default:
      return backend satisfies never;
  }
}

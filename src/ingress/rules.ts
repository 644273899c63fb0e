import type { HTTPIngressPath, Ingress, IngressBackend } from 'kubernetes-types/networking/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { KubeObject } from '../phases/documents.js';
import { readAnnotations } from './annotations.js';
import { resolveBackend } from './backends.js';
import type { IngressContext } from './context.js';
import type { IngressAnnotations, IngressPath } from './model.js';
import { type OwnCertificates, resolveTls } from './tls.js';

/** What one Ingress asks for, before it is merged with the others. */
export interface IngressDemand {
  readonly name: string;
  /** Empty: any host. */
  readonly rules: readonly { readonly host: string; readonly paths: readonly IngressPath[] }[];
  readonly defaultBackend?: IngressPath;
  readonly tls: OwnCertificates;
}

/** Reads one Ingress. Reports: field/ignored, reference/*. */
export function readIngress(
  { namespace, name, manifest: { metadata, spec = {} }, at }: KubeObject<Ingress>,
  context: IngressContext,
): IngressDemand {
  const place = at.child('spec');
  const annotations = readAnnotations(
    metadata?.annotations ?? {},
    at.child('metadata', 'annotations'),
    context.report,
  );
  const scope: Scope = { namespace, annotations, context };
  const rules = (spec.rules ?? []).map(({ host = '', http }, index) => ({
    host: host.toLowerCase(),
    paths: (http?.paths ?? []).flatMap((path, position) =>
      readPath(path, place.child('rules').index(index).child('http', 'paths').index(position), scope),
    ),
  }));
  const { defaultBackend } = spec;
  return {
    name: `${namespace}/${name}`,
    rules,
    ...(defaultBackend === undefined
      ? {}
      : {
          defaultBackend: fallbackPath(defaultBackend, place.child('defaultBackend'), scope),
        }),
    tls: resolveTls(spec.tls ?? [], { namespace, at: place.child('tls') }, context),
  };
}

interface Scope {
  readonly namespace: string;
  readonly annotations: IngressAnnotations;
  readonly context: IngressContext;
}

/** Whatever no path takes; nothing of it is rewritten. */
function fallbackPath(
  backend: IngressBackend,
  at: FieldPath,
  { namespace, annotations: { rewriteTarget: _rewriteTarget, ...annotations }, context }: Scope,
): IngressPath {
  const resolved = resolveBackend({ backend, namespace, at }, context);
  return { origin: at, match: 'prefix', path: '/', backend: resolved, annotations };
}

/** Characters that mean something in a regular expression, and stand in no ordinary path. */
const special = /[\\^$*+?()[\]{}|]/;

/**
 * Prefix goes by path element, whether a slash ends it or not; ImplementationSpecific is Prefix here. Where annotations
 * ask for regular expressions, ImplementationSpecific is one, and a Prefix that looks like one; Exact stays exact.
 * Sources: kubernetes staging/src/k8s.io/api/networking/v1/types.go, PathType; ingress-nginx
 * docs/user-guide/ingress-path-matching.md.
 */
function readPath(
  { path: written = '/', pathType, backend }: HTTPIngressPath,
  at: FieldPath,
  { namespace, annotations, context }: Scope,
): readonly IngressPath[] {
  const resolved = resolveBackend({ backend, namespace, at: at.child('backend') }, context);
  const common = { origin: at, backend: resolved, annotations };
  const path = written === '' ? '/' : written;
  if (pathType === 'Exact') return [{ ...common, match: 'exact', path }];
  const asksForRegex = annotations.useRegex || annotations.rewriteTarget !== undefined;
  const isRegex = asksForRegex && (pathType === 'ImplementationSpecific' || special.test(path));
  if (!isRegex) return [{ ...common, match: 'prefix', path: withoutSlash(path) }];
  const wrong = regexProblem(path);
  if (wrong === undefined) return [{ ...common, match: 'regex', path }];
  const place = at.child('path');
  context.report('field/ignored', place, { path: place.toString(), why: wrong });
  return [];
}

function withoutSlash(path: string): string {
  const short = path.replace(/\/+$/, '');
  return short === '' ? '/' : short;
}

/** One that nginx cannot read would keep the whole proxy from starting. */
function regexProblem(path: string): string | undefined {
  try {
    new RegExp(path.replaceAll(/\(\?i\)/g, ''));
    return undefined;
  } catch {
    return 'it is no regular expression';
  }
}

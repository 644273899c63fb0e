import type { KubeObject } from '../phases/documents.js';

/** The object as written, with a Secret's values taken out: what may be stored and shown. */
export function maskedSource(object: KubeObject): unknown {
  if (object.kind !== 'Secret') return object.manifest;
  const manifest = object.manifest as { readonly [field: string]: unknown };
  const { data, stringData, ...rest } = manifest;
  return { ...rest, ...maskedMap('data', data), ...maskedMap('stringData', stringData) };
}

function maskedMap(field: string, values: unknown): { readonly [field: string]: unknown } {
  if (typeof values !== 'object' || values === null) return {};
  return { [field]: Object.fromEntries(Object.keys(values).map((key) => [key, '***'])) };
}

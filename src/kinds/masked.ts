import type { Secret } from 'kubernetes-types/core/v1.js';
import { secretPart, type Text } from '../model/text.js';
import type { KubeObject } from '../phases/documents.js';

/** The object as written, with a Secret's values taken out: what may be stored and shown. */
export function maskedSource(object: KubeObject): unknown {
  if (object.kind !== 'Secret') return object.manifest;
  const manifest = object.manifest as { readonly [field: string]: unknown };
  const { data, stringData, ...rest } = manifest;
  return { ...rest, ...maskedMap('data', data), ...maskedMap('stringData', stringData) };
}

/** What `maskedSource` took out: kept as a secret of Podman's beside the record. Undefined: nothing. */
export function hiddenValues(object: KubeObject): Text | undefined {
  if (object.kind !== 'Secret') return undefined;
  // The schema of the kind was checked in phase 2.
  const { data, stringData } = object.manifest as Secret;
  return [secretPart(JSON.stringify({ data, stringData }))];
}

function maskedMap(field: string, values: unknown): { readonly [field: string]: unknown } {
  if (typeof values !== 'object' || values === null) return {};
  return { [field]: Object.fromEntries(Object.keys(values).map((key) => [key, '***'])) };
}

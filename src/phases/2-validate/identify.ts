import type { Report } from '../../diagnostics/diagnostic.js';
import { nearestName } from '../../diagnostics/spelling.js';
import { kindEntry, servedVersions } from '../../kinds/index.js';
import type { KindEntry } from '../../kinds/kind.js';
import { removedVersion } from '../../kinds/removed.js';
import { servedKinds } from '../../kinds/served.js';
import type { ManifestDocument, ManifestValue } from '../documents.js';
import { typeOf } from './type-name.js';

type ManifestMap = { readonly [key: string]: ManifestValue };

/** A document whose kind is known. */
export interface Identified {
  readonly entry: KindEntry;
  readonly value: ManifestMap;
}

/**
 * Finds out what a document is, by apiVersion and kind; undefined for what Kubernetes 1.36 does not serve.
 * Source: k8s.io/apimachinery pkg/runtime/serializer/json/meta.go Interpret, pkg/api/meta/restmapper.go.
 * Reports: schema/not-an-object, missing-kind, missing-api-version, wrong-type, removed-version, unknown-version,
 * unknown-kind, custom-kind.
 */
export function identify(document: ManifestDocument, report: Report): Identified | undefined {
  const { value, at } = document;
  if (!isMap(value)) {
    report('schema/not-an-object', at, { got: typeOf(value) });
    return undefined;
  }
  const kind = nameIn(value, 'kind', document, report);
  const apiVersion = nameIn(value, 'apiVersion', document, report);
  if (kind === undefined || apiVersion === undefined || isEmptyList(value, kind)) return undefined;
  const entry = kindEntry(apiVersion, kind);
  if (entry !== undefined) return { entry, value };
  reportUnserved(apiVersion, kind, document, report);
  return undefined;
}

function isMap(value: ManifestValue): value is ManifestMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list without items holds no object, which is fine. */
function isEmptyList(value: ManifestMap, kind: string): boolean {
  return kind.endsWith('List') && (value.items === undefined || value.items === null);
}

function nameIn(
  value: ManifestMap,
  field: 'kind' | 'apiVersion',
  { at }: ManifestDocument,
  report: Report,
): string | undefined {
  const name = value[field];
  if (typeof name === 'string' && name !== '') return name;
  const place = at.child(field);
  if (name === undefined || name === null || name === '') {
    if (field === 'kind') report('schema/missing-kind', place, {});
    else report('schema/missing-api-version', place, suggestedVersion(value.kind));
    return undefined;
  }
  const written = typeof name === 'object' ? {} : { written: String(name) };
  report('schema/wrong-type', place, { path: field, want: 'string', got: typeOf(name), ...written });
  return undefined;
}

function suggestedVersion(kind: ManifestValue | undefined): { readonly use?: string } {
  const [use] = typeof kind === 'string' ? servedVersions(kind) : [];
  return use === undefined ? {} : { use };
}

function reportUnserved(apiVersion: string, kind: string, { at }: ManifestDocument, report: Report): void {
  const removed = removedVersion(apiVersion, kind);
  const [use] = servedVersions(kind);
  const version = at.child('apiVersion');
  if (removed !== undefined) report('schema/removed-version', version, { apiVersion, kind, ...removed });
  else if (!isBuiltIn(apiVersion)) report('schema/custom-kind', at.child('kind'), { apiVersion, kind });
  else if (use !== undefined) report('schema/unknown-version', version, { apiVersion, kind, use });
  else report('schema/unknown-kind', at.child('kind'), { apiVersion, kind, ...nearestKind(kind) });
}

function nearestKind(kind: string): { readonly nearest?: string } {
  const names = servedKinds.map((served) => served.kind);
  const nearest = nearestName(kind, names);
  return nearest === undefined ? {} : { nearest };
}

/**
 * Groups without a dot and those that Kubernetes serves itself are closed: no extension can add kinds to them.
 * Source: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go (a group needs a dot).
 */
function isBuiltIn(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || servedKinds.some((served) => groupOf(served.apiVersion) === group);
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

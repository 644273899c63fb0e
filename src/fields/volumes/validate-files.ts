import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkLocalPath, checkMode, checkRange, forbid, invalid, required, type Scope } from '../check.js';
import { validateFieldRef, validateResourceFieldRef, volumeFieldPaths } from '../field-refs.js';

/** What ConfigMaps and Secrets as volumes have in common. */
interface Files {
  readonly defaultMode?: number;
  readonly items?: readonly KeyToPath[];
}

/** Source: pkg/apis/core/validation/validation.go, validateSecretVolumeSource and validateConfigMapVolumeSource. */
export function validateFiles({ defaultMode, items = [] }: Files, at: FieldPath, scope: Scope): void {
  checkMode(defaultMode, at.child('defaultMode'), scope);
  validateItems(items, at.child('items'), scope);
}

/** Whether a key can be one is not looked at. Source: validateKeyToPath. */
function validateItems(items: readonly KeyToPath[], at: FieldPath, scope: Scope): void {
  for (const [index, { key, path = '', mode }] of items.entries()) {
    const place = at.index(index);
    required(key, place.child('key'), scope);
    required(path, place.child('path'), scope);
    checkLocalPath(path, place.child('path'), scope);
    checkMode(mode, place.child('mode'), scope);
  }
}

interface DownwardFiles {
  readonly defaultMode?: number;
  readonly items?: readonly DownwardAPIVolumeFile[];
}

/** Source: validateDownwardAPIVolumeSource. */
export function validateDownwardFiles(
  { defaultMode, items = [] }: DownwardFiles,
  at: FieldPath,
  scope: Scope,
): void {
  checkMode(defaultMode, at.child('defaultMode'), scope);
  for (const [index, file] of items.entries())
    validateDownwardFile(file, at.child('items').index(index), at, scope);
}

/** Errors name the volume and not the item. Source: validateDownwardAPIVolumeFile. */
function validateDownwardFile(
  file: DownwardAPIVolumeFile,
  at: FieldPath,
  volume: FieldPath,
  scope: Scope,
): void {
  const named = (field: string): FieldPath => at.child(field).printedAs(`${volume}.${field}`);
  const { fieldRef, resourceFieldRef, path = '' } = file;
  required(path, named('path'), scope);
  checkLocalPath(path, named('path'), scope);
  checkMode(file.mode, named('mode'), scope);
  const whole = at.printedAs(volume.toString());
  if (fieldRef !== undefined) {
    const inside = relocated(scope, at.child('fieldRef'));
    validateFieldRef(fieldRef, volumeFieldPaths, volume.child('fieldRef'), inside);
    if (resourceFieldRef !== undefined)
      invalid('', whole, 'may have only one of "fieldRef" or "resourceFieldRef"', scope);
  } else if (resourceFieldRef !== undefined) {
    const inside = relocated(scope, at.child('resourceFieldRef'));
    const place = volume.child('resourceFieldRef');
    required(resourceFieldRef.containerName, place.child('containerName'), inside);
    if ((resourceFieldRef.containerName ?? '') !== '')
      validateResourceFieldRef(resourceFieldRef, place, inside);
  } else required(undefined, whole, scope, 'one of "fieldRef" or "resourceFieldRef"');
}

/** Reports at the place where the text stands, under the name that the API server gives it. */
function relocated(scope: Scope, real: FieldPath): Scope {
  return {
    report: (code, at, params, related) => {
      const inside = at.segment === real.segment ? real : real.child(String(at.segment));
      scope.report(code, inside.printedAs(at.toString()), params, related);
    },
  };
}

interface Projected {
  readonly defaultMode?: number;
  readonly sources?: readonly VolumeProjection[];
}

/**
 * clusterTrustBundle and podCertificate are dropped before validation (their feature gates are off in 1.36).
 * Source: validateProjectionSources.
 */
export function validateProjected(
  { defaultMode, sources = [] }: Projected,
  at: FieldPath,
  scope: Scope,
): void {
  checkMode(defaultMode, at.child('defaultMode'), scope);
  const taken = new Set<string>();
  for (const [index, source] of sources.entries()) {
    const place = at.child('sources').index(index);
    const { secret, configMap, downwardAPI, serviceAccountToken } = source;
    const kinds = [secret, configMap, downwardAPI, serviceAccountToken].filter((one) => one !== undefined);
    if (kinds.length > 1) forbid(place, 'a projection has one source', scope);
    validateProjection(source, place, at, scope);
    const files = [secret, configMap, downwardAPI].flatMap(
      (one): readonly { readonly path?: string }[] => one?.items ?? [],
    );
    for (const { path = '' } of files) {
      if (taken.has(path))
        invalid(path, place.printedAs(at.toString()), 'two sources write a file of this path', scope);
      if (path !== '') taken.add(path);
    }
  }
}

function validateProjection(
  { secret, configMap, downwardAPI, serviceAccountToken }: VolumeProjection,
  at: FieldPath,
  volume: FieldPath,
  scope: Scope,
): void {
  for (const [field, one] of [
    ['secret', secret],
    ['configMap', configMap],
  ] as const) {
    if (one === undefined) continue;
    required(one.name, at.child(field, 'name'), scope);
    validateItems(one.items ?? [], at.child(field, 'items'), scope);
  }
  if (downwardAPI !== undefined) {
    const { items = [] } = downwardAPI;
    validateDownwardFiles({ items }, at.child('downwardAPI'), scope);
  }
  if (serviceAccountToken !== undefined)
    validateToken(serviceAccountToken, at.child('serviceAccountToken'), volume, scope);
}

/** Errors of the path name the volume. */
function validateToken(
  { path = '', expirationSeconds }: ServiceAccountTokenProjection,
  at: FieldPath,
  volume: FieldPath,
  scope: Scope,
): void {
  checkRange(expirationSeconds, [600, 2 ** 32], at.child('expirationSeconds'), scope);
  const place = at.child('path').printedAs(`${volume}.path`);
  required(path, place, scope);
  checkLocalPath(path, place, scope);
}

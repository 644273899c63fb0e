import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeFile,
  KeyToPath,
  PodSpec,
  ProjectedVolumeSource,
  SecretVolumeSource,
  VolumeProjection,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { fieldText } from '../../model/field-text.js';
import { resourceText } from '../../model/resource-text.js';
import { secretData } from '../../model/secret-data.js';
import { isSecretText, secretBytes, type Text } from '../../model/text.js';
import type { ResolveContext } from '../context.js';
import type { FilesSource } from './model.js';

type File = FilesSource['files'][number];

/** Where a pod's files come from. */
export interface FilesScope {
  readonly podSpec: PodSpec;
  readonly context: ResolveContext;
}

const defaultMode = 0o644;

/** Keys and their contents: bytes, or text that may be secret. */
type Contents = ReadonlyMap<string, Uint8Array | Text>;

/**
 * A volume made of files; paths in the order of the manifest. A node keeps all but a ConfigMap's in memory.
 * Source: wrappedVolumeSpec of kubernetes pkg/volume/{configmap,secret,projected,downwardapi}.
 */
export function filesSource(
  files: readonly File[],
  from: 'configMap' | 'secret' | 'projected' | 'downwardAPI',
): FilesSource {
  const hasSecret = files.some(({ content }) => !(content instanceof Uint8Array) && isSecretText(content));
  return {
    kind: 'files',
    files,
    secret: from === 'secret' || hasSecret,
    medium: from === 'configMap' ? 'disk' : 'memory',
  };
}

/**
 * The files of a ConfigMap. Missing and not optional is reported; optional gives an empty folder.
 * Reports: reference/missing-config-map, reference/missing-config-map-key.
 * Source: kubernetes pkg/volume/configmap/configmap.go, SetUpAt and MakePayload.
 */
export function configMapFiles(
  source: Omit<ConfigMapVolumeSource, 'defaultMode'> & { readonly defaultMode?: number },
  at: FieldPath,
  { context }: FilesScope,
): readonly File[] {
  const { name = '', items, optional = false, defaultMode: mode = defaultMode, ...rest } = source;
  rest satisfies Record<string, never>;
  const { namespace } = context.identity;
  const found = context.references.configMap(namespace, name);
  if (found === undefined) {
    if (!optional) context.report('reference/missing-config-map', at.child('name'), { namespace, name });
    return [];
  }
  const { data = {}, binaryData = {} } = found.manifest;
  const contents = new Map<string, Uint8Array | Text>([
    ...Object.entries(data).map(([key, text]) => [key, [text]] as const),
    ...Object.entries(binaryData).map(([key, text]) => [key, Buffer.from(text, 'base64')] as const),
  ]);
  return chosen({ contents, items, mode, optional }, at, (key, place) =>
    context.report('reference/missing-config-map-key', place, {
      namespace,
      name,
      key,
      keys: [...contents.keys()],
    }),
  );
}

/**
 * The files of a Secret; every content is marked.
 * Reports: reference/missing-secret, reference/missing-secret-key.
 * Source: kubernetes pkg/volume/secret/secret.go, SetUpAt and MakePayload.
 */
export function secretFiles(
  source: Omit<SecretVolumeSource, 'secretName'> & { readonly name?: string; readonly nameField: string },
  at: FieldPath,
  { context }: FilesScope,
): readonly File[] {
  const { name = '', nameField, items, optional = false, defaultMode: mode = defaultMode, ...rest } = source;
  rest satisfies Record<string, never>;
  const { namespace } = context.identity;
  const found = context.references.secret(namespace, name);
  if (found === undefined) {
    if (!optional) context.report('reference/missing-secret', at.child(nameField), { namespace, name });
    return [];
  }
  const contents: Contents = new Map(
    [...secretData(found.manifest)].map(([key, bytes]) => [key, [secretBytes(bytes)]] as const),
  );
  return chosen({ contents, items, mode, optional }, at, (key, place) =>
    context.report('reference/missing-secret-key', place, {
      namespace,
      name,
      key,
      keys: [...contents.keys()],
    }),
  );
}

interface Choice {
  readonly contents: Contents;
  readonly items: readonly KeyToPath[] | undefined;
  readonly mode: number;
  readonly optional: boolean;
}

/** All keys under their own names, or those that `items` names, under its paths. */
function chosen(
  { contents, items, mode, optional }: Choice,
  at: FieldPath,
  missing: (key: string, place: FieldPath) => void,
): readonly File[] {
  if (items === undefined || items.length === 0) {
    return [...contents].sort(byKey).map(([path, content]) => file(path, mode, content));
  }
  return items.flatMap(({ key, path, mode: own, ...rest }, index) => {
    rest satisfies Record<string, never>;
    const content = contents.get(key);
    if (content !== undefined) return [file(cleanPath(path), own ?? mode, content)];
    if (!optional) missing(key, at.child('items').index(index).child('key'));
    return [];
  });
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function file(path: string, mode: number, content: Uint8Array | Text): File {
  return { kind: 'file', path, mode, uid: 0, gid: 0, content };
}

/** `a//b/./c` is `a/b/c`; `..` is refused by validation. */
export function cleanPath(path: string): string {
  return path
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .join('/');
}

/**
 * Files with fields of the pod: labels and annotations as sorted `key="value"` lines.
 * Reports: reference/missing-container, podman/allocatable-unknown.
 * Source: kubernetes pkg/volume/downwardapi/downwardapi.go, CollectData; pkg/fieldpath/fieldpath.go, FormatMap.
 */
export function downwardFiles(
  items: readonly DownwardAPIVolumeFile[],
  mode: number,
  at: FieldPath,
  scope: FilesScope,
): readonly File[] {
  return items.map((item, index) => {
    const { path, fieldRef, resourceFieldRef, mode: own, ...rest } = item;
    rest satisfies Record<string, never>;
    const place = at.child('items').index(index);
    const content =
      fieldRef === undefined
        ? resourceContent(resourceFieldRef, place, scope)
        : fieldContent(fieldRef.fieldPath, scope);
    return file(cleanPath(path), own ?? mode, content);
  });
}

function fieldContent(fieldPath: string, { podSpec, context }: FilesScope): Text {
  const { identity, facts } = context;
  if (fieldPath === 'metadata.labels') return [mapLines(identity.labels)];
  if (fieldPath === 'metadata.annotations') return [mapLines(identity.annotations)];
  return fieldText(fieldPath, { identity, facts, nodeName: podSpec.nodeName }) ?? [];
}

function mapLines(map: { readonly [key: string]: string }): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}=${goQuoted(map[key] ?? '')}`)
    .join('\n');
}

/** Go's %q: as JSON, but for a few escapes. */
function goQuoted(text: string): string {
  const json = JSON.stringify(text);
  return json
    .replaceAll('\\b', '\\b')
    .replaceAll(/\\u(00[01][0-9a-f]|007f)/g, (_, code: string) => `\\x${code.slice(2)}`)
    .replaceAll('\u007f', '\\x7f');
}

function resourceContent(
  selector: DownwardAPIVolumeFile['resourceFieldRef'],
  at: FieldPath,
  { podSpec, context }: FilesScope,
): Text {
  if (selector === undefined) return [];
  const { containerName = '', resource, divisor, ...rest } = selector;
  rest satisfies Record<string, never>;
  const here = at.child('resourceFieldRef');
  const all = [...podSpec.containers, ...(podSpec.initContainers ?? [])];
  const container = all.find(({ name }) => name === containerName);
  if (container === undefined) {
    const place = here.child('containerName');
    context.report('reference/missing-container', place, { path: place.toString(), name: containerName });
    return [];
  }
  const question = { resource, divisor, container: container.resources, pod: podSpec.resources };
  const text = resourceText(question, context.observed);
  if (text !== undefined) return text;
  const place = here.child('resource');
  context.report('podman/allocatable-unknown', place, { path: place.toString(), resource });
  return ['0'];
}

/**
 * Several sources in one folder, with one default mode. A service account's token cannot be given: its file is left
 * out, and the ledger says so.
 * Source: kubernetes pkg/volume/projected/projected.go, collectData.
 */
export function projectedFiles(
  source: ProjectedVolumeSource,
  at: FieldPath,
  scope: FilesScope,
): readonly File[] {
  const { defaultMode: mode = defaultMode, sources = [], ...rest } = source;
  rest satisfies Record<string, never>;
  const all = sources.flatMap((one, index) => projection(one, mode, at.child('sources').index(index), scope));
  // Of two files with one path the later source wins (validation reports what it can see).
  return [...new Map(all.map((one) => [one.path, one])).values()];
}

function projection(
  source: VolumeProjection,
  mode: number,
  at: FieldPath,
  scope: FilesScope,
): readonly File[] {
  const { configMap, secret, downwardAPI } = source;
  return [
    ...(configMap === undefined
      ? []
      : configMapFiles({ ...configMap, defaultMode: mode }, at.child('configMap'), scope)),
    ...(secret === undefined
      ? []
      : secretFiles({ ...secret, defaultMode: mode, nameField: 'name' }, at.child('secret'), scope)),
    ...(downwardAPI === undefined
      ? []
      : downwardFiles(downwardAPI.items ?? [], mode, at.child('downwardAPI'), scope)),
  ];
}

import { InternalError } from '../../../diagnostics/internal-error.js';
import type { FilesSource, PodVolume, ResolvedMount } from '../../../fields/volumes/model.js';
import { isSecretText, plainText, revealText } from '../../../model/text.js';
import { supports } from '../../../podman/versions.js';
import type { KubeContext, YamlMap } from './context.js';
import { isReadBack } from './reread.js';

/** A volume of the pod, the documents it needs, and the secrets that hold what no file may show. */
export interface KubeVolume {
  readonly volume?: YamlMap;
  readonly documents: readonly YamlMap[];
  readonly secrets: readonly KubeSecret[];
}

/** A Secret that Podman must have before the pod is played: its keys and values. */
export interface KubeSecret {
  readonly name: string;
  readonly data: ReadonlyMap<string, Uint8Array>;
}

/**
 * A volume in the words of `podman kube play`. Volumes are called by the pod, because kube play shares an emptyDir of
 * one name between pods. Files of every kind of source (projected, downwardAPI, items, ...) are written out as a
 * ConfigMap or Secret of their own. Source: containers/podman pkg/specgen/generate/kube/volume.go.
 */
export function kubeVolume(volume: PodVolume, podName: string, context: KubeContext): KubeVolume {
  const { source, name, origin, group } = volume;
  const own = `${podName}-${name}`;
  const plain = (entry: YamlMap): KubeVolume => ({
    volume: { name: own, ...entry },
    documents: [],
    secrets: [],
  });
  if (group !== undefined) context.differs(origin, 'the volume does not get the group of fsGroup');
  switch (source.kind) {
    case 'files':
      return filesVolume(volume, source, own, context);
    case 'empty':
      context.differs(
        origin,
        source.medium === 'memory'
          ? 'every container gets a tmpfs of its own without a size (a disk volume before Podman 5), which the others do not see'
          : 'the folder belongs to the user of the first container, and other users cannot write into it',
      );
      return plain({ emptyDir: source.medium === 'memory' ? { medium: 'Memory' } : {} });
    case 'own':
      return plain({ emptyDir: {} });
    case 'claim':
      return plain({ persistentVolumeClaim: { claimName: source.volume } });
    case 'host':
      return plain({ hostPath: { path: source.path, ...hostType(source) } });
    case 'image':
      if (!supports(context.target.version, 'kubeImageVolume')) {
        context.differs(origin, 'an image as a volume needs Podman 5.3: the volume is left out');
        return { documents: [], secrets: [] };
      }
      return plain({ image: { reference: source.reference, pullPolicy: source.pullPolicy } });
    default:
      return source satisfies never;
  }
}

/** `Directory` and `File` are not checked by kube play, but say what a path that is made must become. */
function hostType({ make, expect, isDevice }: Extract<PodVolume['source'], { kind: 'host' }>): YamlMap {
  if (isDevice) return { type: 'CharDevice' };
  if (make === 'directory') return { type: 'DirectoryOrCreate' };
  if (make === 'file') return { type: 'FileOrCreate' };
  return expect === 'directory' ? { type: 'Directory' } : expect === 'file' ? { type: 'File' } : {};
}

function filesVolume(volume: PodVolume, source: FilesSource, own: string, context: KubeContext): KubeVolume {
  const { origin } = volume;
  const files = source.files.filter(({ path, content }) => {
    const isNested = path.includes('/');
    if (isNested) context.differs(origin, `the file ${path} is left out: files in folders cannot be said`);
    const isLate =
      !(content instanceof Uint8Array) &&
      content.some((part) => typeof part !== 'string' && part.kind === 'late');
    if (isLate)
      context.differs(origin, `the file ${path} is left out: its content is known on the machine only`);
    return !isNested && !isLate;
  });
  const mode = commonMode(files.map((file) => file.mode));
  if (files.some((file) => file.mode !== mode))
    context.differs(origin, `all files get the mode 0${mode.toString(8)}`);
  if (mode !== 0o644 && !supports(context.target.version, 'kubeDefaultMode'))
    context.differs(origin, 'defaultMode needs Podman 4.8: files get the mode 0644');
  if (files.length === 0) return { volume: { name: own, emptyDir: {} }, documents: [], secrets: [] };
  const contents = files.map(({ path, content }) => [path, bytesOf(content)] as const);
  const isSecret = files.some(({ content }) => !(content instanceof Uint8Array) && isSecretText(content));
  if (isSecret) {
    if (!supports(context.target.version, 'kubeSecrets'))
      context.differs(origin, 'files of a Secret hold the base64 text and not the value before Podman 4.4');
    return {
      volume: { name: own, secret: { secretName: own, defaultMode: mode, optional: false } },
      documents: [],
      secrets: [{ name: own, data: new Map(contents) }],
    };
  }
  return {
    volume: { name: own, configMap: { name: own, defaultMode: mode } },
    documents: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: own }, ...dataOf(contents) }],
    secrets: [],
  };
}

function commonMode(modes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const mode of modes) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0o644;
}

function bytesOf(content: FilesSource['files'][number]['content']): Uint8Array {
  if (content instanceof Uint8Array) return content;
  const [only] = content;
  if (content.length === 1 && typeof only === 'object' && only.kind === 'secret' && only.bytes !== undefined)
    return only.bytes();
  const text =
    plainText(content) ??
    revealText(content, ({ name }) => {
      throw new InternalError(`${name} cannot be part of a file that is written down`);
    });
  return new TextEncoder().encode(text);
}

/** Text that is read back under `data`, everything else under `binaryData`. */
function dataOf(contents: readonly (readonly [string, Uint8Array])[]): YamlMap {
  const data: { [key: string]: string } = {};
  const binaryData: { [key: string]: string } = {};
  for (const [key, bytes] of contents) {
    const text = Buffer.from(bytes).toString('utf8');
    const isText = Buffer.from(text, 'utf8').equals(Buffer.from(bytes)) && !text.includes('\0');
    if (isText && isReadBack(text, 'mapping')) data[key] = text;
    else binaryData[key] = Buffer.from(bytes).toString('base64');
  }
  return {
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
  };
}

/** A mount; files of ConfigMaps and Secrets are read-only only when told. */
export function kubeMount(
  mount: ResolvedMount,
  { name, source }: PodVolume,
  podName: string,
  context: KubeContext,
): YamlMap {
  const { path, readOnly, subPath, propagation, options, origin } = mount;
  if (subPath !== undefined && !supports(context.target.version, 'volumeSubpath'))
    context.differs(origin, 'the whole volume is mounted and not the subPath');
  else if (subPath !== undefined && source.kind !== 'files' && source.kind !== 'image')
    context.differs(origin, `the container does not start before the volume has the folder ${subPath}`);
  if (options.length > 0) context.differs(origin, `the options ${options.join(', ')} are not set`);
  const modes = { rprivate: undefined, rslave: 'HostToContainer', rshared: 'Bidirectional' } as const;
  return {
    name: `${podName}-${name}`,
    mountPath: path,
    readOnly: readOnly || source.kind === 'files' ? true : undefined,
    subPath,
    mountPropagation: propagation === undefined ? undefined : modes[propagation],
  };
}

import { revealText, type Text } from '../model/text.js';
import type { Mount } from './container-spec.js';
import type { BodyContext, BodyPart } from './spec-row.js';
import { supports } from './versions.js';

/**
 * The flag for one mount. `--mount` is a line of comma separated values, so a field with a comma or a quote is
 * quoted as CSV does; plain volumes use `--volume`, whose options `--mount` lacks on 4.3 (`nocopy`).
 * Source: man podman-create(1), `--mount` and `--volume`.
 */
export function mountArgument(mount: Mount): readonly Text[] {
  if (mount.kind === 'volume' && mount.subpath === undefined) return [['--volume'], volumeArgument(mount)];
  return [['--mount'], csv(mountFields(mount))];
}

function volumeArgument(mount: Extract<Mount, { kind: 'volume' }>): Text {
  const options = [mount.readOnly ? 'ro' : 'rw', ...(mount.options ?? [])];
  return [`${mount.volume}:${mount.target}:${options.join(',')}`];
}

function mountFields(mount: Mount): readonly Text[] {
  const target: Text = [`destination=${mount.target}`];
  switch (mount.kind) {
    case 'volume':
      return [
        ['type=volume'],
        [`source=${mount.volume}`],
        target,
        [`ro=${mount.readOnly}`],
        ...(mount.subpath === undefined ? [] : [[`subpath=${mount.subpath}`]]),
        ...(mount.options ?? []).map((option): Text => [option]),
      ];
    case 'bind':
      return [
        ['type=bind'],
        ['source=', ...mount.source],
        target,
        [`ro=${mount.readOnly}`],
        ...(mount.propagation === undefined ? [] : [[`bind-propagation=${mount.propagation}`]]),
        ...(mount.options ?? []).map((option): Text => [option]),
      ];
    case 'tmpfs':
      return [
        ['type=tmpfs'],
        target,
        // 4.3.1 takes `ro=false` for `ro` here: pkg/specgenutil/volumes.go, getTmpfsVolume.
        [mount.readOnly ? 'ro' : 'rw'],
        ...(mount.sizeBytes === undefined ? [] : [[`tmpfs-size=${mount.sizeBytes}`]]),
        ...(mount.mode === undefined ? [] : [[`tmpfs-mode=${mount.mode.toString(8)}`]]),
        ...(mount.options ?? []).map((option): Text => [option]),
      ];
    case 'image':
      return [
        ['type=image'],
        [`source=${mount.image}`],
        target,
        [`rw=${mount.readWrite}`],
        ...(mount.subpath === undefined ? [] : [[`subpath=${mount.subpath}`]]),
      ];
    default:
      return mount satisfies never;
  }
}

/** Joins fields with commas; quotes a field whose literal pieces need it. */
function csv(fields: readonly Text[]): Text {
  return fields.flatMap((field, index): Text => {
    const parts = index === 0 ? field : [',', ...field];
    const needsQuotes = field.some((part) => typeof part === 'string' && /[",\r\n]/.test(part));
    if (!needsQuotes) return parts;
    const inside = field.map((part) => (typeof part === 'string' ? part.replaceAll('"', '""') : part));
    return [index === 0 ? '"' : ',"', ...inside, '"'];
  });
}

/**
 * One mount in the body of `containers/create`: named volumes, images and the rest stand in lists of their own.
 * Source: podman pkg/specgen/volumes.go and specgen.go (ContainerStorageConfig); a service that does not know a part of
 * a volume would mount all of it in silence.
 */
export function mountBody(mount: Mount, { version, late }: BodyContext): BodyPart | 'unsayable' {
  const destination = mount.target;
  switch (mount.kind) {
    case 'volume': {
      const { volume, subpath, readOnly, options = [] } = mount;
      if (subpath !== undefined && !supports(version, 'volumeSubpath')) return 'unsayable';
      const part = subpath === undefined ? {} : { SubPath: subpath };
      const modes = [readOnly ? 'ro' : 'rw', ...options];
      return { volumes: [{ Name: volume, Dest: destination, Options: modes, ...part }] };
    }
    case 'bind': {
      const { propagation, options = [] } = mount;
      const modes = [
        ...accessModes(mount),
        ...(propagation === undefined ? [] : [propagation]),
        ...options.map((option) => relabelling[option] ?? option),
      ];
      const source = revealText(mount.source, late);
      return { mounts: [{ type: 'bind', source, destination, options: modes }] };
    }
    case 'tmpfs': {
      const { sizeBytes, mode, options = [] } = mount;
      const modes = [
        ...accessModes(mount),
        ...(sizeBytes === undefined ? [] : [`size=${sizeBytes}`]),
        ...(mode === undefined ? [] : [`mode=${mode.toString(8)}`]),
        ...options,
      ];
      return { mounts: [{ type: 'tmpfs', source: 'tmpfs', destination, options: modes }] };
    }
    case 'image': {
      const { image, readWrite, subpath } = mount;
      if (subpath !== undefined && !supports(version, 'imageSubpath')) return 'unsayable';
      const part = subpath === undefined ? {} : { subPath: subpath };
      return {
        image_volumes: [{ Source: image, Destination: destination, ReadWrite: readWrite, ...part }],
      };
    }
    default:
      return mount satisfies never;
  }
}

/** The flag spells out what the body, like `--volume`, says with a letter. Source: podman pkg/specgenutil/volumes.go, getBindMount. */
const relabelling: { readonly [option: string]: string } = { 'relabel=shared': 'z', 'relabel=private': 'Z' };

const accessModes = ({ readOnly }: { readonly readOnly: boolean }): readonly string[] => [
  readOnly ? 'ro' : 'rw',
];

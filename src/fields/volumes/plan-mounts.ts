import { latePart, type Text } from '../../model/text.js';
import type { ContainerSpec, Mount } from '../../podman/container-spec.js';
import type { Operation } from '../../podman/operations.js';
import { supports } from '../../podman/versions.js';
import type { ContainerContribution, PlanContext } from '../context.js';
import { rootFolder } from '../root-folder.js';
import { asSecrets, missingFolder } from './files-source.js';
import { dataFolder } from './layout.js';
import type { ContainerMounts, FilesSource, PodVolume, ResolvedMount } from './model.js';

/** What a container's mounts are planned from. */
export interface MountsPlan {
  readonly mounts: ContainerMounts;
  readonly volumes: readonly PodVolume[];
  readonly container: string;
  /** All mounts of the pod, by volume: a folder of a ConfigMap that some container asks for is made with the files. */
  readonly all: readonly ResolvedMount[];
}

type Planned = {
  readonly mount: Mount;
  readonly atStart: readonly Operation[];
  readonly before: readonly Operation[];
};

/** A container's mounts and devices in Podman's words, in the order of the manifest. */
export function planMounts(plan: MountsPlan, context: PlanContext): ContainerContribution {
  const planned = plan.mounts.mounts.flatMap((mount): readonly Planned[] => {
    const volume = plan.volumes.find(({ name }) => name === mount.volume);
    return volume === undefined ? [] : planMount(mount, volume, context);
  });
  const secrets = plan.mounts.mounts.flatMap((mount) => secretMounts(mount, plan, context));
  const devices = plan.mounts.devices.map(
    ({ host, path, readOnly }) => `${host}:${path}:${readOnly ? 'r' : 'rwm'}`,
  );
  const deviceMounts = plan.mounts.mounts.flatMap((mount) => deviceMount(mount, plan.volumes));
  const spec: Partial<ContainerSpec> = {
    ...(planned.length === 0 ? {} : { mounts: planned.map(({ mount }) => mount) }),
    ...(devices.length + deviceMounts.length === 0 ? {} : { devices: [...devices, ...deviceMounts] }),
    ...(secrets.length === 0 ? {} : { secretMounts: secrets.map(({ mount }) => mount) }),
  };
  return {
    spec,
    before: [...planned.flatMap(({ before }) => before), ...secrets.map(({ create }) => create)],
    atStart: planned.flatMap(({ atStart }) => atStart),
  };
}

function deviceMount(mount: ResolvedMount, volumes: readonly PodVolume[]): readonly string[] {
  const source = volumes.find(({ name }) => name === mount.volume)?.source;
  return source?.kind === 'host' && source.isDevice ? [`${source.path}:${mount.path}`] : [];
}

function planMount(mount: ResolvedMount, volume: PodVolume, context: PlanContext): readonly Planned[] {
  const { source } = volume;
  const { path: target, readOnly, propagation, options } = mount;
  const place = { target, readOnly };
  const extra = {
    ...(propagation === undefined ? {} : { propagation }),
    ...(options.length === 0 ? {} : { options }),
  };
  const own = context.names.volume(volume.name);
  switch (source.kind) {
    case 'files': {
      if (asSecrets(source, context)) return [];
      return [plain(insideVolume(own, filePath(source, mount.subPath), place, context))];
    }
    case 'empty': {
      if (source.medium === 'memory') return [memoryMount(mount, volume, context)];
      const inside = mount.subPath === undefined ? rootFolder : `${rootFolder}/${mount.subPath}`;
      return [withFolder(insideVolume(own, inside, place, context), mount, own, inside)];
    }
    case 'own':
    case 'claim': {
      const name = source.kind === 'own' ? own : source.volume;
      if (mount.subPath === undefined) {
        return [plain({ kind: 'volume', volume: name, ...place, options: ['nocopy', ...options] })];
      }
      return [withFolder(insideVolume(name, mount.subPath, place, context), mount, name, mount.subPath)];
    }
    case 'host': {
      if (source.isDevice) return [];
      if (mount.subPath === undefined)
        return [plain({ kind: 'bind', source: [source.path], ...place, ...extra })];
      const bind: Mount = { kind: 'bind', source: [`${source.path}/${mount.subPath}`], ...place, ...extra };
      return [
        {
          mount: bind,
          before: [],
          atStart: [makeFolder({ root: [source.path], path: mount.subPath, place: source.path }, mount)],
        },
      ];
    }
    case 'image': {
      const image = source.reference;
      const { subPath } = mount;
      if (subPath !== undefined && !supports(context.situation.target.version, 'imageSubpath')) {
        const part: Text = [latePart({ name: 'imageRoot', image }), `/${subPath}`];
        return [plain({ kind: 'bind', source: part, target, readOnly: true })];
      }
      const subpath = subPath === undefined ? {} : { subpath: subPath };
      return [plain({ kind: 'image', image, target, readWrite: false, ...subpath })];
    }
    default:
      return source satisfies never;
  }
}

const plain = (mount: Mount): Planned => ({ mount, before: [], atStart: [] });

/** The kubelet makes a missing subPath of a writable volume when the container starts. */
function withFolder(mounted: Mount, mount: ResolvedMount, volume: string, inside: string): Planned {
  if (mount.subPath === undefined || !mount.makesSubPath) return plain(mounted);
  const root: Text = [latePart({ name: 'mountpoint', volume })];
  return { mount: mounted, before: [], atStart: [makeFolder({ root, path: inside, place: volume }, mount)] };
}

/** `place` is the volume's or folder's own name: two pods may call different ones alike. */
function makeFolder(
  { root, path, place }: { readonly root: Text; readonly path: string; readonly place: string },
  mount: ResolvedMount,
): Operation {
  return {
    op: 'files.arrange',
    id: `files.arrange ${place}/${path}`,
    needs: [],
    origin: mount.origin,
    root,
    steps: [{ step: 'mkdir', path, mode: 0o777 }],
  };
}

/** A ConfigMap's file is mounted itself and not through its links, which Podman would not follow. */
function filePath(source: FilesSource, subPath: string | undefined): string {
  if (subPath === undefined) return rootFolder;
  return missingFolder(source, subPath).length > 0
    ? `${rootFolder}/${subPath}`
    : `${rootFolder}/${dataFolder(source)}/${subPath}`;
}

/** A part of a volume: by Podman's subpath, or before 5.4 by binding its place on the disk. */
function insideVolume(
  volume: string,
  path: string,
  place: { readonly target: string; readonly readOnly: boolean },
  { situation }: PlanContext,
): Mount {
  if (supports(situation.target.version, 'volumeSubpath'))
    return { kind: 'volume', volume, subpath: path, ...place };
  return { kind: 'bind', source: [latePart({ name: 'mountpoint', volume }), `/${path}`], ...place };
}

function memoryMount(mount: ResolvedMount, volume: PodVolume, context: PlanContext): Planned {
  const place = { target: mount.path, readOnly: mount.readOnly };
  const own = context.names.volume(volume.name);
  if (mount.subPath === undefined)
    return plain({ kind: 'volume', volume: own, ...place, options: ['nocopy', ...mount.options] });
  return withFolder(insideVolume(own, mount.subPath, place, context), mount, own, mount.subPath);
}

function secretMounts(mount: ResolvedMount, plan: MountsPlan, context: PlanContext) {
  const volume = plan.volumes.find(({ name }) => name === mount.volume);
  const source = volume?.source;
  if (volume === undefined || source?.kind !== 'files' || !asSecrets(source, context)) return [];
  const gid = volume.group?.gid ?? 0;
  const chosen = source.files.filter(
    ({ path }) =>
      mount.subPath === undefined || path === mount.subPath || path.startsWith(`${mount.subPath}/`),
  );
  return chosen.map((file) => {
    const name = context.names.secret(`${volume.name}-${file.path.replaceAll(/[^A-Za-z0-9_.-]/g, '_')}`);
    const below = mount.subPath === undefined ? `/${file.path}` : file.path.slice(mount.subPath.length);
    const mode = volume.group === undefined ? file.mode : file.mode | 0o440;
    const create: Operation = {
      op: 'secret.create',
      id: `secret.create ${name}`,
      needs: [],
      origin: volume.origin,
      secret: name,
      value: file.content instanceof Uint8Array ? [Buffer.from(file.content).toString('utf8')] : file.content,
      labels: context.labels,
    };
    return { create, mount: { secret: name, target: `${mount.path}${below}`, uid: file.uid, gid, mode } };
  });
}

import { latePart } from '../../model/text.js';
import type { Mount } from '../../podman/container-spec.js';
import type { Operation } from '../../podman/operations.js';
import { supports } from '../../podman/versions.js';
import type { ContainerContribution, PlanContext } from '../context.js';
import { containerHostEntries } from './hosts.js';
import type { PodNetworking } from './model.js';
import { formatResolvConf } from './resolv-conf.js';
import { dnsTechnique } from './technique.js';

const fileName = 'resolv.conf';

/**
 * What the pod's networking asks of each of its containers: the host's IPC namespace (pods have no flag for it), the
 * aliases of a pod on the host's network, and, where flags do not do, a resolv.conf of our own in a volume of the pod's.
 * Source: man podman-create(1), --ipc, --add-host and --mount.
 */
export function planContainerNetworking(
  networking: PodNetworking,
  context: PlanContext,
): ContainerContribution {
  const technique = dnsTechnique(networking, context);
  const addHosts = containerHostEntries(networking, context);
  const spec = {
    ...(networking.hostIPC ? { ipc: 'host' as const } : {}),
    ...(addHosts.length === 0 ? {} : { network: 'host' as const, addHosts }),
  };
  if (technique.kind !== 'file') return { spec };
  // An underscore occurs in no volume name of a manifest.
  const volume = context.names.volume(`_${fileName}`);
  return {
    spec: { ...spec, mounts: [fileMount(volume, context)] },
    before: fileOperations(volume, formatResolvConf(technique.content), context),
  };
}

function fileMount(volume: string, { situation }: PlanContext): Mount {
  const place = { target: `/etc/${fileName}`, readOnly: false };
  return supports(situation.target.version, 'volumeSubpath')
    ? { kind: 'volume', volume, subpath: fileName, ...place }
    : { kind: 'bind', source: [latePart({ name: 'mountpoint', volume }), `/${fileName}`], ...place };
}

function fileOperations(
  volume: string,
  content: string,
  { labels, origin }: PlanContext,
): readonly Operation[] {
  const create = `volume.create ${volume}`;
  return [
    { op: 'volume.create', id: create, needs: [], origin, volume: { name: volume, labels } },
    {
      op: 'volume.fill',
      id: `volume.fill ${volume}`,
      needs: [create],
      origin,
      volume,
      files: [{ kind: 'file', path: fileName, mode: 0o644, uid: 0, gid: 0, content: [content] }],
    },
  ];
}

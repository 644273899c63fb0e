import type { LateValue } from '../model/text.js';
import { infraName } from './commands.js';
import type { Mount } from './container-spec.js';
import { lateValuesOf } from './late.js';
import type { Operation, OperationId } from './operations.js';

/**
 * How an operation touches a thing of Podman's. Two that only read, or only free, may change places; everything else
 * that touches one thing keeps the order of the plan.
 */
interface Touch {
  readonly thing: string;
  readonly how: 'reads' | 'frees' | 'writes';
}

/**
 * Host ports, fixed addresses, volumes, secrets, networks: what an old pod or container holds must be free before
 * another takes it, or before it is removed; the operation that frees it does not name it.
 */
const held = 'what pods hold';
const freesHeld: Touch = { thing: held, how: 'frees' };
const needsHeld: Touch = { thing: held, how: 'reads' };

/**
 * For every operation of a plan: the operations that must have ended before it. They are the `needs` it names, and all
 * earlier ones that touch the same pod, container, volume, secret, network or image. A plan can so be performed in
 * parallel with the same outcome as in its own order.
 */
export function orderOf(
  operations: readonly Operation[],
): ReadonlyMap<OperationId, ReadonlySet<OperationId>> {
  const known = new Set(operations.map(({ id }) => id));
  const earlier = new Map<string, { readonly id: OperationId; readonly how: Touch['how'] }[]>();
  return new Map(
    operations.map((operation) => {
      const { id, needs } = operation;
      const before = new Set(needs.filter((need) => known.has(need)));
      for (const { thing, how } of touches(operation)) {
        const list = earlier.get(thing) ?? [];
        for (const other of list) if (other.how === 'writes' || other.how !== how) before.add(other.id);
        earlier.set(thing, [...list, { id, how }]);
      }
      before.delete(id);
      return [id, before] as const;
    }),
  );
}

const reads = (kind: string, name: string): Touch => ({ thing: `${kind} ${name}`, how: 'reads' });
const writes = (kind: string, name: string): Touch => ({ thing: `${kind} ${name}`, how: 'writes' });

function touches(operation: Operation): readonly Touch[] {
  return [...ownTouches(operation), ...lateValuesOf(operation).flatMap(lateTouch)];
}

function ownTouches(operation: Operation): readonly Touch[] {
  switch (operation.op) {
    case 'image.pull':
      return [writes('image', operation.image)];
    case 'network.create':
      return [writes('network', operation.network.name)];
    case 'network.remove':
      return [writes('network', operation.network), needsHeld];
    case 'volume.create':
      return [writes('volume', operation.volume.name)];
    case 'volume.fill':
      return [writes('volume', operation.volume)];
    case 'volume.remove':
      return [writes('volume', operation.volume), needsHeld];
    case 'files.arrange':
      return arranged(operation);
    case 'secret.create':
      return [writes('secret', operation.secret)];
    case 'secret.remove':
      return [writes('secret', operation.secret), needsHeld];
    case 'pod.create': {
      const { name, network } = operation.pod;
      return [writes('pod', name), ...(typeof network === 'object' ? [reads('network', network.name)] : [])];
    }
    case 'infra.start':
      return [
        reads('pod', operation.pod),
        writes('address of pod', operation.pod),
        writes('container', infraName(operation.pod)),
        needsHeld,
      ];
    case 'pod.remove':
      return [writes('pod', operation.pod), freesHeld];
    case 'container.create':
    case 'container.complete': {
      const { name, pod, image, mounts = [], secretEnv = {}, secretMounts = [] } = operation.container;
      return [
        writes('container', name),
        reads('pod', pod),
        reads('image', image),
        ...mounts.flatMap(mounted),
        ...Object.values(secretEnv).map((secret) => reads('secret', secret)),
        ...secretMounts.map(({ secret }) => reads('secret', secret)),
      ];
    }
    case 'container.mkdir':
    case 'container.exec':
    case 'container.start':
      return [writes('container', operation.container)];
    case 'container.remove':
      return [writes('container', operation.container), freesHeld];
    case 'container.stop':
      return operation.containers.map((name) => writes('container', name));
    default:
      return operation satisfies never;
  }
}

/** Files of a volume, which the late value in `root` names, or of the host. */
function arranged(operation: Extract<Operation, { op: 'files.arrange' }>): readonly Touch[] {
  const volumes = lateValuesOf(operation).flatMap((late) =>
    late.name === 'mountpoint' ? [writes('volume', late.volume)] : [],
  );
  return volumes.length > 0 ? volumes : [writes('files of', 'the host')];
}

function mounted(mount: Mount): readonly Touch[] {
  if (mount.kind === 'volume') return [reads('volume', mount.volume)];
  if (mount.kind === 'image') return [reads('image', mount.image)];
  return mount.kind === 'bind' ? [reads('files of', 'the host')] : [];
}

function lateTouch(late: LateValue): readonly Touch[] {
  if (late.name === 'podIP') return [reads('address of pod', late.pod)];
  if (late.name === 'imageRoot') return [reads('image', late.image)];
  return late.name === 'mountpoint' || late.name === 'fileKey' ? [reads('volume', late.volume)] : [];
}

import type { DaemonSet, Deployment } from 'kubernetes-types/apps/v1.js';
import type {
  ConfigMap,
  PersistentVolumeClaim,
  Secret,
  Service,
  ServicePort,
} from 'kubernetes-types/core/v1.js';
import type { PodmanState } from '../phases/observed.js';
import { namespaced } from '../podman/names.js';
import { ingressColumns } from './ingress-columns.js';
import { isOwnedBy, label } from './labels.js';
import type { PodRow } from './status.js';

/** An object that was applied, with its manifest as the record has it; undefined where that cannot be read. */
export interface AppliedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly age: string;
  readonly manifest: unknown;
}

/** What columns are made from besides the object. */
export interface RowContext {
  readonly state: PodmanState;
  readonly pods: readonly PodRow[];
}

/** An object as `get KIND` shows it: the columns of its kind, by name. */
export interface KindRow extends Omit<AppliedObject, 'manifest'> {
  readonly columns: { readonly [name: string]: string };
}

type Columns = (object: AppliedObject, context: RowContext) => { readonly [name: string]: string };

/** Pods of an object: how many are ready, there, and wanted. */
function counted(object: AppliedObject, { state, pods }: RowContext) {
  const own = pods.filter(({ podmanName }) => isOwnedBy(state.pods.get(podmanName)?.labels ?? {}, object));
  const isReady = ({ ready, status }: PodRow): boolean => {
    const [now, all] = ready.split('/');
    return now === all && status === 'Running';
  };
  // The schema of the kind was checked when it was applied.
  const { replicas = 1 } = (object.manifest as Deployment | undefined)?.spec ?? {};
  return { ready: String(own.filter(isReady).length), there: String(own.length), wanted: String(replicas) };
}

const set: Columns = (object, context) => {
  const { ready, there, wanted } = counted(object, context);
  return { DESIRED: wanted, CURRENT: there, READY: ready };
};

const portText = ({ port, nodePort, protocol = 'TCP' }: ServicePort): string =>
  `${port}${nodePort === undefined ? '' : `:${nodePort}`}/${protocol}`;

const size = (values: object | undefined): number => Object.keys(values ?? {}).length;

/** The columns that kubectl prints, as far as they mean something here. Source: kubernetes pkg/printers/internalversion/printers.go. */
const columnsOf: { readonly [kind: string]: Columns } = {
  Deployment: (object, context) => {
    const { ready, wanted } = counted(object, context);
    return { READY: `${ready}/${wanted}`, AVAILABLE: ready };
  },
  StatefulSet: (object, context) => {
    const { ready, wanted } = counted(object, context);
    return { READY: `${ready}/${wanted}` };
  },
  ReplicaSet: set,
  ReplicationController: set,
  DaemonSet: (object, context) => {
    const { ready, there } = counted({ ...object, manifest: object.manifest as DaemonSet }, context);
    return { DESIRED: '1', CURRENT: there, READY: ready };
  },
  Service: (object, { state }) => {
    const { manifest } = object;
    const {
      type = 'ClusterIP',
      clusterIP,
      ports = [],
      externalName,
    } = (manifest as Service | undefined)?.spec ?? {};
    // That of its holder.
    const holder = [...state.pods.values()].find(({ labels }) => isOwnedBy(labels, object));
    const address = holder?.labels[label.address];
    return {
      TYPE: type,
      'CLUSTER-IP': clusterIP === 'None' ? 'None' : (address ?? '<none>'),
      'EXTERNAL-NAME': externalName ?? '<none>',
      'PORT(S)': ports.map(portText).join(',') || '<none>',
    };
  },
  Ingress: (object, { state }) => ingressColumns(object, state),
  ConfigMap: ({ manifest }) => {
    const { data, binaryData } = (manifest ?? {}) as ConfigMap;
    return { DATA: String(size(data) + size(binaryData)) };
  },
  Secret: ({ manifest }) => {
    const { type = 'Opaque', data, stringData } = (manifest ?? {}) as Secret;
    return { TYPE: type, DATA: String(size({ ...data, ...stringData })) };
  },
  PersistentVolumeClaim: ({ namespace, name, manifest }, { state }) => {
    const { spec } = (manifest ?? {}) as PersistentVolumeClaim;
    const volume = namespaced(namespace, name);
    const isThere = state.volumes.has(volume);
    return {
      STATUS: isThere || spec?.volumeName !== undefined ? 'Bound' : 'Pending',
      VOLUME: isThere ? volume : (spec?.volumeName ?? ''),
      'ACCESS MODES': (spec?.accessModes ?? []).map(shortMode).join(','),
    };
  },
};

/** Source: kubernetes pkg/apis/core/helper, GetAccessModesAsString. */
function shortMode(mode: string): string {
  return (
    { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' }[mode] ??
    mode
  );
}

/** Objects of one kind, sorted by namespace and name. */
export function kindRows(objects: readonly AppliedObject[], context: RowContext): readonly KindRow[] {
  return objects
    .map((object): KindRow => {
      const { manifest: _manifest, ...row } = object;
      return { ...row, columns: columnsOf[object.kind]?.(object, context) ?? {} };
    })
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import { approximate, exact, harmless, type Ledger, type LedgerRow } from '../ledger.js';

const meta = 'kubernetes staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go, ObjectMeta';
const server = 'the API server writes it, and there is none';

/** Server bookkeeping that comes along with `kubectl get -o yaml`. */
const bookkeeping = (source: string = meta): LedgerRow => harmless(source, server);

/** What a finalizer waits for does not exist here, so that deleting is not held back. */
const finalizers = harmless(meta, 'no controller waits for it, so deleting is never held back');

/** Every field of an object's metadata. `clusterName` left Kubernetes with 1.24. */
export const objectMetaRows = {
  annotations: exact(
    meta,
    'kept in the record and shown by the downward API; Podman’s own act as in podman kube play, or are reported',
  ),
  creationTimestamp: bookkeeping(),
  deletionGracePeriodSeconds: bookkeeping(),
  deletionTimestamp: bookkeeping(),
  finalizers,
  generateName: approximate(
    'kubernetes staging/src/k8s.io/apiserver/pkg/registry/rest/create.go, EnsureObjectMetaGenerateName',
    'the ending is made from the content and stays the same, so that applying again finds the object',
  ),
  generation: bookkeeping(),
  labels: exact(meta, 'labels of the pod, its containers and all that is made for it; matched by selectors'),
  managedFields: bookkeeping(),
  name: exact(meta, 'names of pod and containers as podman kube play gives them'),
  namespace: exact(meta, 'a network of its own, and a prefix of every name outside of default'),
  ownerReferences: harmless(meta, 'owners are those that kube2pod makes itself'),
  resourceVersion: bookkeeping(),
  selfLink: bookkeeping(),
  uid: harmless(meta, 'the uid is made from namespace, kind and name, and stays the same'),
} satisfies Ledger<ObjectMeta>;

/** The three fields that every object begins with, and the status that only a cluster writes. */
export const objectRows = {
  apiVersion: exact(
    'kubernetes staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go, TypeMeta',
    'chooses the schema',
  ),
  kind: exact(
    'kubernetes staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go, TypeMeta',
    'chooses the schema',
  ),
  metadata: exact(meta, undefined, { fields: objectMetaRows }),
  status: harmless(
    'kubernetes contributors, API conventions: spec and status',
    'what is happening is asked of Podman',
  ),
} satisfies Record<'apiVersion' | 'kind' | 'metadata' | 'status', LedgerRow>;

/** A `List` and the `*List` kinds: every item is read as if it stood alone. */
export const listRows = {
  apiVersion: objectRows.apiVersion,
  kind: objectRows.kind,
  metadata: harmless(
    'kubernetes staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go, ListMeta',
    server,
  ),
  items: exact(
    'kubernetes staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go, FlattenListVisitor',
    'each item is an object',
  ),
} satisfies Record<'apiVersion' | 'kind' | 'metadata' | 'items', LedgerRow>;

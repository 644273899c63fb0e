import type { ConfigMap, Secret, ServiceAccount } from 'kubernetes-types/core/v1.js';
import { exact, harmless, type Ledger, type LedgerRows } from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';

const map = 'kubernetes staging/src/k8s.io/api/core/v1/types.go, ConfigMap';
const secret = 'kubernetes staging/src/k8s.io/api/core/v1/types.go, Secret';
const account = 'kubernetes staging/src/k8s.io/api/core/v1/types.go, ServiceAccount';

const { apiVersion, kind, metadata } = objectRows;
const common = { apiVersion, kind, metadata };
const immutable = 'nothing else changes it; applying another content is taken as meant';

const configMapRows = {
  ...common,
  binaryData: exact(map, 'files of volumes, byte for byte'),
  data: exact(map, 'variables, and files of volumes'),
  immutable: harmless(map, immutable),
} satisfies Ledger<ConfigMap>;

const secretRows = {
  ...common,
  data: exact(secret, 'variables as Podman secrets, and files of volumes; never shown'),
  immutable: harmless(secret, immutable),
  stringData: exact(secret, 'as data, and before it'),
  type: exact(secret, 'checked; registry credentials are read by it'),
} satisfies Ledger<Secret>;

const serviceAccountRows = {
  ...common,
  automountServiceAccountToken: harmless(account, 'there is no API server that a token would open'),
  imagePullSecrets: exact(account, 'for pods of this account that name none themselves'),
  secrets: harmless(account, 'there is no API server that a token would open'),
} satisfies Ledger<ServiceAccount>;

/** Objects that pods take values from. */
export const configLedgers = {
  'v1 ConfigMap': configMapRows,
  'v1 Secret': secretRows,
  'v1 ServiceAccount': serviceAccountRows,
} satisfies { readonly [versionAndKind: string]: LedgerRows };

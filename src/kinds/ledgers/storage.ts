import type { LedgerRows } from '../../fields/ledger.js';
import { exact } from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';
import { claimSpecRows, volumeSpecRows } from '../../fields/volumes/claim-ledger.js';

const binder = 'kubernetes pkg/controller/volume/persistentvolume/pv_controller.go';

/** Claims and what they are bound to. */
export const storageLedgers = {
  'v1 PersistentVolumeClaim': { ...objectRows, spec: exact(binder, undefined, { fields: claimSpecRows }) },
  'v1 PersistentVolume': { ...objectRows, spec: exact(binder, undefined, { fields: volumeSpecRows }) },
} satisfies { readonly [versionAndKind: string]: LedgerRows };

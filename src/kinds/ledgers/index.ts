import type { LedgerRows } from '../../fields/ledger.js';
import { batchLedgers } from './batch.js';
import { clusterLedgers } from './cluster.js';
import { configLedgers } from './config.js';
import { networkLedgers } from './network.js';
import { storageLedgers } from './storage.js';
import { workloadLedgers } from './workloads.js';

/** What becomes of each field of each kind, by `APIVERSION KIND`. */
export const kindLedgers: { readonly [versionAndKind: string]: LedgerRows } = {
  ...workloadLedgers,
  ...batchLedgers,
  ...configLedgers,
  ...storageLedgers,
  ...networkLedgers,
  ...clusterLedgers,
};

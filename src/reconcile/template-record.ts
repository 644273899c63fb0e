import type { TemplateRules } from '../model/template.js';
import type { ObjectKey } from './object-key.js';
import { recordName } from './records.js';

/** The file of a record that holds what its pods are made from. */
export const templateFile = 'template.json';
/** The file in a status volume. */
export const statusFile = 'status.json';

/** What a record keeps for the supervisor. */
export interface KeptTemplate {
  readonly rules: TemplateRules;
  /** As `writeOperations` gives them. */
  readonly operations: unknown;
  /** Volume of the secret values; absent: there are none. */
  readonly values?: string;
}

/** The volume in which the supervisor keeps what became of an object; the record itself is the user's word alone. */
export function statusVolume(owner: ObjectKey): string {
  return recordName(owner).replace('kube2pod-record.', 'kube2pod-status.');
}

/** The volume that holds a template's secret values, which no record may (design decision 5). */
export function valuesVolume(owner: ObjectKey, digest: string): string {
  return `${recordName(owner).replace('kube2pod-record.', 'kube2pod-values.')}.${digest}`;
}

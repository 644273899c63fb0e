import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkRange, invalid, required, type Scope } from '../check.js';

const formats: { readonly [prefix: string]: RegExp } = {
  iqn: /iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

function checkQualifiedName(name: string, at: FieldPath, scope: Scope): void {
  const format = formats[name.slice(0, 3)];
  if (format === undefined) invalid(name, at, 'must begin with iqn, eui or naa', scope);
  else if (!format.test(name)) invalid(name, at, 'is no iSCSI name of this form', scope);
}

/** Source: pkg/apis/core/validation/validation.go, validateISCSIVolumeSource. */
export function validateIscsi(
  source: { readonly [field: string]: unknown },
  at: FieldPath,
  scope: Scope,
): void {
  const { iqn, lun, secretRef, initiatorName, chapAuthDiscovery, chapAuthSession } = source;
  if (typeof iqn === 'string' && iqn !== '') checkQualifiedName(iqn, at.child('iqn'), scope);
  if (typeof lun === 'number') checkRange(lun, [0, 255], at.child('lun'), scope);
  if ((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined)
    required(undefined, at.child('secretRef'), scope, 'CHAP needs its names and secrets');
  if (typeof initiatorName === 'string')
    checkQualifiedName(initiatorName, at.child('initiatorName').printedAs(`${at}.initiatorname`), scope);
}

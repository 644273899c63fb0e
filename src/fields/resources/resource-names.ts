import type { FieldPath } from '../../diagnostics/field-path.js';
import { isWhole, parseQuantity, type Quantity, scaleQuantity } from '../../model/quantity.js';
import { checkName, invalid, type Scope } from '../check.js';
import { qualifiedName } from '../names.js';

/** Amounts by the name of the resource, as they are written. */
export type Amounts = { readonly [resource: string]: string | number };

const ofContainers = ['cpu', 'memory', 'ephemeral-storage'];
const counted = [
  ...['pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers'],
];
const ofQuotas = [
  ...['requests.storage', ...counted, ...ofContainers],
  ...ofContainers.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
];

export const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
/** Named by a domain that is not Kubernetes' own. Source: pkg/apis/core/helper/helpers.go, IsExtendedResourceName. */
const isExtended = (name: string): boolean =>
  !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`) === undefined;
/** Source: helpers.go, IsOvercommitAllowed. */
export const mayOvercommit = (name: string): boolean => isNative(name) && !isHugePages(name);

/** Source: helpers.go, IsStandardQuotaResourceName. */
export const isQuotaResource = (name: string): boolean =>
  ofQuotas.includes(name) || /^(?:requests\.)?hugepages-/.test(name);
/** Whether a name that has no domain is a resource of some kind. Source: helpers.go, IsStandardResourceName. */
const isStandard = (name: string): boolean => name === 'storage' || isQuotaResource(name);

/** Source: pkg/apis/core/validation/validation.go, validateResourceName. True when the name is good. */
export function checkResourceName(name: string, at: FieldPath, scope: Scope): boolean {
  checkName(name, qualifiedName, at.atKey(), scope);
  if (qualifiedName(name) !== undefined) return false;
  if (name.includes('/') || isStandard(name)) return true;
  invalid(name, at.atKey(), 'is no resource that Kubernetes knows, and has no domain', scope);
  return false;
}

/** Source: validateContainerResourceName. */
export function checkContainerResource(name: string, at: FieldPath, scope: Scope): void {
  if (!checkResourceName(name, at, scope)) return;
  const isGood = name.includes('/')
    ? isNative(name) || isExtended(name)
    : ofContainers.includes(name) || isHugePages(name);
  if (!isGood) invalid(name, at.atKey(), 'is no resource of a container', scope);
}

/** Source: ValidateResourceQuotaResourceName; helpers.go, IsStandardQuotaResourceName. */
export function checkQuotaResource(name: string, at: FieldPath, scope: Scope): void {
  if (!checkResourceName(name, at, scope) || name.includes('/')) return;
  if (!isQuotaResource(name)) invalid(name, at.atKey(), 'is no resource of a quota', scope);
}

/** Resource lists are rounded up to thousandths before anything else: pkg/apis/core/v1/defaults.go, SetDefaults_ResourceList. */
function inThousandths(value: Quantity): Quantity {
  return { numerator: scaleQuantity(value, 3), denominator: 1000n };
}

/** An amount as validation sees it. */
export function amountOf(written: string | number | undefined): Quantity | undefined {
  const value = written === undefined ? undefined : parseQuantity(String(written));
  return value === undefined ? undefined : inThousandths(value);
}

/** Source: ValidateResourceQuantityValue; helpers.go, IsIntegerResourceName. */
export function checkAmount(name: string, written: string | number, at: FieldPath, scope: Scope): void {
  const value = amountOf(written);
  if (value === undefined) return;
  if (value.numerator < 0n) invalid(written, at, 'must be greater than or equal to 0', scope);
  if ((counted.includes(name) || isExtended(name)) && !isWhole(value))
    invalid(written, at, 'must be a whole number', scope);
}

/** Source: validateResourceQuantityHugePageValue; helpers.go, IsHugePageResourceValueDivisible. */
export function checkHugePages(name: string, written: string | number, at: FieldPath, scope: Scope): void {
  const value = amountOf(written);
  if (!isHugePages(name) || value === undefined) return;
  const page = parseQuantity(name.slice('hugepages-'.length));
  const size = page === undefined || !isWhole(page) ? 0n : scaleQuantity(page, 0);
  if (size <= 0n || scaleQuantity(value, 0) % size !== 0n)
    invalid(written, at, 'must be a multiple of the page size', scope);
}

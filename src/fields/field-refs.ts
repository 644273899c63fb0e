import type { ObjectFieldSelector, ResourceFieldSelector } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { formatQuantity, parseQuantity } from '../model/quantity.js';
import { checkName, checkWord, invalid, required, type Scope } from './check.js';
import { qualifiedName } from './names.js';

const convertible = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.host',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields that variables may read. Source: pkg/apis/core/validation/validation.go, validEnvDownwardAPIFieldPathExpressions. */
export const envFieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields that files may show. Source: the same, validVolumeDownwardAPIFieldPathExpressions. */
export const volumeFieldPaths = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** Source: pkg/apis/core/validation/validation.go, validateObjectFieldSelector. */
export function validateFieldRef(
  { apiVersion = 'v1', fieldPath }: ObjectFieldSelector,
  allowed: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  const place = at.child('fieldPath');
  if (!required(fieldPath, place, scope)) return;
  const subscript = /^(.*?)\['(.*)'\]$/s.exec(fieldPath);
  if (subscript !== null) {
    const [, map = '', key = ''] = subscript;
    if (map === 'metadata.annotations' || map === 'metadata.labels') {
      checkName(
        map === 'metadata.labels' ? key : key.toLowerCase(),
        qualifiedName,
        place.printedAs(at.toString()),
        scope,
      );
    } else invalid(fieldPath, place, 'only labels and annotations have keys in brackets', scope);
    return;
  }
  if (apiVersion !== 'v1') invalid(fieldPath, place, `there are no fields of version "${apiVersion}"`, scope);
  else if (!convertible.includes(fieldPath))
    invalid(fieldPath, place, 'is no field of a pod that can be read', scope);
  // The old name of spec.nodeName.
  else checkWord(fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath, allowed, place, scope);
}

const resources = [
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
];
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** Source: pkg/apis/core/validation/validation.go, validateContainerResourceFieldSelector and validateContainerResourceDivisor. */
export function validateResourceFieldRef(
  { resource, divisor }: ResourceFieldSelector,
  at: FieldPath,
  scope: Scope,
): void {
  if (!required(resource, at.child('resource'), scope)) return;
  const isHugePages = /^(limits|requests)\.hugepages-/.test(resource);
  if (!isHugePages) checkWord(resource, resources, at.child('resource'), scope);
  if (isHugePages || resources.includes(resource))
    validateDivisor(resource, divisor, at.child('divisor'), scope);
}

/** Divisors are compared as they are printed: 1024 is not 1Ki. */
function validateDivisor(resource: string, divisor: string | undefined, at: FieldPath, scope: Scope): void {
  const value = divisor === undefined ? undefined : parseQuantity(String(divisor));
  if (value === undefined || value.numerator === 0n) return;
  const allowed = resource.endsWith('.cpu') ? ['1m', '1'] : byteDivisors;
  if (!allowed.includes(formatQuantity(value)))
    invalid(String(divisor), at, `only divisors of ${allowed.join(', ')} are supported`, scope);
}

import type { LimitRange, LimitRangeItem } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, forbid, invalid, required, type Scope } from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { qualifiedName } from '../../fields/names.js';
import {
  type Amounts,
  amountOf,
  checkContainerResource,
  checkResourceName,
  mayOvercommit,
} from '../../fields/resources/resource-names.js';
import { compareQuantity, type Quantity } from '../../model/quantity.js';

const types = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** One without a name gets one. Source: pkg/apis/core/validation/validation.go, ValidateLimitRange; pkg/registry/core/limitrange/strategy.go. */
export function validateLimitRange({ metadata, spec }: LimitRange, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const named = { ...metadata, name: metadata?.name || 'made' };
  validateMetadata(named, at.child('metadata'), subdomainName, scope);
  const seen = new Set<string>();
  for (const [index, item] of (spec?.limits ?? []).entries()) {
    const place = at.child('spec', 'limits').index(index);
    const { type = '' } = item;
    checkName(type, qualifiedName, place.child('type'), scope);
    if (!type.includes('/') && !types.includes(type))
      invalid(type, place.child('type'), `must be ${types.join(', ')} or have a domain`, scope);
    if (seen.has(type))
      report('api/duplicate', place.child('type'), { path: place.child('type').toString(), value: type });
    seen.add(type);
    validateItem(item, place, scope);
  }
}

const lists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function validateItem(item: LimitRangeItem, at: FieldPath, scope: Scope): void {
  const { type, min = {}, max = {} } = item;
  const check = type === 'Pod' || type === 'Container' ? checkContainerResource : checkResourceName;
  for (const list of lists) {
    const written = item[list] ?? {};
    if (type === 'Pod' && list.startsWith('default')) {
      if (Object.keys(written).length > 0) forbid(at.child(list), 'a pod has no default', scope);
      continue;
    }
    for (const name of Object.keys(written)) check(name, at.child(list).entry(name), scope);
  }
  if (type === 'PersistentVolumeClaim' && !('storage' in min) && !('storage' in max))
    required(undefined, at.child('limits'), scope, 'min or max of storage');
  compareLists(withDefaults(item), at, scope);
}

type Lists = { readonly [list in (typeof lists)[number]]: Amounts };

/** Of containers, what is missing is made from the rest. Source: pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem. */
function withDefaults(item: LimitRangeItem): Lists {
  const { min = {}, max = {}, maxLimitRequestRatio = {} } = item;
  const isContainer = item.type === 'Container';
  const limits = { ...(isContainer ? max : {}), ...item.default };
  const requests = { ...(isContainer ? { ...min, ...limits } : {}), ...item.defaultRequest };
  return { min, max, maxLimitRequestRatio, default: limits, defaultRequest: requests };
}

/** Of each pair, the first may not be more than the second; the error stands at the third. */
const orders = [
  ['min', 'max', 'min'],
  ['min', 'defaultRequest', 'defaultRequest'],
  ['defaultRequest', 'max', 'defaultRequest'],
  ['defaultRequest', 'default', 'defaultRequest'],
  ['min', 'default', 'default'],
  ['default', 'max', 'default'],
] as const;

const one: Quantity = { numerator: 1n, denominator: 1n };

function compareLists(known: Lists, at: FieldPath, scope: Scope): void {
  const names = new Set(lists.flatMap((list) => Object.keys(known[list])));
  for (const name of names) {
    const amount = (list: (typeof lists)[number]): Quantity | undefined => amountOf(known[list][name]);
    for (const [less, more, place] of orders) {
      const [low, high] = [amount(less), amount(more)];
      if (low !== undefined && high !== undefined && compareQuantity(low, high) > 0)
        invalid(known[place][name], at.child(place).entry(name), `${less} is more than ${more}`, scope);
    }
    validateRatio(name, amount, at.child('maxLimitRequestRatio').entry(name), scope);
    const [limit, request] = [amount('default'), amount('defaultRequest')];
    if (mayOvercommit(name) || limit === undefined || request === undefined) continue;
    if (compareQuantity(limit, request) !== 0)
      invalid(
        known.defaultRequest[name],
        at.child('defaultRequest').entry(name),
        'must equal default',
        scope,
      );
  }
}

function validateRatio(
  name: string,
  amount: (list: (typeof lists)[number]) => Quantity | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  const [ratio, min, max] = [amount('maxLimitRequestRatio'), amount('min'), amount('max')];
  if (ratio === undefined) return;
  if (compareQuantity(ratio, one) < 0) invalid(name, at, 'must be at least 1', scope);
  if (min === undefined || max === undefined) return;
  const product = {
    numerator: ratio.numerator * min.numerator,
    denominator: ratio.denominator * min.denominator,
  };
  if (compareQuantity(product, max) > 0) invalid(name, at, 'must be at most max divided by min', scope);
}

import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { addQuantity, compareQuantity, type Quantity, zeroQuantity } from '../../model/quantity.js';
import { forbid, invalid, type Scope } from '../check.js';
import { type Amounts, amountOf, checkResourceName, isHugePages, mayOvercommit } from './resource-names.js';
import { validateAmounts } from './validate.js';

const podLevel = ['cpu', 'memory'];

function checkPodResource(name: string, at: FieldPath, scope: Scope): void {
  if (!checkResourceName(name, at, scope)) return;
  if (podLevel.includes(name) || isHugePages(name)) return;
  scope.report('api/not-supported', at.atKey(), {
    path: at.toString(),
    value: name,
    allowed: [...podLevel, 'hugepages-...'],
  });
}

/** Only the defaults of a pod make requests out of limits; a template's pods get them later. */
export type Owner = 'pod' | 'template';

/**
 * Resources of the whole pod: only processors, memory and huge pages, and at least what its containers ask for together.
 * Source: pkg/apis/core/validation/validation.go, validatePodResources; pkg/apis/core/v1/defaults.go, defaultPodRequests.
 */
export function validatePodResources(podSpec: PodSpec, owner: Owner, at: FieldPath, scope: Scope): void {
  const { resources, os } = podSpec;
  if (resources === undefined) return;
  if (os?.name === 'windows') {
    forbid(at, 'a pod of windows has none', scope);
    return;
  }
  if (resources.claims !== undefined) forbid(at.child('claims'), 'a whole pod makes no claims', scope);
  const limits: Amounts = { ...(owner === 'pod' ? hugePageLimits(podSpec) : {}), ...resources.limits };
  const written: Amounts = resources.requests ?? {};
  const sums = sumsOf(podSpec, 'requests', owner);
  const byDefault = owner === 'pod' && Object.keys(limits).length > 0 ? defaultRequests(limits, sums) : {};
  validateAmounts({ limits, requests: { ...byDefault, ...written } }, checkPodResource, at, scope);
  for (const [name, sum] of sums) {
    const most = amountOf(written[name]);
    if (most === undefined || compareQuantity(sum, most) <= 0) continue;
    const place = at.child('requests').entry(name);
    invalid(written[name], place, 'must be at least what the containers request together', scope);
  }
  checkLimits(podSpec, limits, at, scope);
}

/** A pod has at least the huge pages of its containers. Source: pkg/apis/core/v1/defaults.go, defaultHugePagePodLimits. */
function hugePageLimits(podSpec: PodSpec): Amounts {
  return inThousandths([...sumsOf(podSpec, 'limits', 'pod')].filter(([name]) => isHugePages(name)));
}

const inThousandths = (sums: readonly (readonly [string, Quantity])[]): Amounts =>
  Object.fromEntries(
    sums.map(([name, { numerator, denominator }]) => [name, `${(numerator * 1000n) / denominator}m`]),
  );

function defaultRequests(limits: Amounts, sums: ReadonlyMap<string, Quantity>): Amounts {
  const asked = [...sums].filter(([name]) => podLevel.includes(name) && mayOvercommit(name));
  return { ...limits, ...inThousandths(asked) };
}

function checkLimits(podSpec: PodSpec, limits: Amounts, at: FieldPath, scope: Scope): void {
  for (const [name, sum] of sumsOf(podSpec, 'limits', 'template')) {
    const most = amountOf(limits[name]);
    if (!isHugePages(name) || most === undefined || compareQuantity(sum, most) <= 0) continue;
    const place = at.child('limits').entry(name);
    invalid(limits[name], place, 'must be at least the limits of the containers together', scope);
  }
  for (const [index, { resources }] of podSpec.containers.entries()) {
    const own: Amounts = resources?.limits ?? {};
    for (const [name, written] of Object.entries(own)) {
      const [value, most] = [amountOf(written), amountOf(limits[name])];
      if (value === undefined || most === undefined || compareQuantity(value, most) <= 0) continue;
      // So the API server calls it.
      const printed = `${at}.containers[${index}][${name}].limits`;
      const place = at.parent?.child('containers').index(index).child('resources', 'limits').entry(name);
      if (place !== undefined)
        invalid(written, place.printedAs(printed), 'must be at most the limit of the whole pod', scope);
    }
  }
}

/**
 * What the containers need together: those that stay, and the most that an init container needs beside the sidecars
 * before it. Source: k8s.io/component-helpers/resource/helpers.go, AggregateContainerRequests.
 */
function sumsOf(podSpec: PodSpec, field: 'requests' | 'limits', owner: Owner): ReadonlyMap<string, Quantity> {
  const sum = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const init = new Map<string, Quantity>();
  for (const container of podSpec.containers) addAll(sum, amountsOf(container, field, owner));
  for (const container of podSpec.initContainers ?? []) {
    const own = amountsOf(container, field, owner);
    if (container.restartPolicy === 'Always') {
      addAll(sum, own);
      addAll(sidecars, own);
    }
    const peak = new Map(sidecars);
    if (container.restartPolicy !== 'Always') addAll(peak, own);
    for (const [name, value] of peak) keepLargest(init, name, value);
  }
  for (const [name, value] of init) keepLargest(sum, name, value);
  return sum;
}

function amountsOf({ resources }: Container, field: 'requests' | 'limits', owner: Owner): Amounts {
  const limits: Amounts = resources?.limits ?? {};
  if (field === 'limits') return limits;
  return { ...(owner === 'pod' ? limits : {}), ...(resources?.requests ?? {}) };
}

function addAll(sum: Map<string, Quantity>, amounts: Amounts): void {
  for (const [name, written] of Object.entries(amounts)) {
    const value = amountOf(written);
    if (value !== undefined) sum.set(name, addQuantity(sum.get(name) ?? zeroQuantity, value));
  }
}

function keepLargest(most: Map<string, Quantity>, name: string, value: Quantity): void {
  const known = most.get(name);
  if (known === undefined || compareQuantity(known, value) < 0) most.set(name, value);
}

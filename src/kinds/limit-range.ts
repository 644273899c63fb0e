import type { Container, LimitRange, LimitRangeItem, PodSpec } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { scaledQuantity } from '../model/scaled-quantity.js';

type Amounts = { readonly [resource: string]: string };
type Resources = { readonly limits?: Amounts; readonly requests?: Amounts };

/** Thousandths, so that cpu and memory compare alike. */
const fineDigits = 3;

/**
 * Fills in a namespace's default limits and requests where a container names none.
 * Sources: kubernetes plugin/pkg/admission/limitranger/admission.go, defaultContainerResourceRequirements and
 * mergeContainerResources; a limit that is written is its own request first (pkg/apis/core/v1/defaults.go, SetDefaults_Pod).
 */
export function withDefaults(podSpec: PodSpec, ranges: readonly LimitRange[]): PodSpec {
  const items = itemsOf(ranges, 'Container');
  const limits = Object.assign({}, ...items.map((item) => item.default ?? {})) as Amounts;
  const requests = Object.assign({}, ...items.map(requestsOf)) as Amounts;
  if (Object.keys({ ...limits, ...requests }).length === 0) return podSpec;
  const fill = (container: Container): Container => {
    const own = (container.resources ?? {}) as Resources;
    const written = { ...own.limits, ...own.requests };
    return {
      ...container,
      resources: {
        ...container.resources,
        limits: { ...limits, ...own.limits },
        requests: { ...requests, ...written },
      },
    };
  };
  return {
    ...podSpec,
    containers: podSpec.containers.map(fill),
    ...(podSpec.initContainers === undefined ? {} : { initContainers: podSpec.initContainers.map(fill) }),
  };
}

/** A default limit is the default request too, and so is the greatest allowed amount. Source: pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem. */
function requestsOf({ default: limits, defaultRequest, min, max }: LimitRangeItem): Amounts {
  return { ...max, ...min, ...limits, ...defaultRequest } as Amounts;
}

function itemsOf(ranges: readonly LimitRange[], type: string): readonly LimitRangeItem[] {
  return ranges.flatMap(({ spec }) => (spec?.limits ?? []).filter((item) => item.type === type));
}

/**
 * What the API server would refuse of a pod with its defaults filled in.
 * Reports: api/limit-range.
 * Source: kubernetes plugin/pkg/admission/limitranger/admission.go, PodValidateLimitFunc.
 */
export function checkBounds(
  podSpec: PodSpec,
  ranges: readonly LimitRange[],
  at: FieldPath,
  report: Report,
): void {
  const place = at.child('spec');
  for (const item of itemsOf(ranges, 'Container')) {
    for (const [index, container] of podSpec.containers.entries()) {
      const resources = place.child('containers').index(index).child('resources');
      checkItem(item, (container.resources ?? {}) as Resources, resources, report);
    }
    for (const [index, container] of (podSpec.initContainers ?? []).entries()) {
      const resources = place.child('initContainers').index(index).child('resources');
      checkItem(item, (container.resources ?? {}) as Resources, resources, report);
    }
  }
  for (const item of itemsOf(ranges, 'Pod')) checkItem(item, totals(podSpec), place, report);
}

/** Sums over the containers that run side by side. */
function totals({ containers }: PodSpec): Resources {
  const sum = (kind: 'limits' | 'requests'): Amounts => {
    const all = containers.map(({ resources }) => ((resources ?? {}) as Resources)[kind] ?? {});
    const names = [...new Set(all.flatMap((amounts) => Object.keys(amounts)))];
    const complete = names.filter((name) => all.every((amounts) => amounts[name] !== undefined));
    return Object.fromEntries(
      complete.map((name) => [name, `${all.reduce((total, each) => total + fine(each[name]), 0n)}m`]),
    );
  };
  return { limits: sum('limits'), requests: sum('requests') };
}

function fine(amount: string | undefined): bigint {
  return scaledQuantity(String(amount ?? '0'), fineDigits) ?? 0n;
}

function checkItem(
  item: LimitRangeItem,
  { limits, requests }: Resources,
  at: FieldPath,
  report: Report,
): void {
  const { type } = item;
  const complain = (rule: string): void => report('api/limit-range', at, { path: at.toString(), type, rule });
  for (const [resource, least] of Object.entries((item.min ?? {}) as Amounts)) {
    const asked = requests?.[resource] ?? limits?.[resource];
    if (asked === undefined) complain(`a request of ${resource} of at least ${least} is wanted`);
    else if (fine(asked) < fine(least)) complain(`at least ${least} of ${resource} is wanted, not ${asked}`);
    else if (limits?.[resource] !== undefined && fine(limits[resource]) < fine(least))
      complain(`a limit of at least ${least} of ${resource} is wanted, not ${limits[resource]}`);
  }
  for (const [resource, most] of Object.entries((item.max ?? {}) as Amounts)) {
    const limit = limits?.[resource];
    if (limit === undefined) complain(`a limit of ${resource} of at most ${most} is wanted`);
    else if (fine(limit) > fine(most)) complain(`at most ${most} of ${resource} is allowed, not ${limit}`);
  }
  for (const [resource, ratio] of Object.entries((item.maxLimitRequestRatio ?? {}) as Amounts)) {
    const [limit, request] = [fine(limits?.[resource]), fine(requests?.[resource])];
    if (request === 0n || limit * 1000n > request * fine(ratio))
      complain(`the limit of ${resource} may be at most ${ratio} times its request`);
  }
}

import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { HPAScalingRules, MetricSpec, MetricTarget } from 'kubernetes-types/autoscaling/v2.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkPositive,
  checkRange,
  checkWord,
  forbid,
  invalid,
  positive,
  required,
  type Scope,
} from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, pathSegment } from '../../fields/names.js';
import { checkContainerResource } from '../../fields/resources/resource-names.js';
import { parseQuantity } from '../../model/quantity.js';

/** What is scaled, by its kind and name. */
interface ScaledObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** What both versions of the autoscaler have. */
type Autoscaler = Pick<HorizontalPodAutoscaler, 'metadata'> & {
  readonly spec?: {
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly scaleTargetRef?: ScaledObject;
    readonly targetCPUUtilizationPercentage?: number;
    readonly metrics?: readonly MetricSpec[];
    readonly behavior?: { readonly scaleUp?: HPAScalingRules; readonly scaleDown?: HPAScalingRules };
  };
};

/** Source: pkg/apis/autoscaling/validation/validation.go, validateHorizontalPodAutoscalerSpec. */
export function validateAutoscaler({ metadata, spec = {} }: Autoscaler, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const { minReplicas, maxReplicas = 0, scaleTargetRef = {}, metrics = [], behavior } = spec;
  checkRange(minReplicas, positive, place.child('minReplicas'), scope);
  if (maxReplicas < 1) invalid(maxReplicas, place.child('maxReplicas'), 'must be greater than 0', scope);
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    invalid(maxReplicas, place.child('maxReplicas'), 'must be at least minReplicas', scope);
  const groups = scaleTargetRef.kind === 'ReplicationController' ? 'any' : 'named';
  validateScaled(scaleTargetRef, groups, place.child('scaleTargetRef'), scope);
  // Version 1 becomes a metric of version 2: pkg/apis/autoscaling/v1/conversion.go.
  const { targetCPUUtilizationPercentage: share } = spec;
  if (share !== undefined && share < 1)
    checkPositive(
      share,
      place
        .child('targetCPUUtilizationPercentage')
        .printedAs(`${place}.metrics[0].resource.target.averageUtilization`),
      scope,
    );
  for (const [index, metric] of metrics.entries())
    validateMetric(metric, place.child('metrics').index(index), scope);
  for (const direction of ['scaleUp', 'scaleDown'] as const)
    validateScaling(behavior?.[direction], place.child('behavior', direction), scope);
}

/** Only one kind of the core group can be scaled; metrics may be of any object. Source: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go, validationOptionsForHorizontalPodAutoscaler. */
type Groups = 'any' | 'named';

/** Source: ValidateCrossVersionObjectReference, ValidateAPIVersion. */
function validateScaled(reference: ScaledObject, groups: Groups, at: FieldPath, scope: Scope): void {
  const { apiVersion = '' } = reference;
  const [group = '', ...rest] = apiVersion.split('/');
  const place = at.child('apiVersion');
  if (rest.length > 1) invalid(apiVersion, place, 'must be a group and a version, such as apps/v1', scope);
  else if (groups === 'named' && (group === '' || rest.length === 0))
    invalid(apiVersion, place, 'must name an API group, as apps/v1 does', scope);
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field];
    if (required(value, at.child(field), scope)) checkName(value, pathSegment, at.child(field), scope);
  }
}

/** The field of each type of metric. */
const sourceFields = {
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
  External: 'external',
} as const;
type Source = (typeof sourceFields)[keyof typeof sourceFields];

const isType = (type: string): type is keyof typeof sourceFields => type in sourceFields;

/** Source: validateMetricSpec. */
function validateMetric(metric: MetricSpec, at: FieldPath, scope: Scope): void {
  const { type = '' } = metric;
  if (!required(type, at.child('type'), scope)) return;
  checkWord(type, Object.keys(sourceFields).sort(), at.child('type'), scope);
  const given = Object.values(sourceFields).filter((field) => metric[field] !== undefined);
  const expected = isType(type) ? sourceFields[type] : undefined;
  if (expected !== undefined && !given.includes(expected))
    required(undefined, at.child(expected), scope, 'it says what is measured');
  for (const field of given) {
    if (expected !== undefined && field !== expected)
      forbid(at.child(field), `type ${type} is measured by ${expected}`, scope);
    validateSource(field, metric, at.child(field), scope);
  }
}

/** How much each kind of source may ask for. */
interface TargetRule {
  readonly needs: readonly ('value' | 'averageValue' | 'averageUtilization')[];
  /** Fields of which one excludes the other, the first being the one that is refused. */
  readonly excludes?: readonly ['value' | 'averageValue', 'averageValue' | 'averageUtilization'];
}

const ofResource: TargetRule = {
  needs: ['averageUtilization', 'averageValue'],
  excludes: ['averageValue', 'averageUtilization'],
};
const targetRules: { readonly [source in Source]: TargetRule } = {
  object: { needs: ['averageValue', 'value'] },
  external: { needs: ['averageValue', 'value'], excludes: ['value', 'averageValue'] },
  pods: { needs: ['averageValue'] },
  resource: ofResource,
  containerResource: ofResource,
};

/** Source: validateObjectSource, validatePodsSource, validateResourceSource, validateContainerResourceSource, validateExternalSource. */
function validateSource(field: Source, metric: MetricSpec, at: FieldPath, scope: Scope): void {
  const { object, containerResource } = metric;
  if (field === 'object')
    validateScaled(object?.describedObject ?? {}, 'any', at.child('describedObject'), scope);
  if (field === 'resource' || field === 'containerResource')
    required(metric[field]?.name, at.child('name'), scope);
  else {
    // Its selector is not looked at.
    const { name } = metric[field]?.metric ?? {};
    if (required(name, at.child('metric', 'name'), scope))
      checkName(name, pathSegment, at.child('metric', 'name'), scope);
  }
  if (field === 'containerResource') {
    const { container, name = '' } = containerResource ?? {};
    if (name !== '') checkContainerResource(name, at.child('name'), scope);
    if (required(container, at.child('container'), scope))
      checkName(container, dnsLabel, at.child('container'), scope);
  }
  validateTarget(metric[field]?.target ?? {}, targetRules[field], at.child('target'), scope);
}

/** Source: validateMetricTarget. */
function validateTarget(
  target: Partial<MetricTarget>,
  { needs, excludes }: TargetRule,
  at: FieldPath,
  scope: Scope,
): void {
  const { type = '' } = target;
  if (required(type, at.child('type'), scope) && !['Utilization', 'Value', 'AverageValue'].includes(type))
    invalid(type, at.child('type'), 'must be Utilization, Value or AverageValue', scope);
  for (const field of ['value', 'averageValue'] as const) {
    const amount = target[field] === undefined ? undefined : parseQuantity(String(target[field]));
    if (amount !== undefined && amount.numerator <= 0n)
      invalid(target[field], at.child(field), 'must be positive', scope);
  }
  checkPositive(target.averageUtilization, at.child('averageUtilization'), scope);
  const [first = 'averageValue'] = needs;
  if (needs.every((field) => target[field] === undefined))
    required(undefined, at.child(first), scope, needs.join(' or '));
  if (excludes?.every((field) => target[field] !== undefined) === true)
    forbid(at.child(excludes[0]), `${excludes[1]} is set`, scope);
}

const longest = { window: 3600, period: 1800 };

/** Policies that are not written have defaults. Source: validateScalingRules, validateHPAScalingPolicy. */
function validateScaling(rules: HPAScalingRules | undefined, at: FieldPath, scope: Scope): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds, selectPolicy, policies } = rules;
  checkRange(stabilizationWindowSeconds, [0, longest.window], at.child('stabilizationWindowSeconds'), scope);
  checkWord(selectPolicy, ['Disabled', 'Max', 'Min'], at.child('selectPolicy'), scope);
  const { tolerance } = rules as { readonly tolerance?: string };
  const share = tolerance === undefined ? undefined : parseQuantity(String(tolerance));
  if (share !== undefined && share.numerator < 0n)
    invalid(tolerance, at.child('tolerance'), 'must be greater than or equal to 0', scope);
  const place = at.child('policies');
  if (policies?.length === 0) required(undefined, place, scope, 'at least one policy');
  for (const [index, { type = '', value = 0, periodSeconds = 0 }] of (policies ?? []).entries()) {
    const where = place.index(index);
    checkWord(type, ['Percent', 'Pods'], where.child('type'), scope);
    checkPositive(value, where.child('value'), scope);
    checkPositive(periodSeconds, where.child('periodSeconds'), scope);
    if (periodSeconds > longest.period)
      invalid(periodSeconds, where.child('periodSeconds'), `must be at most ${longest.period}`, scope);
  }
}

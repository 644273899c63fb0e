import type {
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
  JobSpec as StoredSpec,
} from 'kubernetes-types/batch/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkCount,
  checkLength,
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  checkWordOrEmpty,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { qualifiedName } from '../../fields/names.js';

/** When an indexed job has succeeded before all its indexes have. */
export interface SuccessPolicy {
  readonly rules?: readonly { readonly succeededIndexes?: string; readonly succeededCount?: number }[];
}

/** With the fields that are newer than the package of types. */
export type JobSpec = Partial<StoredSpec> & {
  readonly successPolicy?: SuccessPolicy;
  readonly managedBy?: string;
};

const limits = { rules: 20, exitCodes: 255, conditions: 20, indexesLength: 65_536 };

/** Source: pkg/apis/batch/validation/validation.go, validatePodFailurePolicy. */
export function validateFailurePolicy(
  policy: PodFailurePolicy,
  spec: JobSpec,
  jobAt: FieldPath,
  scope: Scope,
): void {
  const at = jobAt.child('podFailurePolicy', 'rules');
  const { restartPolicy = '', containers = [], initContainers = [] } = spec.template?.spec ?? {};
  if (restartPolicy !== 'Never') {
    const place = jobAt.child('template', 'spec', 'restartPolicy');
    invalid(restartPolicy, place, 'must be Never when podFailurePolicy is set', scope);
  }
  const names = [...containers, ...initContainers].map(({ name }) => name);
  const rules = policy.rules ?? [];
  checkCount(rules, limits.rules, at, scope);
  for (const [index, rule] of rules.entries()) validateRule(rule, { spec, names }, at.index(index), scope);
}

interface RuleContext {
  readonly spec: JobSpec;
  readonly names: readonly string[];
}

/** Source: validatePodFailurePolicyRule. */
function validateRule(
  { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule,
  { spec, names }: RuleContext,
  at: FieldPath,
  scope: Scope,
): void {
  const place = at.child('action');
  if (required(action, place, scope))
    checkWord(action, ['Count', 'FailIndex', 'FailJob', 'Ignore'], place, scope);
  if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined)
    invalid(action, place, 'FailIndex needs backoffLimitPerIndex', scope);
  if (onExitCodes !== undefined && onPodConditions.length > 0)
    invalid('', at, 'may have only one of "onExitCodes" or "onPodConditions"', scope);
  else if (onExitCodes === undefined && onPodConditions.length === 0)
    invalid('', at, 'must have one of "onExitCodes" or "onPodConditions"', scope);
  checkCount(onPodConditions, limits.conditions, at.child('onPodConditions'), scope);
  for (const [index, { type = '', status }] of onPodConditions.entries()) {
    const item = at.child('onPodConditions').index(index);
    checkName(type, qualifiedName, item.child('type'), scope);
    checkWordOrEmpty(status, ['False', 'True', 'Unknown'], item.child('status'), scope);
  }
  if (onExitCodes !== undefined) validateExitCodes(onExitCodes, names, at.child('onExitCodes'), scope);
}

/** Source: validatePodFailurePolicyRuleOnExitCodes. */
function validateExitCodes(
  { operator, values = [], containerName }: PodFailurePolicyOnExitCodesRequirement,
  names: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  if (containerName !== undefined && !names.includes(containerName))
    invalid(containerName, at.child('containerName'), 'there is no container of this name', scope);
  if (required(operator, at.child('operator'), scope))
    checkWord(operator, ['In', 'NotIn'], at.child('operator'), scope);
  const place = at.child('values');
  if (values.length === 0) invalid('', place, 'at least one value is needed', scope);
  checkCount(values, limits.exitCodes, place, scope);
  checkUnique(
    values.map(String),
    (value) => value,
    (position) => place.index(position),
    scope,
  );
  if (operator === 'In')
    for (const [position, value] of values.entries())
      if (value === 0) invalid(value, place.index(position), '0 is no failure', scope);
  if (values.some((value, position) => value < (values[position - 1] ?? value)))
    invalid('', place, 'must be in rising order', scope);
}

/** Without a number of completions there is one: pkg/apis/batch/v1/defaults.go, SetDefaults_Job. Source: validateSuccessPolicy, validateSuccessPolicyRule. */
export function validateSuccessPolicy(
  { successPolicy, completionMode, completions = 1 }: JobSpec,
  at: FieldPath,
  scope: Scope,
): void {
  if (successPolicy === undefined) return;
  if (completionMode !== 'Indexed') {
    invalid('', at, 'needs completionMode: Indexed', scope);
    return;
  }
  const rules = successPolicy.rules ?? [];
  if (rules.length === 0) required(undefined, at.child('rules'), scope);
  checkCount(rules, limits.rules, at.child('rules'), scope);
  for (const [index, { succeededIndexes, succeededCount }] of rules.entries()) {
    const place = at.child('rules').index(index);
    if (succeededIndexes === undefined && succeededCount === undefined)
      required(undefined, place, scope, '"succeededIndexes" or "succeededCount"');
    const total =
      succeededIndexes === undefined
        ? undefined
        : validateIndexes(succeededIndexes, completions, place.child('succeededIndexes'), scope);
    if (succeededCount === undefined) continue;
    const where = place.child('succeededCount');
    checkRange(succeededCount, nonNegative, where, scope);
    if (succeededCount > completions) invalid(succeededCount, where, 'must be at most completions', scope);
    if (total !== undefined && succeededCount > total)
      invalid(succeededCount, where, 'must be at most the number of succeededIndexes', scope);
  }
}

/** How many indexes a text names; undefined where it is wrong, after reporting it. */
function validateIndexes(
  indexes: string,
  completions: number,
  at: FieldPath,
  scope: Scope,
): number | undefined {
  checkLength(indexes, limits.indexesLength, at, scope);
  const total = countIndexes(indexes, completions);
  if (total === undefined)
    invalid(indexes, at, 'must be rising indexes and ranges such as 0,2-4, below completions', scope);
  return total;
}

/** Source: validateIndexesFormat, parseIndexInterval; numbers are read as Go's strconv.Atoi does. */
function countIndexes(text: string, completions: number): number | undefined {
  if (text === '') return 0;
  let [total, last] = [0, -1];
  for (const part of text.split(',')) {
    const bounds = part.split('-');
    const numbers = bounds.map((bound) => (/^\+?\d+$/.test(bound) ? Number(bound) : Number.NaN));
    const [from = Number.NaN, to = from] = numbers;
    const isGood = bounds.length <= 2 && from > last && to < completions && (bounds.length < 2 || from < to);
    if (!isGood) return undefined;
    [total, last] = [total + to - from + 1, to];
  }
  return total;
}

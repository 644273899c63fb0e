import type { Container, EphemeralContainer, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import {
  checkCount,
  checkName,
  checkWord,
  checkWordOrEmpty,
  forbid,
  invalid,
  notFound,
  required,
  type Scope,
} from './check.js';
import { validateEnv } from './env/validate.js';
import { validateLifecycle } from './lifecycle/validate.js';
import { dnsLabel } from './names.js';
import { validatePorts } from './ports/validate.js';
import { validateProbe } from './probes/validate.js';
import { validateResources } from './resources/validate.js';
import type { Owner } from './resources/validate-pod.js';
import { validateContainerSecurity } from './security/validate.js';
import { type GoodVolumes, validateMounts } from './volumes/validate-mounts.js';

/** What the rules of a container ask of its pod. */
export interface ContainerContext {
  readonly podSpec: PodSpec;
  readonly owner: Owner;
  readonly volumes: GoodVolumes;
}

/** Source: pkg/apis/core/validation/validation.go, validateContainers and validateInitContainers. */
export function validateContainers(
  list: 'containers' | 'initContainers',
  context: ContainerContext,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, container] of (context.podSpec[list] ?? []).entries()) {
    const place = at.index(index);
    validateContainer(container, context, place, scope);
    validateRestart(container, place, scope);
    if (context.owner === 'pod') checkImageBlanks(container, place, scope);
    if (list === 'initContainers' && container.restartPolicy !== 'Always')
      forbidForInit(container, place, scope);
    else validateWatched(container, context.podSpec, place, scope);
  }
}

/** Source: validateContainerCommon. */
function validateContainer(
  container: Container,
  { podSpec, volumes }: ContainerContext,
  at: FieldPath,
  scope: Scope,
): void {
  const { name, image, imagePullPolicy, terminationMessagePolicy } = container;
  const policies = ['Always', 'IfNotPresent', 'Never'];
  const messages = ['File', 'FallbackToLogsOnError'];
  if (required(name, at.child('name'), scope)) checkName(name, dnsLabel, at.child('name'), scope);
  required(image, at.child('image'), scope);
  checkWordOrEmpty(imagePullPolicy, policies, at.child('imagePullPolicy'), scope);
  checkWordOrEmpty(terminationMessagePolicy, messages, at.child('terminationMessagePolicy'), scope);
  validatePorts(container.ports ?? [], at.child('ports'), scope);
  validateEnv(container, podSpec, at, scope);
  validateMounts(container, volumes, at, scope);
  const claims = (podSpec.resourceClaims ?? []).map((claim) => claim.name);
  validateResources(container.resources, claims, at.child('resources'), scope);
  validateContainerSecurity(container.securityContext, podSpec, at.child('securityContext'), scope);
  validateResizePolicy(container, podSpec, at.child('resizePolicy'), scope);
}

/** Templates are not held to it. Source: validateContainerOnlyForPod. */
function checkImageBlanks({ image = '' }: Container, at: FieldPath, scope: Scope): void {
  if (image !== image.trim()) invalid(image, at.child('image'), 'must not begin or end with blanks', scope);
}

/** Errors name the list and not the item. Source: validateResizePolicy. */
function validateResizePolicy(
  { resizePolicy = [] }: Container,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  const seen = new Set<string>();
  for (const [index, { resourceName = '', restartPolicy = '' }] of resizePolicy.entries()) {
    const named = (field: string): FieldPath => at.index(index).child(field).printedAs(at.toString());
    if (seen.has(resourceName))
      scope.report('api/duplicate', at.index(index), {
        path: at.index(index).toString(),
        value: resourceName,
      });
    seen.add(resourceName);
    if (required(resourceName, named('resourceName'), scope))
      checkWord(resourceName, ['cpu', 'memory'], named('resourceName'), scope);
    if (required(restartPolicy, named('restartPolicy'), scope))
      checkWord(restartPolicy, ['NotRequired', 'RestartContainer'], named('restartPolicy'), scope);
    if (podSpec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired')
      invalid(restartPolicy, named('restartPolicy'), 'must be NotRequired: the pod never restarts', scope);
  }
}

/** Source: validateContainerRestartPolicy and validateInitContainerRestartPolicy. */
function validateRestart(
  { restartPolicy, restartPolicyRules = [] }: Container,
  at: FieldPath,
  scope: Scope,
): void {
  checkWord(restartPolicy, ['Always', 'Never', 'OnFailure'], at.child('restartPolicy'), scope);
  const rules = at.child('restartPolicyRules');
  if (restartPolicyRules.length > 0 && restartPolicy === undefined)
    required(undefined, at.child('restartPolicy'), scope, 'the rules are exceptions from it');
  checkCount(restartPolicyRules, 20, rules, scope);
  for (const [index, { action = '', exitCodes }] of restartPolicyRules.entries()) {
    const place = rules.index(index);
    checkWord(action, ['Restart', 'RestartAllContainers'], place.child('action'), scope);
    if (exitCodes === undefined) {
      required(undefined, place.child('exitCodes'), scope);
      continue;
    }
    const { operator = '', values = [] } = exitCodes;
    checkWord(operator, ['In', 'NotIn'], place.child('exitCodes', 'operator'), scope);
    checkCount(values, 255, place.child('exitCodes', 'values'), scope);
  }
}

/** Probes and hooks of containers that stay. */
function validateWatched(container: Container, podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  for (const which of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    validateProbe(container[which], which, at.child(which), scope);
  const graceSeconds = podSpec.terminationGracePeriodSeconds ?? 30;
  validateLifecycle(container.lifecycle, graceSeconds, at.child('lifecycle'), scope);
}

/**
 * Source: validateInitContainers; for a lifecycle of a stop signal alone, which is dropped before validation (its feature
 * gate is off in 1.36), pkg/api/pod/util.go, dropContainerStopSignals.
 */
function forbidForInit(container: Container, at: FieldPath, scope: Scope): void {
  const lifecycle = Object.keys(container.lifecycle ?? {});
  const isDropped = lifecycle.length === 1 && lifecycle[0] === 'stopSignal';
  for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[field] !== undefined && !(field === 'lifecycle' && isDropped))
      forbid(at.child(field), 'an init container ends; only one with restartPolicy: Always stays', scope);
  }
  for (const [index, { restartPolicy }] of (container.resizePolicy ?? []).entries()) {
    const place = at.child('resizePolicy').index(index).child('restartPolicy');
    if (restartPolicy === 'RestartContainer')
      invalid(restartPolicy, place, 'only a sidecar among the init containers can be restarted', scope);
  }
}

const notEphemeral = [
  ...['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resizePolicy'],
  ...['restartPolicy', 'restartPolicyRules'],
] as const;

/** They can be added to a pod that runs, and only then. Source: validateEphemeralContainers and ValidatePodCreate. */
export function validateEphemeral(context: ContainerContext, at: FieldPath, scope: Scope): void {
  const { ephemeralContainers = [], containers, initContainers = [] } = context.podSpec;
  if (ephemeralContainers.length === 0) return;
  forbid(at, 'they are added to a pod that runs (kubectl debug)', scope);
  const others = [...containers, ...initContainers].map(({ name }) => name);
  for (const [index, container] of ephemeralContainers.entries()) {
    const place = at.index(index);
    validateContainer(container, context, place, scope);
    checkImageBlanks(container, place, scope);
    forbidForEphemeral(container, place, scope);
    const target = container.targetContainerName ?? '';
    if (target !== '' && !others.includes(target))
      notFound(target, { what: 'container' }, place.child('targetContainerName'), scope);
  }
}

function forbidForEphemeral(container: EphemeralContainer, at: FieldPath, scope: Scope): void {
  const why = 'a debugging container has none';
  for (const field of notEphemeral) if (container[field] !== undefined) forbid(at.child(field), why, scope);
  if (Object.keys(container.resources ?? {}).length > 0) forbid(at.child('resources'), why, scope);
  for (const [index, { subPath = '', subPathExpr = '' }] of (container.volumeMounts ?? []).entries()) {
    const mount = at.child('volumeMounts').index(index);
    if (subPath !== '') forbid(mount.child('subPath'), why, scope);
    if (subPathExpr !== '') forbid(mount.child('subPathExpr'), why, scope);
  }
}

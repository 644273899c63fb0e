import type { Container, Pod, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  forbid,
  invalid,
  required,
  type Scope,
} from './check.js';
import { validateEnv } from './env/validate.js';
import { validateLabels } from './labels.js';
import { validateLifecycle } from './lifecycle/validate.js';
import { subdomainName, validateAnnotations, validateMetadata } from './metadata/validate.js';
import { dnsLabel } from './names.js';
import { validateNetwork } from './network/validate.js';
import { checkHostPortConflicts, validatePorts } from './ports/validate.js';
import { validateProbe } from './probes/validate.js';
import { validatePodResources, validateResources } from './resources/validate.js';
import { validateScheduling } from './scheduling/validate.js';
import { validateContainerSecurity, validatePodSecurity, validateSystem } from './security/validate.js';
import { validateMounts, validateVolumes } from './volumes/validate.js';

const restartPolicies = ['Always', 'OnFailure', 'Never'];

/** Source: pkg/apis/core/validation/validation.go, ValidatePodCreate. */
export function validatePod({ metadata, spec }: Pod, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  if (spec !== undefined)
    validateAppArmorAnnotations(metadata?.annotations, spec, at.child('metadata', 'annotations'), scope);
  validatePodSpec(spec ?? { containers: [] }, at.child('spec'), scope);
}

/** Which restart policies a template's controller takes; all when absent. */
export interface TemplateRules {
  readonly restartPolicies?: readonly string[];
  /** The spec of the pods is not looked at, but for what the controller forbids. */
  readonly metadataOnly?: boolean;
}

/** Source: pkg/apis/core/validation/validation.go, ValidatePodTemplateSpec. */
export function validatePodTemplate(
  template: PodTemplateSpec | undefined,
  at: FieldPath,
  rules: TemplateRules,
  scope: Scope,
): void {
  const { metadata, spec } = template ?? {};
  validateLabels(metadata?.labels, at.child('metadata', 'labels'), scope);
  validateAnnotations(metadata?.annotations, at.child('metadata', 'annotations'), scope);
  if (spec !== undefined)
    validateAppArmorAnnotations(metadata?.annotations, spec, at.child('metadata', 'annotations'), scope);
  if (rules.metadataOnly !== true) validatePodSpec(spec ?? { containers: [] }, at.child('spec'), scope);
  const { restartPolicies: allowed } = rules;
  if (allowed === undefined) return;
  const place = at.child('spec', 'restartPolicy');
  const policy = spec?.restartPolicy;
  if (allowed.includes('Always')) {
    checkWord(policy, allowed, place, scope);
    if (spec?.activeDeadlineSeconds !== undefined)
      forbid(at.child('spec', 'activeDeadlineSeconds'), 'pods of a controller have no deadline', scope);
  } else if (policy === undefined) required(undefined, place, scope, `a job says ${allowed.join(' or ')}`);
  else checkWord(policy, allowed, place, scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidatePodSpec. */
export function validatePodSpec(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { containers = [], initContainers = [], ephemeralContainers = [], volumes = [] } = podSpec;
  const spec: PodSpec = { ...podSpec, containers };
  validateVolumes(volumes, at.child('volumes'), scope);
  if (containers.length === 0) required(undefined, at.child('containers'), scope, 'at least one container');
  validateContainers(containers, spec, at.child('containers'), scope);
  validateContainers(initContainers, spec, at.child('initContainers'), scope);
  checkContainerNames(spec, at, scope);
  if (ephemeralContainers.length > 0) {
    forbid(at.child('ephemeralContainers'), 'they are added to a pod that runs (kubectl debug)', scope);
    for (const [index, container] of ephemeralContainers.entries()) {
      for (const field of [
        'ports',
        'livenessProbe',
        'readinessProbe',
        'startupProbe',
        'resources',
        'lifecycle',
      ] as const) {
        if (container[field] !== undefined)
          forbid(
            at.child('ephemeralContainers').index(index).child(field),
            'a debugging container has none',
            scope,
          );
      }
    }
  }
  checkWord(podSpec.restartPolicy, restartPolicies, at.child('restartPolicy'), scope);
  checkRange(podSpec.activeDeadlineSeconds, [1, 2 ** 31 - 1], at.child('activeDeadlineSeconds'), scope);
  checkHostPortConflicts(containers, podSpec.hostNetwork === true, at.child('containers'), scope);
  validatePodResources(spec, at.child('resources'), scope);
  validatePodSecurity(spec, at.child('securityContext'), scope);
  validateSystem(spec, at, scope);
  validateNetwork(spec, at, scope);
  validateScheduling(spec, at, scope);
}

function checkContainerNames(
  { initContainers = [], containers, ephemeralContainers = [] }: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  const all = [
    ...containers.map(({ name }, index) => ({
      name,
      place: at.child('containers').index(index).child('name'),
    })),
    ...initContainers.map(({ name }, index) => ({
      name,
      place: at.child('initContainers').index(index).child('name'),
    })),
    ...ephemeralContainers.map(({ name }, index) => ({
      name,
      place: at.child('ephemeralContainers').index(index).child('name'),
    })),
  ];
  checkUnique(
    all,
    ({ name }) => name,
    (index) => all[index]?.place ?? at,
    scope,
  );
}

function validateContainers(
  containers: readonly Container[],
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, container] of containers.entries()) {
    const place = at.index(index);
    const isInit = at.segment === 'initContainers';
    validateContainer(container, podSpec, place, scope);
    if (isInit && container.restartPolicy !== 'Always') forbidForInit(container, place, scope);
    else validateWatched(container, podSpec, place, scope);
  }
}

/** Source: validateContainerCommon. */
function validateContainer(container: Container, podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { name, image, imagePullPolicy, terminationMessagePolicy } = container;
  if (required(name, at.child('name'), scope)) checkName(name, dnsLabel, at.child('name'), scope);
  if (required(image, at.child('image'), scope) && image !== image?.trim())
    invalid(image, at.child('image'), 'must not begin or end with blanks', scope);
  checkWord(imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], at.child('imagePullPolicy'), scope);
  checkWord(
    terminationMessagePolicy,
    ['File', 'FallbackToLogsOnError'],
    at.child('terminationMessagePolicy'),
    scope,
  );
  validatePorts(container.ports ?? [], podSpec.hostNetwork === true, at.child('ports'), scope);
  validateEnv(container, at, scope);
  validateMounts(container, podSpec, at, scope);
  const claims = (podSpec.resourceClaims ?? []).map((claim) => claim.name);
  validateResources(container.resources, claims, at.child('resources'), scope);
  validateContainerSecurity(container.securityContext, podSpec, at.child('securityContext'), scope);
  validateResizePolicy(container, at.child('resizePolicy'), scope);
  validateRestart(container, at, scope);
}

function validateResizePolicy({ resizePolicy = [] }: Container, at: FieldPath, scope: Scope): void {
  checkUnique(
    resizePolicy,
    ({ resourceName }) => resourceName,
    (index) => at.index(index),
    scope,
  );
  for (const [index, { resourceName, restartPolicy }] of resizePolicy.entries()) {
    checkWord(
      resourceName,
      ['cpu', 'memory'],
      at.index(index).child('resourceName').printedAs(at.toString()),
      scope,
    );
    checkWord(
      restartPolicy,
      ['NotRequired', 'RestartContainer'],
      at.index(index).child('restartPolicy').printedAs(at.toString()),
      scope,
    );
  }
}

/** Source: validateContainerRestartPolicy and validateContainerRestartPolicyRules (1.35). */
function validateRestart(
  { restartPolicy, restartPolicyRules = [] }: Container,
  at: FieldPath,
  scope: Scope,
): void {
  checkWord(restartPolicy, restartPolicies, at.child('restartPolicy'), scope);
  const rules = at.child('restartPolicyRules');
  if (restartPolicyRules.length > 0 && restartPolicy === undefined) {
    required(undefined, at.child('restartPolicy'), scope, 'the rules are exceptions from it');
  }
  if (restartPolicyRules.length > 20) invalid('', rules, 'at most 20 rules are taken', scope);
  for (const [index, { action, exitCodes }] of restartPolicyRules.entries()) {
    const place = rules.index(index);
    if (required(action, place.child('action'), scope))
      checkWord(action, ['Restart', 'RestartAllContainers'], place.child('action'), scope);
    if (exitCodes === undefined) {
      required(undefined, place.child('exitCodes'), scope);
      continue;
    }
    if (required(exitCodes.operator, place.child('exitCodes', 'operator'), scope))
      checkWord(exitCodes.operator, ['In', 'NotIn'], place.child('exitCodes', 'operator'), scope);
    if ((exitCodes.values ?? []).length > 255)
      invalid('', place.child('exitCodes', 'values'), 'at most 255 values are taken', scope);
  }
}

/** Probes and hooks of containers that stay. Source: validateContainers and validateInitContainers. */
function validateWatched(container: Container, podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  for (const which of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    validateProbe(container[which], which, at.child(which), scope);
  }
  validateLifecycle(
    container.lifecycle,
    podSpec.terminationGracePeriodSeconds ?? 30,
    at.child('lifecycle'),
    scope,
  );
}

/** Source: validateInitContainers. */
function forbidForInit(container: Container, at: FieldPath, scope: Scope): void {
  for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[field] !== undefined)
      forbid(at.child(field), 'an init container ends; only one with restartPolicy: Always stays', scope);
  }
}

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

/** Source: pkg/apis/core/validation/validation.go, ValidateAppArmorPodAnnotations. */
function validateAppArmorAnnotations(
  annotations: { readonly [key: string]: string } | undefined,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  const names = [...(podSpec.containers ?? []), ...(podSpec.initContainers ?? [])].map(({ name }) => name);
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (!key.startsWith(appArmorPrefix)) continue;
    const place = at.entry(key);
    if (!names.includes(key.slice(appArmorPrefix.length)))
      invalid(key, place, 'there is no container of this name', scope);
    if (
      value !== '' &&
      value !== 'runtime/default' &&
      value !== 'unconfined' &&
      !value.startsWith('localhost/')
    ) {
      invalid(value, place, 'must be runtime/default, unconfined or localhost/PROFILE', scope);
    }
  }
}

import type { Pod, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import {
  checkRange,
  checkUnique,
  checkWord,
  checkWordOrEmpty,
  forbid,
  invalid,
  required,
  type Scope,
} from './check.js';
import { validateAnnotations, validateLabels } from './labels.js';
import { subdomainName, validateMetadata } from './metadata/validate.js';
import { validateNetwork } from './network/validate.js';
import { checkHostNetworkPorts, checkHostPortConflicts, type HostPorts } from './ports/validate.js';
import { checkContainerResource } from './resources/resource-names.js';
import { validateAmounts } from './resources/validate.js';
import { type Owner, validatePodResources } from './resources/validate-pod.js';
import { checkGatedNode, validateScheduling } from './scheduling/validate.js';
import { validateProfileAnnotations } from './security/annotations.js';
import { validateSystem } from './security/system.js';
import { validatePodSecurity } from './security/validate.js';
import { validateHostProcess } from './security/windows.js';
import { type ContainerContext, validateContainers, validateEphemeral } from './validate-container.js';
import { validateVolumes } from './volumes/validate.js';

const restartPolicies = ['Always', 'OnFailure', 'Never'];

/** What the rules ask of the object that a pod's spec stands in. */
interface PodContext {
  readonly owner: Owner;
  /** Of the pod; a template's pods have none yet. */
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
}

/** Source: pkg/apis/core/validation/validation.go, ValidatePodCreate. */
export function validatePod({ metadata, spec }: Pod, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const podSpec = spec ?? { containers: [] };
  const specAt = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  validatePodAnnotations(
    metadata?.annotations ?? {},
    podSpec,
    { at: at.child('metadata', 'annotations'), specAt },
    scope,
  );
  const { name = '', labels = {} } = metadata ?? {};
  validatePodSpec(podSpec, { owner: 'pod', name, labels }, specAt, scope);
  checkGatedNode(podSpec, specAt, scope);
}

/** Which restart policies a template's controller takes; all when absent. */
export interface TemplateRules {
  readonly restartPolicies?: readonly string[];
  /** The spec of the pods is not looked at, but for what the controller forbids. */
  readonly metadataOnly?: boolean;
}

/** Errors of the metadata leave that word out. Source: pkg/apis/core/validation/validation.go, ValidatePodTemplateSpec. */
export function validatePodTemplate(
  template: PodTemplateSpec | undefined,
  at: FieldPath,
  rules: TemplateRules,
  scope: Scope,
): void {
  const { metadata, spec } = template ?? {};
  const podSpec = spec ?? { containers: [] };
  const { labels = {}, annotations = {} } = metadata ?? {};
  const named = (field: string): FieldPath => at.child('metadata', field).printedAs(`${at}.${field}`);
  const specAt = at.child('spec');
  validateLabels(labels, named('labels'), scope);
  validateAnnotations(annotations, named('annotations'), scope);
  validatePodAnnotations(annotations, podSpec, { at: named('annotations'), specAt }, scope);
  if (rules.metadataOnly !== true)
    validatePodSpec(podSpec, { owner: 'template', name: '', labels: {} }, specAt, scope);
  if (rules.restartPolicies !== undefined) checkTemplatePolicy(podSpec, rules.restartPolicies, specAt, scope);
}

function checkTemplatePolicy(
  { restartPolicy = '', activeDeadlineSeconds }: PodSpec,
  allowed: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  const place = at.child('restartPolicy');
  if (allowed.includes('Always')) {
    checkWordOrEmpty(restartPolicy, allowed, place, scope);
    if (activeDeadlineSeconds !== undefined)
      forbid(at.child('activeDeadlineSeconds'), 'pods of a controller have no deadline', scope);
  } else if (restartPolicy === '' || restartPolicy === 'Always')
    required(undefined, place, scope, `a job says ${allowed.join(' or ')}`);
  else checkWord(restartPolicy, allowed, place, scope);
}

/** Source: ValidatePodSpecificAnnotations. */
function validatePodAnnotations(
  annotations: { readonly [key: string]: string },
  podSpec: PodSpec,
  { at, specAt }: { readonly at: FieldPath; readonly specAt: FieldPath },
  scope: Scope,
): void {
  const mirror = 'kubernetes.io/config.mirror';
  const cost = 'controller.kubernetes.io/pod-deletion-cost';
  if (annotations[mirror] !== undefined && (podSpec.nodeName ?? '') === '')
    invalid(annotations[mirror], at.entry(mirror), 'needs spec.nodeName', scope);
  const costs = annotations[cost];
  const isNumber = costs === undefined || (/^(?:0|-?\d+)$/.test(costs) && !/^0\d/.test(costs));
  if (!isNumber || BigInt.asIntN(32, BigInt(costs ?? 0)) !== BigInt(costs ?? 0))
    invalid(costs, at.entry(cost), 'must be a whole number of 32 bits', scope);
  validateProfileAnnotations(annotations, podSpec, { annotationsAt: at, specAt }, scope);
}

/** schedulingGroup is dropped before validation (its feature gate is off in 1.36). Source: pkg/apis/core/validation/validation.go, ValidatePodSpec. */
export function validatePodSpec(
  podSpec: PodSpec,
  { owner, name, labels }: PodContext,
  at: FieldPath,
  scope: Scope,
): void {
  const spec: PodSpec = { ...podSpec, containers: podSpec.containers ?? [] };
  const volumes = validateVolumes(spec.volumes ?? [], { owner, name }, at.child('volumes'), scope);
  const context: ContainerContext = { podSpec: spec, owner, volumes };
  if (spec.containers.length === 0)
    required(undefined, at.child('containers'), scope, 'at least one container');
  validateContainers('containers', context, at.child('containers'), scope);
  validateContainers('initContainers', context, at.child('initContainers'), scope);
  validateEphemeral(context, at.child('ephemeralContainers'), scope);
  checkContainerNames(spec, at, scope);
  checkWordOrEmpty(spec.restartPolicy, restartPolicies, at.child('restartPolicy'), scope);
  checkRange(spec.activeDeadlineSeconds, [1, 2 ** 31 - 1], at.child('activeDeadlineSeconds'), scope);
  checkHostPorts(spec, owner, at, scope);
  validatePodResources(spec, owner, at.child('resources'), scope);
  const overhead = { limits: spec.overhead ?? {}, requests: {} };
  validateAmounts(overhead, checkContainerResource, at.child('overhead'), scope);
  validatePodSecurity(spec, at.child('securityContext'), scope);
  validateHostProcess(spec, at, scope);
  validateSystem(spec, at, scope);
  validateNetwork(spec, at, scope);
  validateScheduling(spec, labels, at, scope);
}

function checkHostPorts(podSpec: PodSpec, owner: Owner, at: FieldPath, scope: Scope): void {
  const { containers, initContainers = [], hostNetwork } = podSpec;
  const hostPorts: HostPorts = hostNetwork === true && owner === 'pod' ? 'all' : 'written';
  const place = (list: string) => (container: number) => at.child(list).index(container);
  checkHostPortConflicts(containers, hostPorts, place('containers'), scope);
  for (const [index, container] of initContainers.entries()) {
    const real = at.child('initContainers').index(index).printedAs(`${at}.initContainers[0]`);
    checkHostPortConflicts([container], hostPorts, () => real, scope);
  }
  if (hostNetwork === true) checkHostNetworkPorts(containers, at.child('containers'), scope);
}

function checkContainerNames(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const all = (['containers', 'initContainers', 'ephemeralContainers'] as const).flatMap((list) =>
    (podSpec[list] ?? []).map(({ name }, index) => ({
      name,
      place: at.child(list).index(index).child('name'),
    })),
  );
  checkUnique(
    all,
    ({ name }) => name,
    (index) => all[index]?.place ?? at,
    scope,
  );
}

import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { resolveMetadata } from '../fields/metadata/resolve.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import type { TemplateRules } from '../model/template.js';
import type { KubeObject } from '../phases/documents.js';
import type { Situation } from '../podman/target.js';
import { placeholder } from '../reconcile/pod-template.js';
import { jobPodLabels, withIndex } from './indexed.js';
import { cronJobRules, jobRules } from './job-rules.js';
import { stableUid } from './uid.js';

/** A pod that is made later, as often as its controller wants, and the rules that the controller goes by. */
export interface TemplateRequest {
  readonly pod: PodRequest;
  readonly rules: TemplateRules;
  /** What makes it another Job when it changes. Source: kubernetes pkg/apis/batch/validation, ValidateJobSpecUpdate. */
  readonly identity: unknown;
}

/** Whether an object's pods are made by the supervisor alone, when they are due. */
export function isTemplated({ kind }: KubeObject, { output, supervised }: Situation): boolean {
  return supervised && output === 'run' && (kind === 'Job' || kind === 'CronJob');
}

/** What an object keeps for later; undefined for objects whose pods are all known from the beginning. */
export function templateRequest(object: KubeObject): TemplateRequest | undefined {
  return object.kind === 'Job'
    ? jobTemplate(object)
    : object.kind === 'CronJob'
      ? cronJobTemplate(object)
      : undefined;
}

function jobTemplate(object: KubeObject): TemplateRequest | undefined {
  const { spec } = object.manifest as Job;
  if (spec === undefined) return undefined;
  const { name, namespace } = object;
  const pod = podRequest(object, spec, object.at.child('spec', 'template'), {
    name,
    uid: stableUid(namespace, 'Job', name),
  });
  const { template, completionMode, selector, completions, podFailurePolicy, successPolicy } = spec;
  const identity = { template, completionMode, selector, completions, podFailurePolicy, successPolicy };
  return pod && { pod, rules: { kind: 'Job', job: jobRules(spec) }, identity };
}

function cronJobTemplate(object: KubeObject): TemplateRequest | undefined {
  const { spec } = object.manifest as CronJob;
  const jobSpec = spec?.jobTemplate.spec;
  if (spec === undefined || jobSpec === undefined) return undefined;
  const at = object.at.child('spec', 'jobTemplate', 'spec', 'template');
  const pod = podRequest(object, jobSpec, at, { name: placeholder.job, uid: placeholder.jobUid });
  const rules: TemplateRules = { kind: 'CronJob', job: jobRules(jobSpec), cronJob: cronJobRules(spec) };
  // A changed CronJob is the same one: what it has started goes on.
  return pod && { pod, rules, identity: undefined };
}

function podRequest(
  { namespace }: KubeObject,
  spec: JobSpec,
  at: FieldPath,
  job: { readonly name: string; readonly uid: string },
): PodRequest | undefined {
  const indexed = spec.completionMode === 'Indexed';
  const { index } = placeholder;
  const template = indexed
    ? withIndex(spec.template, { index, hostname: `${job.name}-${index}` })
    : spec.template;
  if (template.spec === undefined) return undefined;
  const metadata = resolveMetadata(template.metadata);
  return {
    podSpec: template.spec,
    at,
    identity: {
      namespace,
      name: placeholder.pod,
      uid: placeholder.uid,
      ...metadata,
      labels: { ...metadata.labels, ...jobPodLabels(job.name, job.uid, indexed ? index : undefined) },
      serviceAccountName: template.spec.serviceAccountName ?? template.spec.serviceAccount ?? 'default',
      owner: { apiVersion: 'batch/v1', kind: 'Job', name: job.name },
    },
  };
}

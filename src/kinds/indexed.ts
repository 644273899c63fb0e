import type { Container, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import { completionIndexLabel } from '../model/completion-index.js';

const variable = 'JOB_COMPLETION_INDEX';

/** What tells a pod of an indexed Job its number. */
export interface CompletionIndex {
  readonly index: string;
  /** `JOB-INDEX`. */
  readonly hostname: string;
}

/** Labels of a Job's pod. Source: kubernetes pkg/apis/batch, JobNameLabel, ControllerUid and their older forms. */
export function jobPodLabels(
  job: string,
  uid: string,
  index: string | undefined,
): { readonly [name: string]: string } {
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': job,
    'controller-uid': uid,
    'job-name': job,
    ...(index === undefined ? {} : { [completionIndexLabel]: index }),
  };
}

/**
 * A pod template with its number: annotation, host name and a variable in every container that has none of that name.
 * Source: kubernetes pkg/controller/job/indexed_job_utils.go, addCompletionIndexEnvVariable, addCompletionIndexAnnotation;
 * job_controller.go, manageJob (the host name takes the place of any other).
 */
export function withIndex(template: PodTemplateSpec, { index, hostname }: CompletionIndex): PodTemplateSpec {
  const { spec, metadata } = template;
  if (spec === undefined) return template;
  const add = (container: Container): Container =>
    container.env?.some(({ name }) => name === variable) === true
      ? container
      : { ...container, env: [...(container.env ?? []), { name: variable, value: index }] };
  return {
    metadata: { ...metadata, annotations: { ...metadata?.annotations, [completionIndexLabel]: index } },
    spec: {
      ...spec,
      hostname,
      containers: spec.containers.map(add),
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(add) }),
    },
  };
}

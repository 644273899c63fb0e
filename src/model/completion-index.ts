/** Label and annotation of the pods of an indexed Job. Source: kubernetes staging/src/k8s.io/api/batch/v1/types.go, JobCompletionIndexAnnotation. */
export const completionIndexLabel = 'batch.kubernetes.io/job-completion-index';

/** The number that a pod's labels tell; undefined: none. Source: kubernetes pkg/controller/job/indexed_job_utils.go, getCompletionIndex. */
export function completionIndexOf(labels: { readonly [name: string]: string }): number | undefined {
  const text = labels[completionIndexLabel];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

import type { CronJob } from 'kubernetes-types/batch/v1.js';
import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { KubeObject } from '../phases/documents.js';

/** The pods that an object describes: their metadata and spec as written, and where the spec stands. */
export interface PodTemplate {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly at: FieldPath;
}

interface Templated {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly template?: { readonly metadata?: ObjectMeta; readonly spec?: PodSpec } };
}

const withTemplate = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);

/**
 * The pods that an object of any kind describes, before anything is resolved; undefined for kinds that run none. The
 * schema of each kind was checked in phase 2, so that its manifest may be read as its own type.
 */
export function podTemplate({ kind, manifest, at }: KubeObject): PodTemplate | undefined {
  if (kind === 'Pod') {
    const { metadata, spec } = manifest as { readonly metadata?: ObjectMeta; readonly spec?: PodSpec };
    return spec === undefined ? undefined : { metadata: metadata ?? {}, spec, at: at.child('spec') };
  }
  if (kind === 'CronJob') {
    const job = (manifest as CronJob).spec?.jobTemplate as Templated | undefined;
    return templateOf(job, at.child('spec', 'jobTemplate'));
  }
  return withTemplate.has(kind) ? templateOf(manifest as Templated, at) : undefined;
}

function templateOf(owner: Templated | undefined, at: FieldPath): PodTemplate | undefined {
  const { metadata = {}, spec } = owner?.spec?.template ?? {};
  return spec === undefined ? undefined : { metadata, spec, at: at.child('spec', 'template', 'spec') };
}

import type { StatefulSet, StatefulSetSpec } from 'kubernetes-types/apps/v1.js';
import type { PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkWordOrEmpty,
  invalid,
  nonNegative,
  type Scope,
} from '../../fields/check.js';
import { validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel } from '../../fields/names.js';
import { validateClaimSpec } from '../../fields/volumes/claim-spec.js';
import { validateSelected } from './workloads.js';

/** Fields that the types of 1.32 lack. */
type Spec = Partial<StatefulSetSpec> & {
  readonly ordinals?: { readonly start?: number };
  readonly persistentVolumeClaimRetentionPolicy?: {
    readonly whenDeleted?: string;
    readonly whenScaled?: string;
  };
};

/** Source: pkg/apis/apps/validation/validation.go, ValidateStatefulSet and ValidateStatefulSetSpec. */
export function validateStatefulSet({ metadata, spec }: StatefulSet, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const known: Spec = spec ?? {};
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), { name: dnsLabel }, scope);
  // A negative revisionHistoryLimit is accepted, with a warning.
  for (const field of ['replicas', 'minReadySeconds'] as const)
    checkRange(known[field], nonNegative, place.child(field), scope);
  const start = place.child('ordinals', 'start');
  checkRange(known.ordinals?.start, nonNegative, start, scope);
  validatePolicies(known, place, scope);
  const { serviceName = '', selector, volumeClaimTemplates = [] } = known;
  // It becomes the subdomain of the pods, which is a label.
  if (serviceName !== '') checkName(serviceName, dnsLabel, place.child('serviceName'), scope);
  const template = withClaims(
    known.template,
    volumeClaimTemplates.map(({ metadata: its }) => its?.name ?? ''),
  );
  validateSelected({ ...(selector === undefined ? {} : { selector }), template }, place, scope);
  for (const [index, claim] of volumeClaimTemplates.entries())
    validateClaimSpec(
      claim.spec ?? {},
      place.child('volumeClaimTemplates').index(index).child('spec'),
      scope,
    );
}

function validatePolicies(
  { podManagementPolicy = '', updateStrategy, persistentVolumeClaimRetentionPolicy: retention }: Spec,
  at: FieldPath,
  scope: Scope,
): void {
  if (!['', 'OrderedReady', 'Parallel'].includes(podManagementPolicy))
    invalid(podManagementPolicy, at.child('podManagementPolicy'), 'must be OrderedReady or Parallel', scope);
  const place = at.child('updateStrategy');
  const { type, rollingUpdate } = updateStrategy ?? {};
  const kind = type || 'RollingUpdate';
  if (kind !== 'RollingUpdate' && kind !== 'OnDelete')
    invalid(
      kind,
      place.child('type').printedAs(place.toString()),
      'must be RollingUpdate or OnDelete',
      scope,
    );
  if (kind === 'OnDelete' && rollingUpdate !== undefined)
    invalid('', place.child('rollingUpdate'), 'only goes with type RollingUpdate', scope);
  if (kind === 'RollingUpdate')
    checkRange(rollingUpdate?.partition, nonNegative, place.child('rollingUpdate', 'partition'), scope);
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const where = at.child('persistentVolumeClaimRetentionPolicy', field);
    checkWordOrEmpty(retention?.[field], ['Retain', 'Delete'], where, scope);
  }
}

/** The template as its pods will be: a claim makes a volume of its name, in place of one that is there. */
function withClaims(template: PodTemplateSpec | undefined, claims: readonly string[]): PodTemplateSpec {
  const spec = template?.spec ?? { containers: [] };
  const volumeOf = (name: string): Volume => ({ name, persistentVolumeClaim: { claimName: name } });
  const written = spec.volumes ?? [];
  const volumes = [
    ...written.map((volume) => (claims.includes(volume.name) ? volumeOf(volume.name) : volume)),
    ...[...new Set(claims)].filter((name) => !written.some((volume) => volume.name === name)).map(volumeOf),
  ];
  return { ...template, spec: { ...spec, ...(volumes.length === 0 ? {} : { volumes }) } };
}

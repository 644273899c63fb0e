import type { Volume } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { parseQuantity } from '../../model/quantity.js';
import { checkName, checkWord, forbid, invalid, required, type Scope } from '../check.js';
import { dnsLabel, dnsSubdomain } from '../names.js';
import type { Owner } from '../resources/validate-pod.js';
import { validateClaimTemplate } from './claim-spec.js';
import { type SourceFields, type SourceRule, sourceRules, text, validateSourceFields } from './sources.js';
import { validateDownwardFiles, validateFiles, validateProjected } from './validate-files.js';

/** Rules of the sources that only pods have, and of those that look at more than their own fields. */
const podRules = {
  emptyDir: { check: emptyDir },
  secret: { needs: ['secretName'], check: validateFiles },
  persistentVolumeClaim: { needs: ['claimName'] },
  downwardAPI: { check: validateDownwardFiles, second: 'downwarAPI' },
  configMap: { needs: ['name'], check: validateFiles },
  projected: { check: validateProjected },
  ephemeral: { needs: ['volumeClaimTemplate'], check: ephemeral },
  image: { check: image },
} as const satisfies { readonly [source: string]: SourceRule };

/** A template's image may still be filled in. Source: validateImageVolumeSource (1.37 asks templates for it too). */
const ofTemplates: { readonly [source: string]: SourceRule } = { ...sourceRules, ...podRules };
const ofPods: typeof ofTemplates = { ...ofTemplates, image: { needs: ['reference'], check: image } };

/** The sources in the order in which the API server looks at them: the second one found is refused. */
const order = [
  ...[
    'emptyDir',
    'hostPath',
    'gitRepo',
    'gcePersistentDisk',
    'awsElasticBlockStore',
    'secret',
    'nfs',
    'iscsi',
  ],
  ...[
    'glusterfs',
    'flocker',
    'persistentVolumeClaim',
    'rbd',
    'cinder',
    'cephfs',
    'quobyte',
    'downwardAPI',
    'fc',
  ],
  ...['flexVolume', 'configMap', 'azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume'],
  ...['azureDisk', 'storageos', 'projected', 'scaleIO', 'csi', 'ephemeral', 'image'],
];

function emptyDir({ sizeLimit }: SourceFields, at: FieldPath, scope: Scope): void {
  const size = sizeLimit === undefined ? undefined : parseQuantity(String(sizeLimit));
  if (size !== undefined && size.numerator < 0n)
    forbid(at.child('sizeLimit'), 'a size cannot be negative', scope);
}

function ephemeral({ volumeClaimTemplate }: SourceFields, at: FieldPath, scope: Scope): void {
  if (typeof volumeClaimTemplate === 'object' && volumeClaimTemplate !== null)
    validateClaimTemplate(volumeClaimTemplate, at.child('volumeClaimTemplate'), scope);
}

function image({ pullPolicy }: SourceFields, at: FieldPath, scope: Scope): void {
  const policy = text(pullPolicy);
  if (policy !== '') checkWord(policy, ['Always', 'IfNotPresent', 'Never'], at.child('pullPolicy'), scope);
}

/** Whose volumes they are. The pod's name, where it has one, is part of the names of the claims that it makes. */
export interface VolumeOwner {
  readonly owner: Owner;
  readonly name: string;
}

/**
 * Checks the volumes of a pod, and says which of them are without fault: mounts of the others find nothing.
 * Source: pkg/apis/core/validation/validation.go, ValidateVolumes and validateVolumeSource.
 */
export function validateVolumes(
  volumes: readonly Volume[],
  { owner, name: podName }: VolumeOwner,
  at: FieldPath,
  scope: Scope,
): ReadonlyMap<string, Volume> {
  const good = new Map<string, Volume>();
  const madeClaims = volumes
    .filter(({ ephemeral: made }) => made !== undefined && podName !== '')
    .map(({ name }) => `${podName}-${name}`);
  for (const [index, volume] of volumes.entries()) {
    const place = at.index(index);
    const { counted, count } = counting(scope.report);
    validateVolume(volume, { owner, name: podName }, place, { report: counted });
    if (good.has(volume.name))
      counted('api/duplicate', place.child('name'), {
        path: place.child('name').toString(),
        value: volume.name,
      });
    if (count() === 0) good.set(volume.name, volume);
    const claim = volume.persistentVolumeClaim?.claimName ?? '';
    if (madeClaims.includes(claim))
      invalid(
        claim,
        place.child('persistentVolumeClaim', 'claimName'),
        'is made for another volume of the pod',
        scope,
      );
  }
  return good;
}

/** Reports, and counts. */
function counting(report: Report): { readonly counted: Report; readonly count: () => number } {
  let found = 0;
  const counted: Report = (code, at, params, related) => {
    found += 1;
    report(code, at, params, related);
  };
  return { counted, count: () => found };
}

function validateVolume(
  volume: Volume,
  { owner, name: podName }: VolumeOwner,
  at: FieldPath,
  scope: Scope,
): void {
  const rules = owner === 'pod' ? ofPods : ofTemplates;
  const sources = volume as unknown as { readonly [source: string]: SourceFields | undefined };
  const set = order.filter((source) => sources[source] !== undefined);
  for (const source of set.slice(1)) {
    const printed = `${at}.${rules[source]?.second ?? source}`;
    forbid(at.child(source).printedAs(printed), 'a volume has one source', scope);
  }
  const [first = ''] = set;
  const [source, rule] = [sources[first], rules[first]];
  if (source !== undefined && rule !== undefined) validateSourceFields(source, rule, at.child(first), scope);
  if (required(volume.name, at.child('name'), scope)) {
    checkName(volume.name, dnsLabel, at.child('name'), scope);
    if (first === 'ephemeral' && podName !== '')
      checkName(`${podName}-${volume.name}`, dnsSubdomain, at.child('name'), scope);
  }
  const { initiatorName, targetPortal = '' } = volume.iscsi ?? {};
  if (initiatorName !== undefined && `${volume.name}:${targetPortal}`.length > 64)
    invalid(volume.name, at.child('name'), 'is too long together with iscsi.targetPortal', scope);
}

import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkDescendingPath,
  checkLength,
  checkName,
  checkNoBacksteps,
  checkRange,
  checkWord,
  invalid,
  required,
  type Scope,
} from '../check.js';
import { dnsLabel, dnsSubdomain } from '../names.js';
import { validateIscsi } from './iscsi.js';

/** A source of storage, whichever it is, by its fields. */
export type SourceFields = { readonly [field: string]: unknown };

/** What the API server demands of one kind of source. */
export interface SourceRule {
  /** Fields that may not be empty. */
  readonly needs?: readonly string[];
  /** What `needs` cannot say. */
  readonly check?: (source: SourceFields, at: FieldPath, scope: Scope) => void;
  /** Under which name its errors are printed, where it is not its own. */
  readonly printed?: string;
  /** Under which name it is refused as a second source. */
  readonly second?: string;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fieldsOf = (value: unknown): SourceFields | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined;
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const wordOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function partition({ partition: number }: SourceFields, at: FieldPath, scope: Scope): void {
  checkRange(numberOf(number), [0, 255], at.child('partition'), scope);
}

const hostPathTypes = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];

function hostPath({ path, type }: SourceFields, at: FieldPath, scope: Scope): void {
  if (text(path) === '') return;
  checkNoBacksteps(text(path), at.child('path'), scope);
  checkWord(wordOf(type), hostPathTypes, at.child('type'), scope);
}

function nfs({ path }: SourceFields, at: FieldPath, scope: Scope): void {
  if (!text(path).startsWith('/')) invalid(text(path), at.child('path'), 'must be an absolute path', scope);
}

function flocker({ datasetName, datasetUUID }: SourceFields, at: FieldPath, scope: Scope): void {
  const [name, uuid] = [text(datasetName), text(datasetUUID)];
  if (name === '' && uuid === '') required(undefined, at, scope, 'datasetName or datasetUUID');
  if (name !== '' && uuid !== '') invalid('', at, 'datasetName and datasetUUID exclude each other', scope);
  if (name.includes('/')) invalid(name, at.child('datasetName'), 'must not contain "/"', scope);
}

function quobyte({ registry, tenant }: SourceFields, at: FieldPath, scope: Scope): void {
  const hosts = text(registry);
  if (hosts === '') return;
  if (text(tenant).length >= 65) required(undefined, at.child('tenant'), scope, 'a UUID');
  else if (hosts.split(',').some((host) => !/^(?:[^:]*|\[[^\]]*\]):[^:]*$/.test(host)))
    invalid(hosts, at.child('registry'), 'must be host:port pairs with commas between', scope);
}

function fc({ targetWWNs, wwids, lun }: SourceFields, at: FieldPath, scope: Scope): void {
  const [targets, ids] = [list(targetWWNs), list(wwids)];
  const place = at.child('targetWWNs');
  if (targets.length === 0 && ids.length === 0) required(undefined, place, scope, 'targetWWNs or wwids');
  if (targets.length > 0 && ids.length > 0)
    invalid('', place, 'targetWWNs and wwids exclude each other', scope);
  if (targets.length === 0) return;
  if (required(lun, at.child('lun'), scope)) checkRange(numberOf(lun), [0, 255], at.child('lun'), scope);
}

function flexVolume({ options }: SourceFields, at: FieldPath, scope: Scope): void {
  for (const key of Object.keys(fieldsOf(options) ?? {})) {
    const domain = `.${key.split('/')[0]?.toLowerCase()}`;
    if (/\.(?:kubernetes|k8s)\.io$/.test(domain))
      invalid(key, at.child('options').entry(key).atKey(), 'kubernetes.io and k8s.io are reserved', scope);
  }
}

/** What is not written is Shared: pkg/apis/core/v1/zz_generated.defaults.go. */
function azureDisk({ cachingMode, kind, diskURI }: SourceFields, at: FieldPath, scope: Scope): void {
  checkWord(wordOf(cachingMode), ['None', 'ReadOnly', 'ReadWrite'], at.child('cachingMode'), scope);
  checkWord(wordOf(kind), ['Dedicated', 'Managed', 'Shared'], at.child('kind'), scope);
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (!text(diskURI).startsWith(start))
    invalid(text(diskURI), at.child('diskURI'), `must begin with ${start}`, scope);
}

function storageos(source: SourceFields, at: FieldPath, scope: Scope): void {
  const [name, namespace] = [text(source.volumeName), text(source.volumeNamespace)];
  if (name !== '') checkName(name, dnsLabel, at.child('volumeName'), scope);
  if (namespace !== '') checkName(namespace, dnsLabel, at.child('volumeNamespace'), scope);
  secretName(source, at, scope);
}

function secretName({ secretRef }: SourceFields, at: FieldPath, scope: Scope): void {
  const secret = fieldsOf(secretRef);
  if (secret !== undefined) required(text(secret.name), at.child('secretRef', 'name'), scope);
}

/** Source: ValidateCSIDriverName. */
export function checkDriverName(name: unknown, at: FieldPath, scope: Scope): void {
  required(text(name), at, scope);
  checkLength(text(name), 63, at, scope);
  checkName(text(name).toLowerCase(), dnsSubdomain, at, scope);
}

function csi({ driver, nodePublishSecretRef }: SourceFields, at: FieldPath, scope: Scope): void {
  checkDriverName(driver, at.child('driver'), scope);
  const secret = fieldsOf(nodePublishSecretRef);
  if (secret === undefined) return;
  const place = at.child('nodePublishSecretRef', 'name');
  if (required(text(secret.name), place, scope))
    checkName(text(secret.name), dnsSubdomain, place.printedAs(`${at}.name`), scope);
}

function gitRepo({ directory }: SourceFields, at: FieldPath, scope: Scope): void {
  checkDescendingPath(text(directory), at.child('directory'), scope);
}

/**
 * Sources that stand in pods and in persistent volumes alike, and the rules of each.
 * Source: pkg/apis/core/validation/validation.go, validate...VolumeSource.
 */
export const sourceRules = {
  hostPath: { needs: ['path'], check: hostPath },
  gitRepo: { needs: ['repository'], check: gitRepo },
  gcePersistentDisk: { needs: ['pdName'], check: partition, printed: 'persistentDisk' },
  awsElasticBlockStore: { needs: ['volumeID'], check: partition },
  nfs: { needs: ['server', 'path'], check: nfs },
  iscsi: { needs: ['targetPortal', 'iqn'], check: validateIscsi },
  glusterfs: { needs: ['endpoints', 'path'] },
  flocker: { check: flocker },
  rbd: { needs: ['monitors', 'image'] },
  cinder: { needs: ['volumeID'], check: secretName },
  cephfs: { needs: ['monitors'], second: 'cephFS' },
  quobyte: { needs: ['registry', 'volume'], check: quobyte },
  fc: { check: fc },
  flexVolume: { needs: ['driver'], check: flexVolume },
  azureFile: { needs: ['secretName', 'shareName'] },
  vsphereVolume: { needs: ['volumePath'] },
  photonPersistentDisk: { needs: ['pdID'] },
  portworxVolume: { needs: ['volumeID'] },
  azureDisk: { needs: ['diskName', 'diskURI'], check: azureDisk },
  storageos: { needs: ['volumeName'], check: storageos },
  scaleIO: { needs: ['gateway', 'system', 'volumeName'] },
  csi: { check: csi },
} as const satisfies { readonly [source: string]: SourceRule };

/** Applies the rules of one source; `at` is its place. */
export function validateSourceFields(
  source: SourceFields,
  { needs = [], check, printed }: SourceRule,
  at: FieldPath,
  scope: Scope,
): void {
  const place = printed === undefined ? at : at.printedAs(`${at.parent}.${printed}`);
  for (const field of needs) {
    const found = source[field];
    required(Array.isArray(found) && found.length === 0 ? undefined : found, place.child(field), scope);
  }
  check?.(source, place, scope);
}

import { isAbsolute, join, normalize } from 'node:path/posix';
import type { HostPathVolumeSource, PodSpec, Volume } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { defaultPullPolicy, imageCandidates } from '../../model/image-reference.js';
import { scaledQuantity } from '../../model/scaled-quantity.js';
import { revealText } from '../../model/text.js';
import { namespaced } from '../../podman/names.js';
import type { ResolveContext } from '../context.js';
import {
  configMapFiles,
  downwardFiles,
  type FilesScope,
  filesSource,
  projectedFiles,
  secretFiles,
} from './files.js';
import { hostSource } from './host.js';
import type { PodVolume, ResolvedSource, VolumeGroup } from './model.js';

/** All volumes of a pod, in file order. Reports: reference/*, podman/*. */
export function resolveVolumes(
  podSpec: PodSpec,
  at: FieldPath,
  context: ResolveContext,
): readonly PodVolume[] {
  const scope: FilesScope = { podSpec, context };
  return (podSpec.volumes ?? []).map((volume, index) => {
    const origin = at.child('volumes').index(index);
    const source = resolveSource(volume, origin, scope);
    const group = groupOf(podSpec, source);
    reportSecrets(source, volume.name, origin, context);
    return { name: volume.name, origin, source, ...(group === undefined ? {} : { group }) };
  });
}

/** Podman takes no other sizes. Source: containers/common pkg/secrets/secrets.go, errDataSize. */
const secretBytes = { least: 1, most: 512_000 };

/** In what people keep, files from Secrets are secrets of Podman's, one for each. */
function reportSecrets(
  source: ResolvedSource,
  name: string,
  at: FieldPath,
  { report, situation: { output } }: ResolveContext,
): void {
  if (source.kind !== 'files' || !source.secret || (output !== 'script' && output !== 'quadlet')) return;
  report('podman/secret-volume-as-secrets', at, { name });
  for (const { path, content } of source.files) {
    const text = content instanceof Uint8Array ? content : revealText(content, () => ' ');
    const size = Buffer.byteLength(text);
    if (size < secretBytes.least || size > secretBytes.most) report('podman/secret-size', at, { path, size });
  }
}

/**
 * fsGroup concerns what the kubelet prepares itself, never a path of the host.
 * Source: kubernetes pkg/volume/hostpath/host_path.go, GetAttributes (SELinuxRelabel and Managed are false).
 */
function groupOf(podSpec: PodSpec, source: ResolvedSource): VolumeGroup | undefined {
  const { fsGroup: gid, fsGroupChangePolicy } = podSpec.securityContext ?? {};
  if (gid === undefined || source.kind === 'host' || source.kind === 'image') return undefined;
  return { gid, when: fsGroupChangePolicy === 'OnRootMismatch' ? 'root-mismatch' : 'always' };
}

/** A volume without a source is an emptyDir: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Volume. */
function resolveSource(volume: Volume, at: FieldPath, scope: FilesScope): ResolvedSource {
  const { context } = scope;
  if (volume.configMap !== undefined)
    return filesSource(configMapFiles(volume.configMap, at.child('configMap'), scope), 'configMap');
  if (volume.secret !== undefined) {
    const { secretName, ...rest } = volume.secret;
    const source = {
      ...rest,
      nameField: 'secretName',
      ...(secretName === undefined ? {} : { name: secretName }),
    };
    return filesSource(secretFiles(source, at.child('secret'), scope), 'secret');
  }
  if (volume.projected !== undefined)
    return filesSource(projectedFiles(volume.projected, at.child('projected'), scope), 'projected');
  if (volume.downwardAPI !== undefined) {
    const { items = [], defaultMode = 0o644 } = volume.downwardAPI;
    return filesSource(downwardFiles(items, defaultMode, at.child('downwardAPI'), scope), 'downwardAPI');
  }
  if (volume.hostPath !== undefined) return resolveHost(volume.hostPath, at.child('hostPath'), context);
  if (volume.persistentVolumeClaim !== undefined)
    return resolveClaim(volume, at.child('persistentVolumeClaim'), context);
  if (volume.image !== undefined) return resolveImageVolume(volume.image);
  if (volume.nfs !== undefined) {
    const { server, path, readOnly = false } = volume.nfs;
    return {
      kind: 'own',
      options: { type: 'nfs', o: `addr=${server}${readOnly ? ',ro' : ''}`, device: `:${path}` },
    };
  }
  if (volume.emptyDir?.medium === 'Memory') {
    return {
      kind: 'empty',
      medium: 'memory',
      sizeBytes: scaledQuantity(String(volume.emptyDir.sizeLimit ?? '0'), 0) ?? 0n,
    };
  }
  return isEmpty(volume) ? { kind: 'empty', medium: 'disk' } : { kind: 'own', options: {} };
}

function isEmpty({ name: _name, emptyDir, ...sources }: Volume): boolean {
  return emptyDir !== undefined || Object.keys(sources).length === 0;
}

/** Relative paths are read from the manifest's folder: Kubernetes knows none. */
export function hostPathOf(path: string, baseDirectory: string): string {
  return normalize(isAbsolute(path) ? path : join(baseDirectory, path));
}

function resolveHost(source: HostPathVolumeSource, at: FieldPath, context: ResolveContext): ResolvedSource {
  const { path, type = '', ...rest } = source;
  rest satisfies Record<string, never>;
  return hostSource({ path: hostPathOf(path, context.baseDirectory), type, readOnly: false }, at, context);
}

/**
 * A claim of the input, else one that Podman has already.
 * Reports: reference/missing-claim.
 */
function resolveClaim(volume: Volume, at: FieldPath, context: ResolveContext): ResolvedSource {
  const { claimName = '', readOnly = false } = volume.persistentVolumeClaim ?? {};
  const { references, identity, observed, report } = context;
  const { namespace } = identity;
  const name = namespaced(namespace, claimName);
  const found = references.claim(namespace, claimName);
  if (found === undefined && !observed.state.volumes.has(name) && !isSetClaim(claimName, context)) {
    report('reference/missing-claim', at.child('claimName'), { namespace, name: claimName });
  }
  const bound = found === undefined ? undefined : context.references.boundVolume(found);
  const host = bound?.manifest.spec?.hostPath?.path ?? bound?.manifest.spec?.local?.path;
  if (bound !== undefined && host !== undefined) {
    const type = bound.manifest.spec?.hostPath?.type ?? '';
    const path = hostPathOf(host, context.baseDirectory);
    return hostSource({ path, type, readOnly }, bound.at.child('spec', 'hostPath'), context);
  }
  return { kind: 'claim', volume: name, readOnly };
}

/** Claims that a StatefulSet makes for its own pods stand in no file. */
function isSetClaim(claimName: string, { identity }: ResolveContext): boolean {
  return identity.owner.kind === 'StatefulSet' && claimName.endsWith(`-${identity.name}`);
}

function resolveImageVolume({ reference = '', pullPolicy }: NonNullable<Volume['image']>): ResolvedSource {
  const [own = reference] = imageCandidates(reference);
  const policy = pullPolicy ?? defaultPullPolicy(reference);
  const known = policy === 'Always' || policy === 'Never' ? policy : 'IfNotPresent';
  return { kind: 'image', reference: own, pullPolicy: known };
}

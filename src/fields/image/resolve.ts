import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  defaultPullPolicy,
  imageCandidates,
  isLocalImage,
  parseImage,
  printImage,
} from '../../model/image-reference.js';
import type { Text } from '../../model/text.js';
import type { ResolveContext } from '../context.js';
import { resolveCredentials } from './credentials.js';
import type { ContainerImage } from './model.js';

/** The pod's registry credentials, resolved once for all its containers. */
export interface PullCredentials {
  readonly names: readonly string[];
  readonly credentials?: Text;
}

/**
 * The registry credentials of a pod: its imagePullSecrets, merged.
 * Reports: reference/missing-pull-secret, reference/bad-pull-secret.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, getPullSecretsForPod (empty names are passed over).
 */
export function resolvePullSecrets(
  podSpec: Pick<PodSpec, 'imagePullSecrets' | 'containers' | 'initContainers'>,
  at: FieldPath,
  context: Pick<ResolveContext, 'report' | 'references' | 'identity'>,
): PullCredentials {
  const images = [...(podSpec.initContainers ?? []), ...podSpec.containers].map(({ image = '' }) =>
    parseImage(image),
  );
  const registries = images.flatMap((parsed) => (parsed.ok ? [parsed.reference.registry] : []));
  const named = (podSpec.imagePullSecrets ?? []).flatMap(({ name }, index) =>
    name === undefined || name === ''
      ? []
      : [{ name, at: at.child('imagePullSecrets').index(index).child('name') }],
  );
  const credentials = resolveCredentials({ secrets: named, registries: [...new Set(registries)] }, context);
  return { names: named.map(({ name }) => name), ...(credentials === undefined ? {} : { credentials }) };
}

/** What a container's image is resolved from. */
export interface ImageInput {
  readonly container: Pick<Container, 'image' | 'imagePullPolicy'>;
  readonly secrets: PullCredentials;
}

/**
 * Which image a container runs and when it is fetched, read as a node reads it and not by Podman's short-name rules.
 * Reports: reference/invalid-image-name, reference/missing-image, podman/short-image-name,
 * podman/local-image-always, podman/image-no-tag-with-digest.
 * Sources: parseImage and defaultPullPolicy; kubernetes pkg/kubelet/images/image_manager.go, imagePullPrecheck.
 */
export function resolveImage(input: ImageInput, at: FieldPath, context: ResolveContext): ContainerImage {
  const { container, secrets } = input;
  const { image = '', imagePullPolicy } = container;
  const reference = chooseReference(image, at.child('image'), context);
  const pullPolicy = choosePolicy(
    { reference, wanted: imagePullPolicy ?? defaultPullPolicy(image) },
    at.child('imagePullPolicy'),
    context,
  );
  reportMissing({ reference, pullPolicy }, at.child('image'), context);
  return {
    reference,
    pullPolicy,
    pullSecrets: secrets.names,
    ...(secrets.credentials === undefined ? {} : { credentials: secrets.credentials }),
  };
}

function chooseReference(image: string, at: FieldPath, { report, observed }: ResolveContext): string {
  const parsed = parseImage(image);
  if (!parsed.ok) {
    // A missing image is the API server's finding already.
    if (image !== '') report('reference/invalid-image-name', at, { image, why: parsed.why });
    return image;
  }
  const { tag, digest } = parsed.reference;
  const [own = printImage(parsed.reference), local] = imageCandidates(image);
  if (tag !== undefined && digest !== undefined) {
    report('podman/image-no-tag-with-digest', at, { image, reference: own });
  }
  if (local === undefined || observed.images.has(own) || !observed.images.has(local)) return own;
  report('podman/short-image-name', at, { image, chosen: local, other: own });
  return local;
}

function choosePolicy(
  { reference, wanted }: { readonly reference: string; readonly wanted: string },
  at: FieldPath,
  { report }: ResolveContext,
): ContainerImage['pullPolicy'] {
  if (wanted === 'Never') return 'Never';
  if (wanted !== 'Always') return 'IfNotPresent';
  if (!isLocalImage(reference)) return 'Always';
  report('podman/local-image-always', at, { image: reference });
  return 'IfNotPresent';
}

/** An image that is not here and that no registry can give is found before anything is made. */
function reportMissing(
  { reference, pullPolicy }: Pick<ContainerImage, 'reference' | 'pullPolicy'>,
  at: FieldPath,
  { report, observed }: ResolveContext,
): void {
  if (!observed.live || reference === '' || observed.images.has(reference)) return;
  if (isLocalImage(reference)) report('reference/missing-image', at, { image: reference, reason: 'local' });
  else if (pullPolicy === 'Never')
    report('reference/missing-image', at, { image: reference, reason: 'never' });
}

import type { Container, LocalObjectReference, PodSpec } from 'kubernetes-types/core/v1.js';
import { exact, type Ledger, type LedgerPart, type LedgerRow } from '../ledger.js';

const localObjectReferenceRows = {
  name: exact(
    'kubernetes pkg/kubelet/kubelet_pods.go, getPullSecretsForPod',
    'found in the input, in the namespace of the pod',
  ),
} satisfies Ledger<LocalObjectReference>;

/** The pod's part of images. */
export const podSpecRows = {
  imagePullSecrets: pullSecretsRow(),
} satisfies LedgerPart<PodSpec, 'imagePullSecrets'>;

/** The container's part of images. */
export const containerRows = {
  image: exact(
    'distribution/reference normalize.go, ParseDockerRef (as containerd calls it)',
    'read as a node does: docker.io/library and latest are the defaults; a local image of that name is used, and reported, when only that is there',
  ),
  imagePullPolicy: exact(
    'kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Container',
    'podman pull with policy always or missing before the container is created; never pulls an image of localhost/',
  ),
} satisfies LedgerPart<Container, 'image' | 'imagePullPolicy'>;

/** Nothing that people keep holds credentials: Podman then pulls with its own logins. */
function pullSecretsRow(): LedgerRow {
  return {
    verdict: (_, { output }) =>
      output === 'run'
        ? { level: 'exact' }
        : {
            level: 'ignored',
            why: 'files that people keep hold no credentials: log in to the registry with podman login before the start',
          },
    source: 'kubernetes pkg/credentialprovider/secrets/secrets.go, MakeDockerKeyring',
    how: 'both kinds of Docker config are merged into one file of credentials for podman pull; the first login of a registry wins',
    fields: localObjectReferenceRows,
  };
}

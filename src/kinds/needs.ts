import type { PodSpec } from 'kubernetes-types/core/v1.js';
import { needsImageAccounts } from '../fields/security/accounts.js';
import { hostPathsOf, volumeImagesOf } from '../fields/volumes/needs.js';
import { defaultPullPolicy, imageCandidates } from '../model/image-reference.js';
import type { KubeObject } from '../phases/documents.js';
import type { ImageNeed, Needs } from '../phases/needs.js';
import type { PodmanState } from '../phases/observed.js';
import { podNames } from '../podman/names.js';
import type { Situation } from '../podman/target.js';
import { heldPods } from '../reconcile/labels.js';
import { holderName } from '../services/names.js';
import { holdersOf } from '../services/resolve.js';
import { podRequests } from './pods.js';
import { isTemplated, templateRequest } from './templates.js';

/** What is known before anything is looked up. */
export interface NeedsContext {
  readonly baseDirectory: string;
  readonly situation: Situation;
  readonly state: Pick<PodmanState, 'pods'>;
  /** Objects of earlier applies that the input may refer to. */
  readonly earlier: readonly KubeObject[];
}

/** What has to be looked up on this machine before the objects can be resolved. */
export function needsOf(
  objects: readonly KubeObject[],
  { baseDirectory, situation, state, earlier }: NeedsContext,
): Needs {
  const requests = objects
    .filter((object) => !isTemplated(object, situation))
    .flatMap((object) => podRequests(object, heldPods(object, state)));
  const later = objects
    .filter((object) => isTemplated(object, situation))
    .flatMap((object) => templateRequest(object)?.pod ?? []);
  const all = [...requests, ...later];
  const known = [...objects, ...earlier];
  return {
    images: all.flatMap(({ podSpec }) => imagesOf(podSpec)),
    hostPaths: [...new Set(all.flatMap(({ podSpec }) => hostPathsOf(podSpec, known, baseDirectory)))],
    pods: [
      ...holdersOf(objects).map(({ name, ...holder }) => ({
        ...holder,
        pod: holderName(holder.namespace, name),
      })),
      ...requests
        .filter(({ podSpec }) => podSpec.hostNetwork !== true)
        .map(({ identity }) => ({
          namespace: identity.namespace,
          pod: podNames(identity.namespace, identity.name).pod,
        })),
    ],
    namespaces: [...new Set(objects.map(({ namespace }) => namespace))].filter((name) => name !== '').sort(),
  };
}

function imagesOf(podSpec: PodSpec): readonly ImageNeed[] {
  const accounts = needsImageAccounts(podSpec);
  const containers = [...(podSpec.initContainers ?? []), ...podSpec.containers].map(
    ({ name, image = '', imagePullPolicy }) => ({
      image,
      policy: imagePullPolicy,
      accounts: accounts.has(name),
    }),
  );
  const volumes = volumeImagesOf(podSpec).map(({ reference, pullPolicy }) => ({
    image: reference,
    policy: pullPolicy,
    accounts: false,
  }));
  return [...containers, ...volumes].flatMap(({ image, policy, accounts: needed }): readonly ImageNeed[] => {
    const [reference, local] = imageCandidates(image);
    if (reference === undefined) return [];
    const pullPolicy = (policy ?? defaultPullPolicy(image)) as ImageNeed['pullPolicy'];
    return [{ reference, pullPolicy, accounts: needed, ...(local === undefined ? {} : { local }) }];
  });
}

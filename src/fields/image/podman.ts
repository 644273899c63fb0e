import type { Operation } from '../../podman/operations.js';
import type { ContainerContribution, PlanContext } from '../context.js';
import type { ContainerImage } from './model.js';

/**
 * The image of a container, and fetching it first: `podman create` is never left to pull, because only
 * `podman pull` takes credentials and a policy alike in every way of running a plan. Two containers of one image
 * ask for the same operation (same id). Policy Never and images of localhost/ fetch nothing.
 * (`podman pull` has no --policy on 4.3.1: `missing` means looking first.)
 * Sources: man podman-pull(1), --authfile; kubernetes pkg/kubelet/images/image_manager.go, EnsureImageExists.
 */
export function planImage(image: ContainerImage, context: PlanContext): ContainerContribution {
  const { reference } = image;
  const policy = pullPolicies[image.pullPolicy];
  if (policy === 'never' || reference.startsWith('localhost/')) return { spec: { image: reference } };
  const pull: Operation = {
    op: 'image.pull',
    id: `image.pull ${reference}`,
    needs: [],
    origin: context.origin,
    image: reference,
    policy,
    ...(image.credentials === undefined ? {} : { authSecret: image.credentials }),
  };
  return { spec: { image: reference }, before: [pull] };
}

const pullPolicies = { Always: 'always', IfNotPresent: 'missing', Never: 'never' } as const;

import type { ImageFacts } from '../../phases/observed.js';
import { imageUser, memberships, primaryGroup } from './accounts.js';

/** What decides a container's user and groups, the container's value before the pod's. */
export interface UserRequest {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  /** `Strict`: the image's /etc/group is not asked. */
  readonly policy: 'Merge' | 'Strict';
  /** fsGroup and supplementalGroups. */
  readonly groups: readonly number[];
}

export interface ResolvedUser {
  readonly user?: string;
  readonly groups: readonly number[];
  readonly nonRoot: boolean;
  /** The value could not be honoured, because nobody has looked at the image yet. */
  readonly unknown?: 'user' | 'groups';
}

/**
 * The process's user and groups as containerd makes them, in the words of `--user` and `--group-add`: the gid of a
 * user without runAsGroup comes from the image's /etc/passwd (what Podman does for `--user UID` too), an image's
 * `USER uid:gid` loses its gid, and the image's memberships are added unless the policy is Strict. Podman adds
 * memberships exactly when `--user` names no group, so the other two combinations are computed here.
 * Sources: containerd internal/cri/server/container_create_linux.go, containerSpecOpts;
 * podman libpod/container_internal_common.go, generateSpec (User and Groups).
 */
export function resolveUser(request: UserRequest, image: ImageFacts | undefined): ResolvedUser {
  const { runAsUser, runAsGroup, policy, groups } = request;
  if (image === undefined) return userWithoutImage(request);
  const fromImage = imageUser(image);
  const user = runAsUser === undefined ? fromImage.text : String(runAsUser);
  const uid = runAsUser ?? fromImage.uid;
  const nonRoot = uid === undefined ? user !== 'root' : uid !== 0;
  if (runAsGroup !== undefined) {
    const merged = policy === 'Merge' ? memberships(user, image) : [];
    return { user: `${user}:${runAsGroup}`, groups: unique([...groups, ...merged]), nonRoot };
  }
  if (policy === 'Strict')
    return { user: `${user}:${primaryGroup(user, image)}`, groups: unique(groups), nonRoot };
  // Nothing to say when the image's own user is what Podman takes by itself.
  return {
    ...(image.user === '' || image.user === user ? keep(runAsUser) : { user }),
    groups: unique(groups),
    nonRoot,
  };
}

function keep(runAsUser: number | undefined): { readonly user?: string } {
  return runAsUser === undefined ? {} : { user: String(runAsUser) };
}

function userWithoutImage({ runAsUser, runAsGroup, policy, groups }: UserRequest): ResolvedUser {
  const nonRoot = runAsUser !== undefined && runAsUser !== 0;
  const known = { groups: unique(groups), nonRoot };
  if (runAsUser === undefined) {
    const unknown = runAsGroup !== undefined ? 'user' : policy === 'Strict' ? 'groups' : undefined;
    return { ...known, ...(unknown === undefined ? {} : { unknown }) };
  }
  if (runAsGroup === undefined) {
    return {
      ...known,
      user: String(runAsUser),
      ...(policy === 'Strict' ? { unknown: 'groups' as const } : {}),
    };
  }
  return { ...known, user: `${runAsUser}:${runAsGroup}` };
}

function unique(groups: readonly number[]): readonly number[] {
  return [...new Set(groups)];
}

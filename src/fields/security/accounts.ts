import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { ImageFacts } from '../../phases/observed.js';

/**
 * Names of the containers whose image's /etc/passwd and /etc/group decide their groups, so that `prepare` reads
 * these files only then: a group of their own with the image's memberships merged in (Podman drops these when a
 * group is given), or no group of their own under the Strict policy (Podman adds memberships when none is given).
 */
export function needsImageAccounts(podSpec: PodSpec): ReadonlySet<string> {
  const strict = podSpec.securityContext?.supplementalGroupsPolicy === 'Strict';
  const ownGroup = (container: Container): boolean =>
    (container.securityContext?.runAsGroup ?? podSpec.securityContext?.runAsGroup) !== undefined;
  const containers = [...(podSpec.initContainers ?? []), ...podSpec.containers];
  return new Set(containers.filter((container) => ownGroup(container) !== strict).map(({ name }) => name));
}

/** The user part of an image's USER, as a node reads it: the group behind `:` is dropped. */
export interface ImageUser {
  /** Absent when the image names its user by text. */
  readonly uid?: number;
  /** As written, without the group; `0` for an image that names no user. */
  readonly text: string;
}

/**
 * Who an image runs as on a node: number, name, or root when it says nothing.
 * Source: containerd internal/cri/server/images/image_status.go, getUserFromImage;
 * kubernetes pkg/kubelet/kuberuntime/kuberuntime_image.go and helpers, getImageUser.
 */
export function imageUser(image: ImageFacts): ImageUser {
  const [text = ''] = image.user.split(':');
  if (text === '') return { uid: 0, text: '0' };
  return isNumber(text) ? { uid: Number(text), text } : { text };
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Lines of /etc/passwd that have a number where numbers belong; others are skipped, as the runtimes do. */
function accounts(passwd: string): readonly Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || !isNumber(uid) || !isNumber(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}

/** The account of a user given as number or name; the first line wins. */
function findAccount(user: string, image: ImageFacts): Account | undefined {
  const all = accounts(image.passwd ?? '');
  return isNumber(user)
    ? all.find((account) => account.uid === Number(user))
    : all.find((account) => account.name === user);
}

/**
 * The primary group that the image's /etc/passwd gives a user, 0 when it knows none.
 * Source: containerd pkg/oci/spec_opts.go, WithUser (WithUserID, WithUsername).
 */
export function primaryGroup(user: string, image: ImageFacts): number {
  return findAccount(user, image)?.gid ?? 0;
}

/**
 * Groups of the image's /etc/group that list the user, without the group of the user's own name.
 * Source: containerd pkg/oci/spec_opts.go, WithAdditionalGIDs.
 */
export function memberships(user: string, image: ImageFacts): readonly number[] {
  const name = isNumber(user) ? findAccount(user, image)?.name : user;
  if (name === undefined) return [];
  return (image.group ?? '').split('\n').flatMap((line) => {
    const [group, , gid, members] = line.split(':');
    if (group === name || !isNumber(gid)) return [];
    return (members ?? '').trim().split(',').includes(name) ? [Number(gid)] : [];
  });
}

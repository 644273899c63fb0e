import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';

/** How Podman's own annotations ask for a claim's volume to be made. */
export interface ClaimSteering {
  /** Absent: the local one. */
  readonly driver?: string;
  readonly options: { readonly [name: string]: string };
  /** As they are written, for `podman kube play`. */
  readonly annotations: { readonly [key: string]: string };
}

const prefix = 'volume.podman.io/';
const id = /^\d{1,10}$/;

/**
 * Reads them as `podman kube play` does: driver, type, device, mount options, owner, and the image of the image driver.
 * Undefined: there are none. Reports: podman/annotation-ignored, podman/annotation-value.
 * Sources: podman pkg/util/kube.go; pkg/domain/infra/abi/play.go, playKubePVC; man podman-kube-play(1).
 */
export function claimSteering(
  metadata: ObjectMeta | undefined,
  at: FieldPath,
  report: Report,
): ClaimSteering | undefined {
  const written = Object.entries(metadata?.annotations ?? {}).filter(([key]) => key.startsWith(prefix));
  if (written.length === 0) return undefined;
  const {
    driver,
    device,
    type,
    uid,
    gid,
    image,
    'mount-options': options,
  } = Object.fromEntries(written.map(([key, value]) => [key.slice(prefix.length), value]));
  for (const [key, value] of written) {
    const place = at.child('metadata', 'annotations').entry(key);
    const problem = problemOf(key.slice(prefix.length), value);
    if (problem === undefined) continue;
    if ('why' in problem) report('podman/annotation-ignored', place, { key, why: problem.why });
    else report('podman/annotation-value', place, { key, value, problem: problem.value });
  }
  const o = [
    ...(uid === undefined ? [] : [`uid=${uid}`]),
    ...(gid === undefined ? [] : [`gid=${gid}`]),
    ...(options === undefined ? [] : [options]),
  ].join(',');
  return {
    ...(driver === undefined || driver === 'local' ? {} : { driver }),
    options: {
      ...(type === undefined ? {} : { type }),
      ...(device === undefined ? {} : { device }),
      ...(o === '' ? {} : { o }),
      ...(image === undefined ? {} : { image }),
    },
    annotations: Object.fromEntries(written),
  };
}

function problemOf(
  name: string,
  value: string,
): { readonly why: string } | { readonly value: string } | undefined {
  switch (name) {
    case 'driver':
    case 'device':
    case 'type':
    case 'image':
    case 'mount-options':
      return value === '' ? { value: 'is empty' } : undefined;
    case 'uid':
    case 'gid':
      return id.test(value) ? undefined : { value: 'is no number' };
    case 'import-source':
      return { why: 'put the files in with podman volume import CLAIM FILE after the first apply' };
    default:
      return { why: 'kube2pod does not know it' };
  }
}

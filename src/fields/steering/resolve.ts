import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { PodIdentity } from '../../model/pod-model.js';
import type { ResolveContext } from '../context.js';
import type { ContainerSteering, PodSteering } from './model.js';
import { annotationKey } from './table.js';

interface Request {
  readonly identity: PodIdentity;
  readonly podSpec: PodSpec;
}

/**
 * What Podman's own annotations ask of a pod, as `podman kube play` reads them; each of them acts or is reported. On a
 * node they do nothing, and in what is written for `podman kube play` they stand as they are. Undefined: there are none.
 * Reports: podman/annotation-ignored, podman/annotation-harmless, podman/annotation-value, podman/annotation-container.
 */
export function resolveSteering(
  { identity, podSpec }: Request,
  at: FieldPath,
  context: ResolveContext,
): PodSteering | undefined {
  const names = [...(podSpec.initContainers ?? []), ...podSpec.containers].map(({ name }) => name);
  const containers: Record<string, ContainerSteering> = {};
  let userns: string | undefined;
  const forAll: ContainerSteering[] = [];
  // Podman reads its own annotations itself there.
  const annotations = context.situation.output === 'kube' ? {} : identity.annotations;
  for (const [key, value] of Object.entries(annotations)) {
    const place = at.child('metadata', 'annotations').entry(key);
    reportOthers({ key, value }, podSpec, place, context);
    const read = readAnnotation({ key, value, names }, place, context);
    if (read === undefined) continue;
    if ('userns' in read) userns = read.userns;
    else if (read.container === undefined) forAll.push(read.part);
    else containers[read.container] = { ...containers[read.container], ...read.part };
  }
  for (const part of forAll) for (const name of names) containers[name] = { ...containers[name], ...part };
  if (userns === undefined && Object.keys(containers).length === 0) return undefined;
  return { ...(userns === undefined ? {} : { userns }), containers };
}

interface Written {
  readonly key: string;
  readonly value: string;
  readonly names: readonly string[];
}

/** `container` absent: it is for all. */
type Read = { readonly userns: string } | { readonly container?: string; readonly part: ContainerSteering };

function readAnnotation(
  { key, value, names }: Written,
  at: FieldPath,
  { report }: ResolveContext,
): Read | undefined {
  const parsed = annotationKey(key);
  if (parsed === undefined) return undefined;
  const { row, container } = parsed;
  if (row === undefined) {
    report('podman/annotation-ignored', at, { key, why: 'kube2pod does not know it' });
    return undefined;
  }
  if ('effect' in row) {
    const { effect, why } = row;
    report(effect === 'harmless' ? 'podman/annotation-harmless' : 'podman/annotation-ignored', at, {
      key,
      why,
    });
    return undefined;
  }
  if (row.of === 'container' && (container === undefined || !names.includes(container))) {
    report('podman/annotation-container', at, { key, container: container ?? '' });
    return undefined;
  }
  const read = row.read(value);
  if ('problem' in read) {
    report('podman/annotation-value', at, { key, value, problem: read.problem });
    return undefined;
  }
  const asked = read.value;
  if ('userns' in asked) return asked;
  return row.of === 'container' && container !== undefined
    ? { container, part: asked.part }
    : { part: asked.part };
}

/** Those of the runtime, and of bind mounts, which mounts.ts reads. */
function reportOthers(
  { key, value }: { readonly key: string; readonly value: string },
  { volumes = [] }: PodSpec,
  at: FieldPath,
  { report }: ResolveContext,
): void {
  if (key.startsWith('run.oci.'))
    report('podman/annotation-ignored', at, {
      key,
      why: 'annotations are not handed to the runtime, as on a node',
    });
  const match = /^bind-mount-options(?::(.*))?$/.exec(key);
  if (match === null) return;
  const end = value.lastIndexOf(':');
  const [, inKey] = match;
  const [path, option] = inKey === undefined ? [value.slice(0, end), value.slice(end + 1)] : [inKey, value];
  if (option !== 'z' && option !== 'Z')
    report('podman/annotation-value', at, { key, value, problem: 'does not end with :z or :Z' });
  else if (!volumes.some(({ hostPath }) => hostPath?.path.startsWith(path) === true))
    report('podman/annotation-ignored', at, { key, why: `no volume is the hostPath "${path}"` });
}

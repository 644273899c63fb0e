import type { ContainerSteering } from './model.js';
import {
  readBoolean,
  readLabels,
  readNumber,
  readText,
  readUlimits,
  readVolumesFrom,
  type Value,
} from './values.js';

/** What an annotation asks for: of a container, or of the pod's user namespace. */
export type Asked = { readonly part: ContainerSteering } | { readonly userns: string };

/** What an annotation of Podman's own does here. `of`: the key stands alone (`pod`), or as `KEY/CONTAINER`. */
export type AnnotationRow =
  | { readonly of: 'pod' | 'container'; readonly read: (value: string) => Value<Asked> }
  /** Why it does not act, in words that follow "...: ". */
  | { readonly of: 'pod' | 'container'; readonly effect: 'ignored' | 'harmless'; readonly why: string };

function acts<T>(
  of: AnnotationRow['of'],
  read: (value: string) => Value<T>,
  ask: (value: T) => Asked,
): AnnotationRow {
  return {
    of,
    read: (text) => {
      const value = read(text);
      return 'problem' in value ? value : { value: ask(value.value) };
    },
  };
}

/** One that sets a part of a container. */
function sets<K extends keyof ContainerSteering>(
  of: AnnotationRow['of'],
  part: K,
  read: (value: string) => Value<NonNullable<ContainerSteering[K]>>,
): AnnotationRow {
  return acts(of, read, (value) => ({ part: { [part]: value } }));
}

const ignored = (of: AnnotationRow['of'], why: string): AnnotationRow => ({ of, effect: 'ignored', why });
/** Podman writes them to say what a container is, and reads nothing from them. */
const shown = (why: string): AnnotationRow => ({ of: 'container', effect: 'harmless', why });

/** What they all begin with. */
const prefix = 'io.podman.annotations.';

/**
 * Podman's annotations that `podman kube play` reads or `podman kube generate` writes, by what follows the prefix.
 * Sources: podman libpod/define/annotations.go; pkg/specgen/generate/kube/kube.go, ToSpecGen; pkg/domain/infra/abi/play.go;
 * man podman-kube-play(1).
 */
export const annotationRows: { readonly [name: string]: AnnotationRow } = {
  apparmor: shown('it only shows; securityContext.appArmorProfile sets the profile'),
  autoremove: ignored(
    'container',
    'a container that has ended stays, so that its end and its log can be seen',
  ),
  'cid-file': shown('it only shows, and no file is written'),
  cpuset: sets(
    'container',
    'cpuset',
    readText(/^\d+(-\d+)?(,\d+(-\d+)?)*$/, 'is no list of processors such as 0-2,4'),
  ),
  'infra.name': ignored('pod', 'infra containers are called POD-infra, by which they are found'),
  init: sets('container', 'init', readBoolean),
  'init.container.type': ignored('pod', 'init containers run once for each start of the pod, as on a node'),
  'kube.health.check': ignored('container', 'write a livenessProbe'),
  'kube.image.volumes.mount': ignored('container', 'write volumes with an image and mount them'),
  label: sets('container', 'labels', readLabels),
  'memory-nodes': sets(
    'container',
    'memoryNodes',
    readText(/^\d+(-\d+)?(,\d+(-\d+)?)*$/, 'is no list of nodes such as 0-1'),
  ),
  'pids-limit': sets('container', 'pidsLimit', readNumber),
  privileged: shown('it only shows; securityContext.privileged sets it'),
  'publish-all': shown('write a hostPort for each port, or apply with --publish-all'),
  seccomp: shown('it only shows; securityContext.seccompProfile sets the profile'),
  ulimit: sets('pod', 'ulimits', readUlimits),
  userns: acts('pod', readText(/^\S+$/, 'is empty'), (userns) => ({ userns })),
  'volumes-from': sets('container', 'volumesFrom', readVolumesFrom),
};

/** A part of an annotation of Podman's own: its row, and the container that it names. */
export interface AnnotationKey {
  readonly row: AnnotationRow | undefined;
  readonly container: string | undefined;
}

/** Takes an annotation's key apart; undefined for one that is not of this family. */
export function annotationKey(key: string): AnnotationKey | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [name = '', ...rest] = key.slice(prefix.length).split('/');
  return {
    row: Object.hasOwn(annotationRows, name) ? annotationRows[name] : undefined,
    container: rest.length === 0 ? undefined : rest.join('/'),
  };
}

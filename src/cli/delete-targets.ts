import { existsSync } from 'node:fs';
import { unwritten } from '../diagnostics/unwritten.js';
import { kindEntry } from '../kinds/index.js';
import { servedKinds } from '../kinds/served.js';
import { type NamedObject, namedObjects } from '../kinds/words.js';
import type { ManifestDocument } from '../phases/documents.js';
import type { PodmanState } from '../phases/observed.js';
import { isOurs, label } from '../reconcile/labels.js';
import type { Removal } from '../reconcile/removal.js';
import { objectName } from './check-output.js';

type Target = Removal['objects'][number];

/** How a command line says what is to be deleted. */
export interface TargetOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly namespace?: string;
  readonly all: boolean;
  readonly allNamespaces: boolean;
}

/** The objects that the words name (`deploy/web`); undefined when they name files. A file of that name comes first. */
export function namedTargets({ files = [], filename }: TargetOptions): readonly NamedObject[] | undefined {
  if (filename.length > 0 || files.some((word) => existsSync(word))) return undefined;
  return namedObjects(files);
}

/** Objects of a command line, in the namespace that it names. */
export function targetsOfNames(
  names: readonly NamedObject[],
  { namespace = 'default' }: TargetOptions,
): readonly Target[] {
  return names.map(({ kind, name }) => {
    const isNamespaced = servedKinds.find((one) => one.kind === kind)?.namespaced !== false;
    return { kind, namespace: isNamespaced ? namespace : '', name, origin: unwritten('delete') };
  });
}

/** Objects of manifests. */
export function targetsOfDocuments(
  documents: readonly ManifestDocument[],
  { namespace: usual = 'default' }: TargetOptions,
): readonly Target[] {
  return documents.map((document) => {
    const { apiVersion, kind, namespace, name } = objectName(document);
    const isNamespaced = kindEntry(apiVersion, kind)?.namespaced !== false;
    return { kind, namespace: isNamespaced ? namespace || usual : '', name, origin: document.at };
  });
}

/** Everything that was applied: in one namespace, or in all with what belongs to none. */
export function allTargets(
  { namespace = 'default', allNamespaces }: TargetOptions,
  state: PodmanState,
): readonly Target[] {
  return [...state.volumes.values()].flatMap(({ labels }): readonly Target[] => {
    if (!isOurs(labels) || labels[label.purpose] !== 'record') return [];
    const [kind = '', place = '', name = ''] = [label.kind, label.namespace, label.name].map(
      (one) => labels[one],
    );
    if (!allNamespaces && place !== namespace) return [];
    return [{ kind, namespace: place, name, origin: unwritten('delete --all') }];
  });
}

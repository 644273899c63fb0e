import type { Report } from '../diagnostics/diagnostic.js';
import { objectSet } from '../kinds/object-set.js';
import type { KubeObject } from '../phases/documents.js';
import { reportDangling } from './dangling.js';
import { reportSelectors } from './selectors.js';
import { reportUnused } from './unused.js';

/** How much of the whole the objects are. */
export interface ReferenceOptions {
  /** Objects of unchanged files: they are referred to, and nothing is said about them. */
  readonly around: readonly KubeObject[];
  /** The objects are all there is (`--root`): what nobody refers to is unused. */
  readonly complete: boolean;
}

/**
 * Follows what objects say of each other beyond what a pod needs to start: a cluster accepts all of it, and then a
 * request ends nowhere. One object alone is not judged: what it refers to is elsewhere.
 * Reports: reference/missing-object, missing-service-port, selector-matches-nothing, missing-target-port, unused.
 */
export function judgeReferences(
  objects: readonly KubeObject[],
  { around, complete }: ReferenceOptions,
  report: Report,
): void {
  if (objects.length + around.length < 2) return;
  const set = objectSet([...objects, ...around]);
  for (const object of objects) {
    reportDangling(object, set, report);
    reportSelectors(object, set, report);
  }
  if (complete) reportUnused(objects, set, report);
}

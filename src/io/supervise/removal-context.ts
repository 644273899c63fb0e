import { type FieldPath, rootPath } from '../../diagnostics/field-path.js';
import type { RemovalContext } from '../remove-objects.js';
import type { Surroundings } from './surroundings.js';

/** What is done on nobody's written word comes from no file. */
const nowhere: FieldPath = rootPath({
  file: 'kube2pod supervisor',
  documentIndex: 0,
  locate: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
});

/** How the supervisor itself takes things away: to the end, and without a word. */
export function removalContext({
  program,
  rootless,
}: Pick<Surroundings, 'program' | 'rootless'>): RemovalContext & { readonly origin: FieldPath } {
  return {
    program,
    rootless,
    known: () => undefined,
    signal: new AbortController().signal,
    progress: () => {},
    sleep: async () => {},
    waitingForLock: () => {},
    origin: nowhere,
  };
}

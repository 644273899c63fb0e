import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { InputNames } from './input.js';

/** For yargs: which objects belong together, for `--prune`. */
export const setOption = {
  set: {
    type: 'string',
    requiresArg: true,
    describe: 'Name of the set that --prune looks at (default: the files and folders that are named)',
    coerce: (name: string | undefined) => {
      if (name !== undefined && !/^[A-Za-z0-9_.-]{1,63}$/.test(name))
        throw new Error('--set takes letters, digits, "-", "_" and "."');
      return name;
    },
  },
} as const;

/** The set that a command line is about: its name, or one made of the files and folders. Undefined: standard input has none. */
export function setOf({
  set,
  files = [],
  filename,
  kustomize = [],
}: Pick<InputNames, 'files' | 'filename' | 'kustomize'> & { readonly set?: string }): string | undefined {
  if (set !== undefined) return set;
  const names = [...files, ...filename, ...kustomize];
  if (names.includes('-')) return undefined;
  const places = names.map((name) => (/^https?:/.test(name) ? name : resolve(name))).sort();
  return `files-${createHash('sha256').update(places.join('\0')).digest('hex').slice(0, 16)}`;
}

/** One option of `check`, as both readers of the command line take it. */
export interface CheckOption {
  readonly type: 'string' | 'boolean';
  readonly alias?: string;
  readonly many?: boolean;
  readonly choices?: readonly string[];
  readonly fallback?: string | boolean | readonly string[];
  readonly describe: string;
}

/**
 * The options of `check`. yargs reads them for help, completion and complaints; the plain form is read without yargs,
 * because loading it costs more than checking a file.
 */
export const checkOptionTable = {
  filename: {
    type: 'string',
    alias: 'f',
    many: true,
    fallback: [],
    describe: 'A file, folder, glob, URL, or - for standard input (the same as an argument)',
  },
  recursive: { type: 'boolean', alias: 'R', fallback: false, describe: 'Also the folders inside folders' },
  kustomize: {
    type: 'string',
    alias: 'k',
    many: true,
    fallback: [],
    describe: 'A folder with a kustomization; kustomize or kubectl builds it',
  },
  output: {
    type: 'string',
    alias: 'o',
    choices: ['text', 'json', 'sarif', 'github', 'junit'],
    fallback: 'text',
    describe: 'Format of the findings',
  },
  root: {
    type: 'string',
    describe: 'The folder of all manifests: references are followed into files that were not named',
  },
  partial: {
    type: 'boolean',
    fallback: false,
    describe: 'The files are some of many: a reference to what is in none of them is a note only',
  },
  schema: {
    type: 'string',
    many: true,
    fallback: [],
    describe: 'A file or folder with CustomResourceDefinitions, to check custom resources by',
  },
  fix: {
    type: 'boolean',
    fallback: false,
    describe:
      'Mend in the files what has one right answer: misspelt fields, protocol: tcp, numbers in quotes',
  },
  config: {
    type: 'string',
    describe: 'The settings (default: .kube2pod.yaml here or in a folder above)',
  },
  strict: { type: 'boolean', fallback: false, describe: 'Warnings make the command fail too' },
  quiet: { type: 'boolean', alias: 'q', fallback: false, describe: 'Show errors only' },
  target: {
    type: 'string',
    describe:
      'Judge for this Podman, for example podman@4.3; several with commas (default: the newest known)',
  },
  rootless: { type: 'boolean', fallback: false, describe: 'Judge for a rootless Podman' },
} as const satisfies { readonly [name: string]: CheckOption };

/** What `check` was asked. */
export interface CheckOptions {
  readonly files: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly kustomize: readonly string[];
  readonly output: string;
  readonly root?: string;
  readonly partial: boolean;
  readonly schema: readonly string[];
  readonly fix: boolean;
  readonly config?: string;
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly target?: string;
  readonly rootless: boolean;
}

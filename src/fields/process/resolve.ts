import type { Container } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { expand } from '../../model/expansion.js';
import { isSecretText, normalText, type Text, type TextPart } from '../../model/text.js';
import type { ImageFacts } from '../../phases/observed.js';
import type { ResolveContext } from '../context.js';
import type { ContainerProcess } from './model.js';

/** What a container's process is resolved from, besides the container itself. */
export interface ProcessInput {
  readonly container: Pick<
    Container,
    'name' | 'command' | 'args' | 'workingDir' | 'stdin' | 'stdinOnce' | 'tty' | 'volumeMounts'
  >;
  /** The container's variables as resolved: what `$(VAR)` in command and args stands for. */
  readonly env: readonly { readonly name: string; readonly value: Text }[];
  /** What the image says of itself; undefined when nobody looked. */
  readonly image: ImageFacts | undefined;
}

/**
 * What runs in a container. `$(VAR)` in command and args is expanded with the container's variables only, never with
 * the image's; `$$` is `$`; unknown references stay as written. An empty list counts as none.
 * Reports: podman/secret-in-arguments, podman/secret-in-file.
 * Sources: kubernetes pkg/kubelet/container/helpers.go, ExpandContainerCommandAndArgs; containerd
 * internal/cri/opts/spec_opts.go, WithProcessArgs (args alone keep the image's ENTRYPOINT, command drops its CMD).
 */
export function resolveProcess(
  input: ProcessInput,
  at: FieldPath,
  context: ResolveContext,
): ContainerProcess {
  const { command, args, workingDir, stdin = false, stdinOnce = false, tty = false } = input.container;
  const commandTexts = expandWords({ words: command, input }, at.child('command'), context);
  const argTexts = expandWords({ words: args, input }, at.child('args'), context);
  const directory = chooseDirectory(workingDir, input.image);
  return {
    ...(commandTexts === undefined ? {} : { command: commandTexts }),
    ...(argTexts === undefined ? {} : { args: argTexts }),
    ...(directory === undefined ? {} : { workingDir: directory }),
    makeWorkingDir: directory !== undefined && !isThere(directory, input.container),
    stdin,
    stdinOnce,
    tty,
  };
}

function expandWords(
  { words, input }: { readonly words: readonly string[] | undefined; readonly input: ProcessInput },
  at: FieldPath,
  { report, situation }: ResolveContext,
): readonly Text[] | undefined {
  if (words === undefined || words.length === 0) return undefined;
  const values = new Map(input.env.map(({ name, value }) => [name, value]));
  return words.map((word, index) => {
    const text = normalText(expand<Exclude<TextPart, string>>(word, (name) => values.get(name)));
    if (isSecretText(text)) {
      const here = at.index(index);
      const code = situation.output === 'run' ? 'podman/secret-in-arguments' : 'podman/secret-in-file';
      report(code, here, { path: here.toString(), container: input.container.name });
    }
    return text;
  });
}

/**
 * Absent: the image's own. Writing the image's WORKDIR out would be worse than leaving it out: Podman makes it only
 * when it is not asked for (libpod container_internal.go, resolveWorkDir; seen on 4.3.1).
 */
function chooseDirectory(workingDir: string | undefined, image: ImageFacts | undefined): string | undefined {
  if (workingDir === undefined || workingDir === '') return undefined;
  return image !== undefined && normalPath(image.workingDir) === normalPath(workingDir)
    ? undefined
    : workingDir;
}

/** `/` is always there, and a mount is when the container starts. Anything else may be missing. */
function isThere(directory: string, { volumeMounts = [] }: ProcessInput['container']): boolean {
  const path = normalPath(directory);
  return path === '/' || volumeMounts.some(({ mountPath }) => normalPath(mountPath) === path);
}

/** A path without empty parts, `.` and `..`. */
function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

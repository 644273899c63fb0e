import { join } from 'node:path';
import { InternalError } from '../../diagnostics/internal-error.js';
import { lateValuesOf } from '../../podman/late.js';
import type { ArrangeStep, FileEntry, OperationOf } from '../../podman/operations.js';
import { refuseLate } from '../late.js';
import type { PodmanProgram, ProgramResult } from '../podman.js';
import { copyIn, entryAt, entryIn, isEmpty } from './copy.js';
import { place } from './fill.js';
import { withHelper } from './helper.js';

interface Arranging {
  readonly program: PodmanProgram;
  /** The root of what is arranged, as `podman cp` names it. */
  readonly root: string;
  /** The machine's own root, and not a volume or a folder that a container gets. */
  readonly isMachine: boolean;
}

/**
 * What `arrangeFiles` does, on another machine: folders and modes come with archives. There are no moves or removals,
 * which planning asks for only of this machine. `root`: the folder, as text. Undefined: done; else what went wrong.
 */
export async function arrangeElsewhere(
  operation: OperationOf<'files.arrange'>,
  root: string,
  program: PodmanProgram,
): Promise<string | undefined> {
  const [volume] = lateValuesOf(operation).flatMap((late) =>
    late.name === 'mountpoint' ? [late.volume] : [],
  );
  const mounts = [{ source: volume ?? root, target: place }];
  const done = await withHelper(program, mounts, async (container) => {
    for (const step of operation.steps) {
      const problem = await perform(step, {
        program,
        root: `${container}:${place}`,
        isMachine: root === '/',
      });
      if (problem !== undefined) return problem;
    }
    return undefined;
  });
  return typeof done === 'object' ? done.stderr.trim() : done;
}

async function perform(step: ArrangeStep, arranging: Arranging): Promise<string | undefined> {
  const { program, root } = arranging;
  switch (step.step) {
    case 'mkdir':
      return makeFolders(step, arranging);
    case 'touch': {
      const there = await entryAt(program, join(root, step.path));
      if (there.type !== 'absent') return undefined;
      const file: FileEntry = {
        kind: 'file',
        path: relative(step.path),
        mode: step.mode,
        uid: 0,
        gid: 0,
        content: [],
      };
      return problemOf(await copyIn(program, root, [file], refuseLate));
    }
    case 'chmod':
      return problemOf(await copyIn(program, root, [folder(step.path, step.mode)], refuseLate));
    case 'chgrp':
      return handToGroup(step, arranging);
    case 'expect': {
      const { type } = await entryAt(program, join(root, step.path));
      const fits = step.type === 'any' ? type !== 'absent' : type === step.type;
      return fits ? undefined : `${step.path} is not ${step.type === 'any' ? 'there' : `a ${step.type}`}`;
    }
    case 'mount':
    case 'rename':
    case 'remove':
      throw new InternalError(`${step.step} was planned for another machine`);
    default:
      return step satisfies never;
  }
}

const relative = (path: string): string => path.replace(/^\/+/, '');

function folder(path: string, mode: number, gid = 0): FileEntry {
  return { kind: 'directory', path: relative(path), mode, uid: 0, gid };
}

function problemOf({ code, stderr }: ProgramResult): string | undefined {
  return code === 0 ? undefined : stderr.trim();
}

/**
 * Inside a volume or a mounted folder links on the way are refused, wherever they lead: Podman before 5.4 would follow
 * them out of it. A path of the machine itself is followed, as on a node.
 */
async function makeFolders(
  { path, mode }: Extract<ArrangeStep, { readonly step: 'mkdir' }>,
  arranging: Arranging,
): Promise<string | undefined> {
  const { program, root, isMachine } = arranging;
  const parts = relative(path).split('/');
  const found = isMachine ? await depthOf(parts, arranging) : await plainDepthOf(parts, arranging);
  if (typeof found === 'string') return `${path} ${found}`;
  const missing = parts
    .slice(found)
    .map((_, index) => folder(parts.slice(0, found + index + 1).join('/'), mode));
  return missing.length === 0 ? undefined : problemOf(await copyIn(program, root, missing, refuseLate));
}

/** How many names of a path are there. */
async function depthOf(parts: readonly string[], { program, root }: Arranging): Promise<number> {
  for (let count = parts.length; count > 0; count -= 1) {
    const there = await entryAt(program, join(root, ...parts.slice(0, count)));
    if (there.type !== 'absent') return count;
  }
  return 0;
}

async function plainDepthOf(
  parts: readonly string[],
  { program, root }: Arranging,
): Promise<number | string> {
  for (const [count, name] of parts.entries()) {
    const { type } = await entryIn(program, join(root, ...parts.slice(0, count)), name);
    if (type === 'absent') return count;
    if (type === 'link') return 'goes through a link, which is not followed on another machine';
    if (type !== 'directory' && count < parts.length - 1) return 'goes through a file';
  }
  return parts.length;
}

/** Files that are there keep their group: what `securityContext.fsGroup` says of it is in the ledger. */
async function handToGroup(
  { path, gid }: Extract<ArrangeStep, { readonly step: 'chgrp' }>,
  { program, root }: Arranging,
): Promise<string | undefined> {
  if (!(await isEmpty(program, join(root, path)))) return undefined;
  return problemOf(await copyIn(program, root, [folder(path, 0o2777, gid)], refuseLate));
}

import type { Operation } from '../../podman/operations.js';
import type { ContainerContribution, PlanContext } from '../context.js';
import type { ContainerProcess } from './model.js';

/**
 * What runs in a container, in Podman's words: command is `--entrypoint` (Podman then drops the image's CMD, as a
 * node does), args are the arguments. A working directory that may be missing is made between create and start,
 * since Podman (4.3.1 to 5.8.6) refuses to start in a directory that is not there and a node makes it, root-owned 0755.
 * Sources: man podman-create(1); opencontainers/runc libcontainer/rootfs_linux.go, prepareRootfs (Cwd).
 */
export function planProcess(
  { process, container }: { readonly process: ContainerProcess; readonly container: string },
  context: PlanContext,
): ContainerContribution {
  const { command, args, workingDir, makeWorkingDir, stdin, tty } = process;
  const name = context.names.container(container);
  const words = args ?? [];
  return {
    spec: {
      ...(command === undefined ? {} : { entrypoint: command }),
      ...(words.length === 0 ? {} : { command: words }),
      ...(workingDir === undefined ? {} : { workdir: workingDir }),
      ...(stdin ? { stdin } : {}),
      ...(tty ? { tty } : {}),
    },
    between:
      makeWorkingDir && workingDir !== undefined ? [makeDirectory({ name, path: workingDir }, context)] : [],
  };
}

function makeDirectory(
  { name, path }: { readonly name: string; readonly path: string },
  context: PlanContext,
): Operation {
  return {
    op: 'container.mkdir',
    id: `container.mkdir ${name}`,
    needs: [`container.create ${name}`],
    origin: context.origin,
    container: name,
    path,
  };
}

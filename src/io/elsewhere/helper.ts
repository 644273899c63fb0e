import { label } from '../../reconcile/labels.js';
import { removeContainer } from '../connection.js';
import { lookPurpose } from '../images.js';
import { type PodmanProgram, type ProgramResult, runPodman } from '../podman.js';
import { tarOf } from '../tar.js';

/** A volume, or a folder of Podman's machine, as the helper sees it. */
export interface Mounted {
  readonly source: string;
  readonly target: string;
}

/** An image with nothing in it, made where it is missing: what never runs needs no files. */
const emptyImage = 'localhost/kube2pod-look:1';

/**
 * Gives a container that is never started, with volumes and folders of Podman's machine mounted: `podman cp` reads and
 * writes files through it, whatever lies between the two machines. It is removed after use; one that a killed run left
 * is known by its label. Source: podman libpod/container_copy_common.go (volumes and binds of containers that do not run).
 */
export async function withHelper<T>(
  program: PodmanProgram,
  mounts: readonly Mounted[],
  use: (container: string) => Promise<T>,
): Promise<T | ProgramResult> {
  const created = await createHelper(program, mounts);
  if (created.code !== 0) return created;
  const container = created.stdout.toString('utf8').trim();
  try {
    return await use(container);
  } finally {
    await removeContainer(program, container);
  }
}

async function createHelper(program: PodmanProgram, mounts: readonly Mounted[]): Promise<ProgramResult> {
  const labels = [`${label.manager}=kube2pod`, `${label.purpose}=${lookPurpose}`];
  const words = [
    'create',
    '--pull=never',
    '--network=none',
    '--security-opt=label=disable',
    ...labels.flatMap((text) => ['--label', text]),
    ...mounts.flatMap(({ source, target }) => ['--volume', `${source}:${target}`]),
    emptyImage,
    'none',
  ];
  const first = await runPodman(program, words);
  if (first.code === 0 || (await runPodman(program, ['image', 'exists', emptyImage])).code === 0)
    return first;
  const nothing = await tarOf([{ kind: 'directory', path: '.', mode: 0o755, uid: 0, gid: 0 }], () => '');
  const imported = await runPodman(program, ['import', '-', emptyImage], {
    input: nothing,
    throughPipe: true,
  });
  return imported.code === 0 ? runPodman(program, words) : imported;
}

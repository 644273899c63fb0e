import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageNeed } from '../phases/needs.js';
import type { PodmanConnection } from './connection.js';
import { type ProgramResult, runPodman } from './podman.js';

/**
 * Builds every image that has a folder of its name with a Containerfile or Dockerfile in the context folder; the others
 * are pulled as ever. Gives the first build that failed. Source: podman pkg/domain/infra/abi/play.go, getBuildFile and
 * buildImageFromContainerfile; man podman-kube-play(1), --build.
 */
export async function buildImages(
  program: PodmanConnection,
  images: readonly ImageNeed[],
  context: string,
): Promise<ProgramResult | undefined> {
  const names = new Set(images.map(({ reference, local }) => local ?? reference));
  for (const name of names) {
    const folder = join(context, folderOf(name));
    const file = await firstFile([join(folder, 'Containerfile'), join(folder, 'Dockerfile')]);
    if (file === undefined) continue;
    const result = await runPodman(program, ['build', '--quiet', '--tag', name, '--file', file, folder]);
    if (result.code !== 0) return result;
  }
  return undefined;
}

/** The last part of an image's name, without tag and digest. */
export function folderOf(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return last.replace(/[:@].*$/, '');
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

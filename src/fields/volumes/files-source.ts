import type { PlanContext } from '../context.js';
import type { FilesSource } from './model.js';

/** A key that the files do not have: the kubelet makes an empty folder of that name. */
export function missingFolder(source: FilesSource, subPath: string): readonly string[] {
  const there = source.files.some(({ path }) => path === subPath || path.startsWith(`${subPath}/`));
  return there || subPath === '' ? [] : [subPath];
}

/** Files that people keep hold no secret values: there a Secret's files are Podman secrets. */
export function asSecrets(source: FilesSource, { situation }: PlanContext): boolean {
  return source.secret && (situation.output === 'script' || situation.output === 'quadlet');
}

import type { OperationOf } from '../../podman/operations.js';
import type { LateLookup } from '../late-lookup.js';
import type { PodmanProgram, ProgramResult } from '../podman.js';
import { copyIn } from './copy.js';
import { withHelper } from './helper.js';

/** Where the helper sees the volume or folder that is worked on. */
export const place = '/kube2pod';

/** Writes the files of a volume of another machine, where `volume import` does not reach before Podman 5.6. */
export function fillElsewhere(
  { volume, files }: Pick<OperationOf<'volume.fill'>, 'volume' | 'files'>,
  late: LateLookup,
  program: PodmanProgram,
): Promise<ProgramResult> {
  return withHelper(program, [{ source: volume, target: place }], (container) =>
    copyIn(program, `${container}:${place}`, files, late),
  );
}

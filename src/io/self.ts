import { fileURLToPath } from 'node:url';
import type { PodmanProgram } from './podman.js';

/** The words that start this very program again, for another command, with the same Podman. */
function ownWords(program: PodmanProgram, command: readonly string[]): readonly string[] {
  const entry = process.argv[1] ?? fileURLToPath(import.meta.url);
  const podman = [program.command, ...program.globals].join(' ');
  return [process.execPath, entry, ...command, '--podman', podman];
}

/** The supervisor of a store. */
export function supervisorWords(program: PodmanProgram): readonly string[] {
  return ownWords(program, ['supervisor', 'run']);
}

/** The child that makes network probes for it. */
export function proberWords(program: PodmanProgram): readonly string[] {
  return ownWords(program, ['supervisor', 'probe']);
}

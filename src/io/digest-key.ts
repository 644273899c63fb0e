import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodmanState } from '../phases/observed.js';
import type { FileEntry } from '../podman/operations.js';
import { label, recordVersion } from '../reconcile/labels.js';
import { keyVolume } from '../reconcile/records.js';
import { mountpointOf } from './calls.js';
import { either, type PodmanConnection } from './connection.js';
import { fillElsewhere } from './elsewhere/fill.js';
import { isElsewhere } from './elsewhere/place.js';
import { refuseLate } from './late.js';
import { type ProgramResult, runPodman } from './podman.js';
import { tarOf } from './tar.js';

/** The key of this store's digests, or the call that failed. */
export type KeyResult = { readonly key: Uint8Array } | { readonly failure: ProgramResult };

/**
 * Reads the random key of this store's digests, and makes it at the first apply. It lies in a volume of ours: Podman
 * 4.3 cannot give a secret back, and whoever can read the volume can read every secret of the store anyway.
 */
export async function digestKey(program: PodmanConnection, state: PodmanState): Promise<KeyResult> {
  return state.volumes.has(keyVolume) ? readKey(program, state) : makeKey(program);
}

/** The volume's files are read where they lie: `volume export` cannot write into a pipe of ours on 4.3. */
async function readKey(program: PodmanConnection, state: PodmanState): Promise<KeyResult> {
  const folder = state.volumes.get(keyVolume)?.mountpoint ?? '';
  const text = await readFile(join(folder, 'key'), 'utf8').catch(() => '');
  // A run that was killed between the two steps left an empty volume.
  return text.length === 64 ? { key: Buffer.from(text, 'hex') } : fillKey(program);
}

async function makeKey(program: PodmanConnection): Promise<KeyResult> {
  const labels = {
    [label.manager]: 'kube2pod',
    [label.record]: recordVersion,
    [label.purpose]: 'key',
  };
  const flags = Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  const body = JSON.stringify({ Name: keyVolume, Label: labels });
  const created = await either(program, ['volume', 'create', ...flags, keyVolume], (socket) =>
    socket.request({ method: 'POST', path: 'volumes/create', body }),
  );
  return created.code === 0 ? fillKey(program) : { failure: created };
}

/** Written where the volume lies, or handed to Podman where that is another machine. */
async function fillKey(program: PodmanConnection): Promise<KeyResult> {
  const key = randomBytes(32);
  const text = key.toString('hex');
  const file: FileEntry = { kind: 'file', path: 'key', mode: 0o600, uid: 0, gid: 0, content: [text] };
  if (isElsewhere(program)) {
    const sent = await fillElsewhere({ volume: keyVolume, files: [file] }, refuseLate, program);
    return sent.code === 0 ? { key } : { failure: sent };
  }
  const folder = await mountpointOf(program, keyVolume);
  if (typeof folder !== 'string') return { failure: folder };
  const isWritten = await writeFile(join(folder, 'key'), text, { mode: 0o600 }).then(
    () => true,
    () => false,
  );
  if (isWritten) return { key };
  const archive = await tarOf([file], refuseLate);
  const filled = await runPodman(program, ['volume', 'import', keyVolume, '-'], { input: archive });
  return filled.code === 0 ? { key } : { failure: filled };
}

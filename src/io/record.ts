import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VolumeState } from '../phases/observed.js';

/** The object that a record holds, secret values taken out; undefined where its volume cannot be read from here. */
export async function readRecord({ mountpoint }: VolumeState): Promise<unknown> {
  const text = await readFile(join(mountpoint, 'object.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { readonly object: unknown }).object;
}

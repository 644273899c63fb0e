import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readJson } from '../model/json.js';

/**
 * Writes a file of this program's own anew, at once (rename(2)): a reader sees the old or the new one as a whole, even
 * when several processes write at the same time. Throws what the file system says, leaving the old one.
 */
export async function writeJsonFile(path: string, content: unknown): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(fresh, JSON.stringify(content), { mode: 0o600 });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** What such a file holds; undefined when there is none, or a machine that went down left half of one. */
export async function readJsonFile<T>(path: string): Promise<T | undefined> {
  return readJson(await readFile(path, 'utf8').catch(() => '')) as T | undefined;
}

import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** A module that was loaded, and a way to keep what V8 made of it. */
export interface CachedModule {
  readonly exports: unknown;
  /** Writes the compiled code of all functions that ran so far, where that can be written; call it last. */
  readonly keep: () => void;
}

type Wrapper = (exports: unknown, require: NodeJS.Require, module: { exports: unknown }) => void;

/**
 * Loads a bundle in CommonJS form with its compiled code from an earlier run: compiling is most of what a check of one
 * file costs beyond starting Node. Whatever is wrong with the cache, the bundle is loaded all the same. V8 itself refuses
 * code of another version. Source: nodejs.org/api/vm.html, script.cachedData and createCachedData.
 */
export function loadCached(file: string, version: string): CachedModule {
  // The bundle is ASCII; as Latin-1 it needs no decoding.
  const source = readFileSync(file, 'latin1');
  const cache = cacheFile(file, version);
  const cachedData = readCache(cache);
  const script = new Script(`(function (exports, require, module) {${source}\n})`, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const module = { exports: {} as unknown };
  (script.runInThisContext() as Wrapper)(module.exports, createRequire(file), module);
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    keep: () => {
      if (!isKept && cache !== undefined) writeCache(cache, script.createCachedData());
    },
  };
}

/** One file for each bundle; undefined where no folder of the user's own is. */
function cacheFile(file: string, version: string): string | undefined {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  if (!base.startsWith('/')) return undefined;
  const name = createHash('sha256')
    .update(`${version} ${process.version} ${process.arch} ${file}`)
    .digest('hex');
  return join(base, 'kube2pod', `${name.slice(0, 16)}.code`);
}

/** Code is only taken from a file that the user (or root) owns and nobody else can write. */
function readCache(cache: string | undefined): Buffer | undefined {
  if (cache === undefined) return undefined;
  try {
    const { uid, mode } = lstatSync(cache);
    const isOwn = uid === process.getuid?.() && (mode & 0o022) === 0;
    return isOwn ? readFileSync(cache) : undefined;
  } catch {
    return undefined;
  }
}

function writeCache(cache: string, code: Buffer): void {
  const fresh = `${cache}.${process.pid}`;
  try {
    mkdirSync(dirname(cache), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, code, { mode: 0o600 });
    renameSync(fresh, cache);
  } catch {
    // A cache that cannot be written is none.
  }
}

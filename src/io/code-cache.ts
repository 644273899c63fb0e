import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

type Wrapper = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown; readonly filename: string },
) => void;

/** What compiled code is good for: other versions and other commands run other functions. */
export interface MadeFor {
  readonly version: string;
  readonly command: string;
}

/** More than all commands of two versions have; older files are of versions that are gone. */
const mostKept = 48;

/** So many runs add what they ran: one that only looked, or failed, did not run all that the next one will. */
const runsThatAdd = 3;

/** Compiled code, and how many runs have added to it. */
interface Kept {
  readonly code: Buffer;
  readonly runs: number;
}

/**
 * Loads a bundle in CommonJS form with its compiled code from earlier runs: compiling is most of what a command costs
 * beyond starting Node. Whatever is wrong with the cache, the bundle is loaded all the same. V8 itself refuses code of
 * another version. Source: nodejs.org/api/vm.html, script.cachedData and createCachedData.
 */
export function loadCached(file: string, made: MadeFor): CachedModule {
  const require = createRequire(file);
  // The bundle is ASCII; as Latin-1 it needs no decoding.
  const source = readFileSync(file, 'latin1');
  const cache = cacheFile(file, made);
  const kept = readCache(cache);
  const script = new Script(`(function (exports, require, module) {${source}\n})`, {
    filename: file,
    ...(kept === undefined ? {} : { cachedData: kept.code }),
  });
  const module = { exports: {} as unknown, filename: file };
  (script.runInThisContext() as Wrapper)(module.exports, require, module);
  const runs = kept === undefined || script.cachedDataRejected === true ? 0 : kept.runs;
  return {
    exports: module.exports,
    keep: () => {
      if (runs < runsThatAdd && cache !== undefined)
        writeCache(cache, { code: script.createCachedData(), runs: runs + 1 });
    },
  };
}

/** One file for each bundle, command and way of starting Node; undefined where no folder of the user's own is. */
function cacheFile(file: string, { version, command }: MadeFor): string | undefined {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  if (!base.startsWith('/')) return undefined;
  const made = [version, process.version, process.arch, ...process.execArgv, command, file];
  return join(base, 'kube2pod', `${fingerprint(made.join('\0'))}.code`);
}

/** Tells texts apart that nobody chose to be alike; loading node:crypto for it takes as long as all else here. Source: FNV-1a. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

/** Code is only taken from a file that the user (or root) owns and nobody else can write. Its last byte counts the runs. */
function readCache(cache: string | undefined): Kept | undefined {
  if (cache === undefined) return undefined;
  try {
    const { uid, mode } = lstatSync(cache);
    const isOwn = uid === process.getuid?.() && (mode & 0o022) === 0;
    if (!isOwn) return undefined;
    const content = readFileSync(cache);
    return { code: content.subarray(0, -1), runs: content.at(-1) ?? 0 };
  } catch {
    return undefined;
  }
}

function writeCache(cache: string, { code, runs }: Kept): void {
  const fresh = `${cache}.${process.pid}`;
  try {
    mkdirSync(dirname(cache), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, Buffer.concat([code, Buffer.of(runs)]), { mode: 0o600 });
    renameSync(fresh, cache);
    forgetOldest(dirname(cache));
  } catch {
    // A cache that cannot be written is none.
  }
}

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= mostKept) return;
  const byAge = names
    .map((name) => ({ path: join(folder, name), age: lstatSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.age - a.age);
  for (const { path } of byAge.slice(mostKept)) rmSync(path, { force: true });
}

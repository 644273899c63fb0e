#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { type CachedModule, loadCached } from '../io/code-cache.js';
import { childName } from './child-name.js';
import { exitCode } from './exit.js';
import { say } from './output.js';
import { version } from './version.js';

/** The files of the bundles, put in by the build that makes them of check-entry.ts, command-line.ts and children.ts. */
declare const CHECK_BUNDLE: string;
declare const COMMANDS_BUNDLE: string;
declare const CHILDREN_BUNDLE: string;

/** Who stays for days may be killed at the end: what ran by then is kept. */
const settledMs = 10_000;

/** Loads the command line only as far as the command needs it: starting Node is most of what `check` costs. */
async function main(words: readonly string[]): Promise<number> {
  const child = childName(words);
  if (child !== undefined) {
    const { exports, keep } = load(CHILDREN_BUNDLE, child);
    setTimeout(keep, settledMs).unref();
    await (exports as typeof import('./children.js')).runChild(child, words);
    // Open connections and listeners would keep it.
    process.exit(exitCode.fine);
  }
  const [command = ''] = words;
  if (command === 'check') {
    const { exports, keep } = load(CHECK_BUNDLE, command);
    const { plainCheckOptions, runCheck } = exports as typeof import('./check-entry.js');
    const options = plainCheckOptions(words.slice(1));
    if (options !== undefined) return runCheck(options).finally(keep);
  }
  const { exports, keep } = load(COMMANDS_BUNDLE, command);
  const { runCommandLine } = exports as typeof import('./command-line.js');
  if (command === 'supervisor') setTimeout(keep, settledMs).unref();
  const code = await runCommandLine(words);
  // There is no such command.
  if (code !== exitCode.usage) keep();
  return code;
}

function load(bundle: string, command: string): CachedModule {
  return loadCached(fileURLToPath(new URL(bundle, import.meta.url)), { version, command });
}

/** A closed pipe (`kube2pod get | head -1`) is no error of ours. */
function endQuietlyOnClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode.fine);
    throw error;
  });
}

endQuietlyOnClosedPipe(process.stdout);
endQuietlyOnClosedPipe(process.stderr);
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // By its name: each bundle has an InternalError of its own.
    const known =
      error instanceof Error ? (error.name === 'InternalError' ? error.message : error.stack) : error;
    say(`kube2pod: this is a bug of kube2pod, please report it with the manifest: ${String(known)}`);
    process.exitCode = exitCode.podmanFailed;
  },
);

#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { InternalError } from '../diagnostics/internal-error.js';
import { exitCode } from './exit.js';
import { say } from './output.js';
import { version } from './version.js';

/** Loads the command line only as far as the command needs it: starting Node is most of what `check` costs. */
async function main(words: readonly string[]): Promise<number> {
  if (words[0] === 'check') {
    const { loadCached } = await import('../io/code-cache.js');
    const { exports, keep } = loadCached(fileURLToPath(new URL('check.cjs', import.meta.url)), version);
    // The bundle is made of check-entry.ts by the same build.
    const { plainCheckOptions, runCheck } = exports as typeof import('./check-entry.js');
    const options = plainCheckOptions(words.slice(1));
    if (options !== undefined) return runCheck(options).finally(keep);
  }
  // Not for people: the child that port-forward starts in a pod's network.
  if (words[0] === 'relay' && words.length === 1 && process.send !== undefined) {
    await (await import('../io/relay.js')).serveParent();
    // Open connections and listeners would keep it.
    process.exit(exitCode.fine);
  }
  const { runCommandLine } = await import('./command-line.js');
  return runCommandLine(words);
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
    const known =
      error instanceof InternalError ? error.message : String(error instanceof Error ? error.stack : error);
    say(`kube2pod: this is a bug of kube2pod, please report it with the manifest: ${known}`);
    process.exitCode = exitCode.podmanFailed;
  },
);

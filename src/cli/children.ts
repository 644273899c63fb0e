import { serveNames } from '../io/name-server.js';
import { answerProbes } from '../io/prober.js';
import { serveParent } from '../io/relay.js';
import type { ChildName } from './child-name.js';

/**
 * What the children do that kube2pod starts with its own file, until they end. They have a bundle to themselves: pods wait for
 * some of them, and the others stay for days.
 */
export async function runChild(child: ChildName, words: readonly string[]): Promise<void> {
  switch (child) {
    case 'relay':
      return serveParent();
    case 'probe':
      return answerProbes();
    case 'names':
      return serveNames(words[words.indexOf('--files') + 1] ?? '', logLine);
    default:
      return child satisfies never;
  }
}

function logLine(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

import type { ChildName } from './child-name.js';

/**
 * What the children do that kube2pod starts with its own file, until they end. They have a bundle to themselves: pods wait for
 * some of them, and the others stay for days. Each loads what it needs itself: a name server has no use for an HTTP client.
 */
export async function runChild(child: ChildName, words: readonly string[]): Promise<void> {
  switch (child) {
    case 'relay':
      return (await import('../io/relay.js')).serveParent();
    case 'probe':
      return (await import('../io/prober.js')).answerProbes();
    case 'names':
      return (await import('../io/name-server.js')).serveNames(
        words[words.indexOf('--files') + 1] ?? '',
        logLine,
      );
    default:
      return child satisfies never;
  }
}

function logLine(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

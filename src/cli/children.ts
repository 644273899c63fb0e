/** What a child process of ours does, until it ends. */
export type Child = () => Promise<void>;

/**
 * The children that kube2pod starts with its own file, which no help names. Each loads the little that it needs: pods wait
 * for some of them, and the others stay for days.
 */
export function childOf(words: readonly string[]): Child | undefined {
  const [first, second] = words;
  // Started by port-forward, in a pod's network.
  if (first === 'relay' && words.length === 1 && process.send !== undefined)
    return async () => (await import('../io/relay.js')).serveParent();
  if (first !== 'supervisor') return undefined;
  if (second === 'probe') return async () => (await import('../io/prober.js')).answerProbes();
  if (second === 'names')
    return async () => {
      const { serveNames } = await import('../io/name-server.js');
      await serveNames(words[words.indexOf('--files') + 1] ?? '', logLine);
    };
  return undefined;
}

function logLine(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

/** A child of ours: it carries connections into a pod, makes network probes, or serves names. */
export type ChildName = 'relay' | 'probe' | 'names';

/** Which child the words ask for; no help names them. */
export function childName(words: readonly string[]): ChildName | undefined {
  const [first, second] = words;
  // Started by port-forward, in a pod's network.
  if (first === 'relay' && words.length === 1 && process.send !== undefined) return 'relay';
  return first === 'supervisor' && (second === 'probe' || second === 'names') ? second : undefined;
}

/** Podman-independent name of a controller's pod in a slot: `NAME-pod`, `NAME-pod-1`, ... (design decision 4). */
export function slotName(owner: string, slot: number): string {
  return slot === 0 ? `${owner}-pod` : `${owner}-pod-${slot}`;
}

/** The slot of a pod of that controller; undefined when it is none of its pods. */
function slotOf(owner: string, pod: string): number | undefined {
  if (pod === `${owner}-pod`) return 0;
  const digits = pod.startsWith(`${owner}-pod-`) ? pod.slice(`${owner}-pod-`.length) : '';
  return /^[1-9][0-9]*$/.test(digits) ? Number(digits) : undefined;
}

/**
 * The slots that matter to a controller, in order: those it holds, and as many free ones as it wants pods (but at least
 * one slot, so that its template is always resolved). Which of them get a pod is decided when planning.
 */
export function slotsOf(owner: string, wanted: number, held: readonly string[]): readonly number[] {
  const taken = new Set(held.flatMap((pod) => slotOf(owner, pod) ?? []));
  const free: number[] = [];
  for (let slot = 0; free.length < Math.max(wanted, taken.size === 0 ? 1 : 0); slot += 1) {
    if (!taken.has(slot)) free.push(slot);
  }
  return [...taken, ...free].sort((a, b) => a - b);
}

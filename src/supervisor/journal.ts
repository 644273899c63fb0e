/** Something that happened to a pod, as `describe` shows it. Source: kubernetes core/v1 Event. */
export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  /** One of the kubelet's words: pkg/kubelet/events/event.go. */
  readonly reason: string;
  readonly message: string;
}

/** An event with its times (RFC 3339) and how often it came. */
export interface RecordedEvent extends PodEvent {
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
}

const mostEvents = 50;

/**
 * Adds an event; one that is known already is counted and moves to the end. The oldest are forgotten.
 * Source: kubernetes staging/src/k8s.io/client-go/tools/record/events_cache.go, eventObserve.
 */
export function recordEvent(
  events: readonly RecordedEvent[],
  event: PodEvent,
  at: string,
): readonly RecordedEvent[] {
  const isSame = (one: RecordedEvent): boolean =>
    one.type === event.type && one.reason === event.reason && one.message === event.message;
  const known = events.find(isSame);
  const recorded: RecordedEvent = {
    ...event,
    firstAt: known?.firstAt ?? at,
    lastAt: at,
    count: (known?.count ?? 0) + 1,
  };
  return [...events.filter((one) => one !== known), recorded].slice(-mostEvents);
}

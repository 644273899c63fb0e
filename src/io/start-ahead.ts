import type { Operation, OperationId, OperationOf } from '../podman/operations.js';
import { containerPath, type PodmanConnection } from './connection.js';

/** A start that waits for another one, and what must be done before all but the start itself can be done. */
export interface StartAhead {
  readonly start: OperationOf<'container.start'>;
  readonly needs: readonly OperationId[];
}

/**
 * Containers of a pod start one after the other, as on a node. Most of what a start takes is making the container ready to
 * run (`podman init`), which needs no turn: it goes on beside the starts of those before.
 * `order`: all that each operation waits for.
 */
export function startsAhead(
  operations: readonly Operation[],
  order: ReadonlyMap<OperationId, ReadonlySet<OperationId>>,
): ReadonlyMap<Operation, StartAhead> {
  const starts = new Set(operations.flatMap(({ op, id }) => (op === 'container.start' ? [id] : [])));
  const known = new Map<OperationId, readonly OperationId[]>();
  const needsOf = (id: OperationId): readonly OperationId[] => {
    const needs = known.get(id) ?? [
      ...new Set([...(order.get(id) ?? [])].flatMap((need) => (starts.has(need) ? needsOf(need) : [need]))),
    ];
    known.set(id, needs);
    return needs;
  };
  return new Map(
    operations.flatMap((start) => {
      const waits = [...(order.get(start.id) ?? [])].some((need) => starts.has(need));
      return start.op === 'container.start' && waits ? [[start, { start, needs: needsOf(start.id) }]] : [];
    }),
  );
}

/** Makes a container ready to run; whatever is wrong is told by its start. Not worth a process of the command line. */
export async function initContainer(
  { container }: OperationOf<'container.start'>,
  { socket }: PodmanConnection,
): Promise<void> {
  await socket?.request({ method: 'POST', path: `${containerPath(container)}/init`, connection: 'own' });
}

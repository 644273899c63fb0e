import type { Operation, Plan } from '../../podman/operations.js';
import { label } from '../../reconcile/labels.js';
import { quoteShell } from './quote-shell.js';

/**
 * Takes away what `up` makes, newest first; volumes of claims only when asked. A pod that Podman cannot remove at once is
 * tried again: without cgroups of its own, what a container of a shared PID namespace has started may outlive it by a
 * moment, and its control group with it (5.8.6 rootless, cgroups v1).
 */
export function downLines(plan: Plan): readonly string[] {
  const lines = [...plan.operations].reverse().flatMap(downOf);
  return lines.length === 0 ? [':'] : lines;
}

function downOf(operation: Operation): readonly string[] {
  switch (operation.op) {
    case 'pod.create': {
      const name = quoteShell(operation.pod.name);
      const remove = `podman pod rm --force ${name} >/dev/null`;
      return [
        `! podman pod exists ${name} || { podman pod stop ${name} >/dev/null || :; ${remove} || { sleep 1; ${remove}; }; }`,
      ];
    }
    case 'volume.create': {
      const { name, labels } = operation.volume;
      const volume = quoteShell(name);
      const remove = `podman volume rm ${volume} >/dev/null`;
      const guarded = `! podman volume exists ${volume} || ${remove}`;
      return [labels[label.purpose] === 'claim' ? `[ "$1" != --volumes ] || ${guarded}` : guarded];
    }
    case 'network.create': {
      const name = quoteShell(operation.network.name);
      return [
        `! podman network exists ${name} || podman network rm ${name} >/dev/null 2>&1 || : # others may still use it`,
      ];
    }
    default:
      return [];
  }
}

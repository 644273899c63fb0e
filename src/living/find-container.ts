import type { FoundContainer, FoundPod } from './find-pods.js';

/** The containers that a command acts on; `note` when one was chosen by default among several. */
export type Chosen =
  | { readonly containers: readonly FoundContainer[]; readonly note?: string }
  | { readonly missing: string };

/** How a container of a pod is chosen. */
export type Choice = { readonly name?: string } | 'all';

/**
 * The container that was named, all of them, or the first one that is no init container.
 * Source: k8s.io/kubectl/pkg/cmd/util/podcmd/podcmd.go, FindOrDefaultContainerByName.
 */
export function chooseContainers({ name: pod, containers }: FoundPod, choice: Choice): Chosen {
  if (choice === 'all') return { containers };
  const names = containers.map(({ name, role }) => (role === 'app' ? name : `${name} (init)`)).join(', ');
  if (choice.name !== undefined) {
    const named = containers.find(({ name }) => name === choice.name);
    return named === undefined
      ? { missing: `pod ${pod} has no container "${choice.name}"; it has: ${names}` }
      : { containers: [named] };
  }
  const first = containers.find(({ role }) => role === 'app') ?? containers[0];
  if (first === undefined) return { missing: `pod ${pod} has no containers yet` };
  return containers.length === 1
    ? { containers: [first] }
    : { containers: [first], note: `Defaulted container "${first.name}" out of: ${names}` };
}

/** Of several pods the first one that runs in all its containers, else in one. */
export function runningPod(pods: readonly FoundPod[]): FoundPod | undefined {
  const apps = (pod: FoundPod) => pod.containers.filter(({ role }) => role !== 'init');
  return (
    pods.find((pod) => apps(pod).length > 0 && apps(pod).every(({ running }) => running)) ??
    pods.find((pod) => pod.containers.some(({ running }) => running))
  );
}

import type { FoundContainer, InspectedContainer, InspectedImage } from '../generate/inspected.js';
import type { FoundPod } from '../generate/pod.js';
import { type PodmanProgram, runPodman } from './podman.js';

/** Asks Podman for a pod, or a container, by its name; undefined where there is neither. */
export async function inspectRunning(program: PodmanProgram, name: string): Promise<FoundPod | undefined> {
  const pod = await inspected<{
    readonly Containers?: readonly { readonly Id: string; readonly Name: string }[];
    readonly InfraContainerID?: string;
    readonly Labels?: { readonly [name: string]: string } | null;
  }>(program, ['pod', 'inspect', name]);
  if (pod === undefined) {
    const container = await inspected<InspectedContainer>(program, ['inspect', '--type', 'container', name]);
    return container === undefined
      ? undefined
      : {
          name,
          labels: container.Config.Labels ?? {},
          infra: undefined,
          containers: [await withImage(program, container)],
        };
  }
  const { Containers = [], InfraContainerID = '' } = pod;
  const infra =
    InfraContainerID === ''
      ? undefined
      : await inspected<InspectedContainer>(program, ['inspect', '--type', 'container', InfraContainerID]);
  const containers: FoundContainer[] = [];
  for (const { Id } of Containers.filter((one) => one.Id !== InfraContainerID)) {
    const container = await inspected<InspectedContainer>(program, ['inspect', '--type', 'container', Id]);
    if (container !== undefined) containers.push(await withImage(program, container));
  }
  return { name, labels: pod.Labels ?? {}, infra, containers };
}

async function withImage(program: PodmanProgram, container: InspectedContainer): Promise<FoundContainer> {
  const image = await inspected<InspectedImage>(program, ['image', 'inspect', container.Image]);
  return { container, image };
}

/** `pod inspect` prints an object up to 4.x and a list from 5.0 on. */
async function inspected<T>(program: PodmanProgram, words: readonly string[]): Promise<T | undefined> {
  const result = await runPodman(program, words);
  if (result.code !== 0) return undefined;
  const found = JSON.parse(result.stdout.toString('utf8')) as T | readonly T[];
  return Array.isArray(found) ? (found[0] as T | undefined) : (found as T);
}

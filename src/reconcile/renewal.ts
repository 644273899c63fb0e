import type { PlannedPod } from '../fields/plan-pod.js';
import type { Text } from '../model/text.js';
import type { PodmanState } from '../phases/observed.js';
import { commandOf } from '../podman/commands.js';
import type { FileEntry, Operation, OperationOf } from '../podman/operations.js';
import { label } from './labels.js';

/** Stands in no word of a command line. Source: execve(2). */
const between = '\0';

/**
 * The volume that holds how the containers of a running pod are made anew, once an apply changed a ConfigMap or Secret
 * that their variables come from; by Podman's name of the pod. The pod itself goes on; only a restart reads the new values, as on a node.
 * Sources: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables, called at each start of a container;
 * measured on 1.36.
 */
export function renewalVolume(pod: string): string {
  return `kube2pod-anew.${pod}`;
}

/** What a restart reads anew: variables, the words in which they are expanded, and the secrets among them. */
export function renewedParts(pod: PlannedPod): unknown {
  const secrets = secretsOf(pod).map(({ secret, value }) => ({ secret, value }));
  const containers = createsOf(pod).map(({ container: { name, env, secretEnv, entrypoint, command } }) => ({
    name,
    env,
    secretEnv,
    entrypoint,
    command,
  }));
  return { secrets, containers };
}

/** Has the restarts of a running pod read what is now; nothing where nothing changed since it, or since the last time. */
export function planRenewal(pod: PlannedPod, digest: string, state: PodmanState): readonly Operation[] {
  const volume = renewalVolume(pod.names.pod);
  const { origin } = pod;
  const current = state.volumes.get(volume) ?? state.pods.get(pod.names.pod);
  if (current?.labels[label.renewal] === digest) return [];
  const secrets = secretsOf(pod).flatMap((create): readonly Operation[] => {
    const { secret } = create;
    if (!state.secrets.has(secret)) return [create];
    const remove = { op: 'secret.remove', id: `secret.remove ${secret}`, needs: [], origin, secret } as const;
    return [remove, { ...create, needs: [remove.id] }];
  });
  const removed = removeRenewal(pod, state);
  const create: Operation = {
    op: 'volume.create',
    id: `volume.create ${volume}`,
    needs: removed.map(({ id }) => id),
    origin,
    volume: { name: volume, labels: { ...pod.labels, [label.renewal]: digest } },
  };
  const files = createsOf(pod).map(fileOf);
  const fill: Operation = {
    op: 'volume.fill',
    id: `volume.fill ${volume}`,
    needs: [create.id],
    origin,
    volume,
    files,
  };
  return [...secrets, ...removed, create, fill];
}

/** What an older pod of this name left, or the apply before this one. */
export function removeRenewal(
  pod: Pick<PlannedPod, 'names' | 'origin'>,
  state: PodmanState,
): readonly Operation[] {
  const volume = renewalVolume(pod.names.pod);
  if (!state.volumes.has(volume)) return [];
  return [{ op: 'volume.remove', id: `volume.remove ${volume}`, needs: [], origin: pod.origin, volume }];
}

function fileOf(create: OperationOf<'container.create'>): FileEntry {
  const content = commandOf(create).words.flatMap(
    (word, index): Text => (index === 0 ? word : [between, ...word]),
  );
  return { kind: 'file', path: create.container.name, mode: 0o600, uid: 0, gid: 0, content };
}

/** The words in such a file. */
export function wordsIn(text: string): readonly string[] {
  return text.split(between);
}

function createsOf({ create, start }: PlannedPod): readonly OperationOf<'container.create'>[] {
  return [...create, ...start].filter((one) => one.op === 'container.create');
}

function secretsOf({ create }: PlannedPod): readonly OperationOf<'secret.create'>[] {
  return create.filter((one) => one.op === 'secret.create');
}

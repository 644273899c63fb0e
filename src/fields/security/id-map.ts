import { crypto } from '../../model/crypto.js';
import type { IdMap } from '../../podman/container-spec.js';
import type { FileEntry, Operation } from '../../podman/operations.js';
import type { PlanContext } from '../context.js';
import type { PodSecurity } from './model.js';

/** Ids that a pod with hostUsers false has on a node. Source: kubernetes pkg/kubelet/userns, userNsUnitLength. */
const size = 65_536;
/** Between the ranges that useradd hands out and the ids that tools take for negative. */
const first = 2 ** 30;
const ranges = 2 ** 30 / size;

/**
 * The ids of the machine that a pod with hostUsers false gets: a range chosen by its name, so that plans are pure and a
 * pod made anew finds its files. `--userns auto` would need a user `containers` in /etc/subuid, and nobody would know
 * the range before the pod exists. Rootless pods already live in a user namespace of their user's.
 * Source: man podman-pod-create(1), --uidmap and --gidmap.
 */
export function podIdMap(
  { userNamespace }: PodSecurity,
  { names, situation }: PlanContext,
): IdMap | undefined {
  if (userNamespace !== 'auto' || situation.target.rootless) return undefined;
  const chosen = crypto().createHash('sha256').update(names.pod).digest().readUInt32BE(0) % ranges;
  return { first: first + chosen * size, size };
}

/**
 * Operations whose files belong, inside of the pod, to the ids that they belong to outside: what a node's idmapped mounts do.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, makeMounts (UidMappings).
 */
export function mapOwners(operation: Operation, { first: base }: IdMap): Operation {
  if (operation.op === 'volume.fill') return { ...operation, files: mapFiles(operation.files, base) };
  if (operation.op === 'volume.create') {
    const { o, ...options } = operation.volume.options ?? {};
    if (options.type !== 'tmpfs') return operation;
    return {
      ...operation,
      volume: { ...operation.volume, options: { ...options, o: mapOptions(o ?? '', base) } },
    };
  }
  if (operation.op !== 'files.arrange') return operation;
  const steps = operation.steps.map((step) =>
    step.step === 'chgrp' ? { ...step, gid: step.gid + base } : step,
  );
  return { ...operation, steps };
}

/** The same for files that change while the pod runs. */
export function mapFiles(files: readonly FileEntry[], base: number): readonly FileEntry[] {
  return files.map((file) =>
    file.kind === 'link' ? file : { ...file, uid: file.uid + base, gid: file.gid + base },
  );
}

function mapOptions(options: string, base: number): string {
  return options.replaceAll(
    /\b([ug]id)=(\d+)/g,
    (_, name: string, id: string) => `${name}=${base + Number(id)}`,
  );
}

import type { Report } from '../../diagnostics/diagnostic.js';
import type { ApplicationModel } from '../../model/application.js';
import type { OperationOf, Plan } from '../../podman/operations.js';
import type { Situation } from '../../podman/target.js';
import { capabilities, formatVersion, supports } from '../../podman/versions.js';
import { label } from '../../reconcile/labels.js';
import { besideFolders } from './quadlet/beside.js';
import { containerUnitFile } from './quadlet/container-unit.js';
import { podUnitFile } from './quadlet/pod-unit.js';
import { scheduledPods, scheduleUnitFiles } from './quadlet/schedule-units.js';
import { operationsOf, type UnitSources, unitSources } from './quadlet/sources.js';
import { networkUnitFile, volumeUnitFile } from './quadlet/storage-units.js';
import { type UnitFile, unitText } from './quadlet/unit-file.js';

/** What the units say about where they come from, and where findings go. */
export interface QuadletOptions {
  readonly situation: Situation;
  readonly generator: string;
  readonly report: Report;
}

/** Content and permission bits by path below the folder of the units. */
export type UnitFiles = ReadonlyMap<string, { readonly text: string | Uint8Array; readonly mode: number }>;

/**
 * The plan as units for Quadlet, one file per pod, container, volume and network, with ConfigMap files beside them.
 * Secret values never stand in them: they refer to Podman secrets by name. Reports: podman/no-quadlet,
 * podman/unit-text, podman/unit-working-directory. Source: man podman-systemd.unit(5).
 */
export function emitQuadlet(
  plan: Plan,
  { pods, schedules = [] }: Pick<ApplicationModel, 'pods' | 'schedules'>,
  options: QuadletOptions,
): UnitFiles {
  const { situation, report, generator } = options;
  const scheduled = scheduledPods(schedules);
  if (!supports(situation.target.version, 'quadletPods')) {
    const { quadletPods: since } = capabilities;
    for (const { origin } of pods)
      report('podman/no-quadlet', origin, { version: formatVersion(situation.target.version), since });
    return new Map();
  }
  const sources = unitSources(plan.operations, pods, { situation, report });
  const folders = besideFolders(sources);
  const volumes = operationsOf(sources, 'volume.create')
    .filter(({ volume }) => !folders.has(volume.name))
    .map((create) => volumeUnitFile(create, sources));
  const units: readonly UnitFile[] = [
    ...operationsOf(sources, 'network.create').map(networkUnitFile),
    ...volumes.map(({ unit }) => unit),
    ...operationsOf(sources, 'pod.create').map((create) =>
      podUnitFile(create, { isScheduled: scheduled.has(create.pod.name) }, sources),
    ),
    ...schedules.flatMap((schedule) => scheduleUnitFiles(schedule, sources)),
    ...operationsOf(sources, 'container.create').map((create) =>
      containerUnitFile(create, { before: unitsBefore(create, sources), folders }, sources),
    ),
  ];
  for (const { container, path, origin } of operationsOf(sources, 'container.mkdir'))
    report('podman/unit-working-directory', origin.child('workingDir'), { path, container });
  const made = `Made by ${generator} for Podman ${formatVersion(situation.target.version)}, ${situation.target.rootless ? 'rootless' : 'rootful'}`;
  const files = new Map<string, { readonly text: string | Uint8Array; readonly mode: number }>();
  for (const unit of units)
    files.set(unit.name, { text: unitText({ ...unit, head: [...unit.head, made] }), mode: 0o644 });
  for (const volume of volumes) for (const [name, file] of volume.files) files.set(name, file);
  for (const { volume, files: inside } of folders.values())
    for (const [path, file] of inside) files.set(`${volume}/${path}`, file);
  return files;
}

/** The container of the same pod that starts right before, and all init containers before it, which must have ended well. */
function unitsBefore(create: OperationOf<'container.create'>, sources: UnitSources) {
  // Containers whose mounts need files of init containers are created late: the order of the pod stands in a label.
  const orderOf = ({ container }: OperationOf<'container.create'>): number =>
    Number(container.labels?.[label.order] ?? 0);
  const all = operationsOf(sources, 'container.create')
    .filter(({ container }) => container.pod === create.container.pod)
    .sort((a, b) => orderOf(a) - orderOf(b));
  const earlier = all.slice(0, all.indexOf(create));
  return earlier
    .map(({ container }, index) => ({
      service: `${container.name}.service`,
      required: sources.containers.get(container.name)?.container.role === 'init',
      isLast: index === earlier.length - 1,
    }))
    .filter(({ required, isLast }) => required || isLast);
}

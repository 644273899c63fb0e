import { lateValuesOf } from '../../../podman/late.js';
import type { OperationOf } from '../../../podman/operations.js';
import { podSpecRows } from '../../../podman/pod-spec-rows.js';
import { podUnitRows } from '../../../podman/unit-keys.js';
import { arrangeLine } from './service-lines.js';
import { operationsOf, ownLabels, placeOf, type UnitSources } from './sources.js';
import type { UnitFile, UnitLine } from './unit-file.js';
import { specLines } from './unit-lines.js';

/** The name that Quadlet gives the service of a pod. */
export const podService = (pod: string): string => `${pod}-pod.service`;

/**
 * A pod: starting it starts its containers, stopping it stops them. What must be there on the machine before anything
 * runs (host folders, groups of claims) is done first.
 * Source: man podman-systemd.unit(5), Pod units.
 */
export function podUnitFile(
  create: OperationOf<'pod.create'>,
  { isScheduled }: { readonly isScheduled: boolean },
  sources: UnitSources,
): UnitFile {
  const { pod, origin, needs } = create;
  const made = operationsOf(sources, 'volume.create');
  // What comes right after making a volume is done by that volume's unit.
  const arranges = operationsOf(sources, 'files.arrange').filter(
    (one) => needs.includes(one.id) && !made.some(({ id }) => one.needs.includes(id)),
  );
  const volumes = arranges.flatMap((arrange) =>
    lateValuesOf(arrange).flatMap((value) => (value.name === 'mountpoint' ? [value.volume] : [])),
  );
  const known = new Set(made.map(({ volume }) => volume.name));
  const services = [...new Set(volumes)]
    .filter((name) => known.has(name))
    .map((name) => `${name}-volume.service`);
  const dependencies: readonly UnitLine[] =
    services.length === 0
      ? []
      : [
          ['Requires', services.join(' ')],
          ['After', services.join(' ')],
        ];
  const { labels, ...spec } = pod;
  const own = ownLabels(labels ?? {});
  return {
    name: `${pod.name}.pod`,
    head: [
      `Pod ${pod.name}: systemctl start and stop ${podService(pod.name)} work on all of it`,
      placeOf(origin),
    ],
    sections: [
      { name: 'Unit', lines: dependencies },
      {
        name: 'Pod',
        lines: specLines(
          Object.keys(own).length === 0 ? spec : { ...spec, labels: own },
          podUnitRows,
          podSpecRows,
          { version: sources.situation.target.version, origin, report: sources.report },
        ),
      },
      {
        name: 'Service',
        lines: arranges.map((arrange) =>
          arrangeLine('ExecStartPre', arrange, lateValuesOf(arrange), sources.situation),
        ),
      },
      // What a timer starts does not start with the machine.
      { name: 'Install', lines: isScheduled ? [] : [['WantedBy', 'default.target']] },
    ],
  };
}

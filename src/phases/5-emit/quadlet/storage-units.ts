import { lateValuesOf } from '../../../podman/late.js';
import type { OperationOf } from '../../../podman/operations.js';
import { quoteShell } from '../quote-shell.js';
import { plainValue, quoteAssignment } from '../quote-systemd.js';
import { fillLines } from '../script-files.js';
import { stageFunctions } from '../script-preamble.js';
import { lateAssignments } from '../shell-words.js';
import { arrangeLine, shellLine } from './service-lines.js';
import { operationsOf, ownLabels, placeOf, type UnitSources } from './sources.js';
import type { UnitFile, UnitLine } from './unit-file.js';
import { argsLine } from './unit-lines.js';

/** A unit, and the files that it needs beside it. */
export interface WithFiles {
  readonly unit: UnitFile;
  readonly files: ReadonlyMap<string, { readonly text: string | Uint8Array; readonly mode: number }>;
}

/** The network of a namespace. Source: man podman-systemd.unit(5), Network units. */
export function networkUnitFile({ network, origin }: OperationOf<'network.create'>): UnitFile {
  const { name, subnet, gateway, dynamicRange, dns, internal, labels } = network;
  return {
    name: `${name}.network`,
    head: [`The network of one namespace: pods find each other on it by name`, placeOf(origin)],
    sections: [
      {
        name: 'Network',
        lines: [
          ['NetworkName', name],
          ...(subnet === undefined ? [] : [['Subnet', subnet] as const]),
          ...(gateway === undefined ? [] : [['Gateway', gateway] as const]),
          ...(dynamicRange === undefined ? [] : [['IPRange', dynamicRange] as const]),
          ...(dns ? [] : [['DisableDNS', 'true'] as const]),
          ...(internal === true ? [['Internal', 'true'] as const] : []),
          ...labelLines(ownLabels(labels)),
        ],
      },
    ],
  };
}

/** A volume, and what must be in it before a container uses it. */
export function volumeUnitFile(create: OperationOf<'volume.create'>, sources: UnitSources): WithFiles {
  const { volume, origin } = create;
  const { name, labels, driver, options = {} } = volume;
  const fill = operationsOf(sources, 'volume.fill').find((operation) => operation.volume === name);
  const arranges = operationsOf(sources, 'files.arrange').filter(({ needs }) => needs.includes(create.id));
  const filled = fill === undefined ? undefined : fillOf(fill, sources);
  return {
    files: filled?.files ?? new Map(),
    unit: {
      name: `${name}.volume`,
      head: [placeOf(origin)],
      sections: [
        { name: 'Unit', lines: filled?.after ?? [] },
        {
          name: 'Volume',
          lines: [
            ['VolumeName', name],
            ...(driver === undefined ? [] : [['Driver', driver] as const]),
            ...optionLines(options, {
              version: sources.situation.target.version,
              origin,
              report: sources.report,
            }),
            ...labelLines(ownLabels(labels)),
          ],
        },
        {
          name: 'Service',
          lines: [
            ...(filled?.lines ?? []),
            ...arranges.map((arrange) =>
              arrangeLine('ExecStartPost', arrange, lateValuesOf(arrange), sources.situation),
            ),
          ],
        },
      ],
    },
  };
}

function labelLines(labels: { readonly [name: string]: string }): readonly UnitLine[] {
  return Object.entries(labels).flatMap(([name, value]) => {
    const text = quoteAssignment(name, value);
    return text === undefined ? [] : [['Label', text] as const];
  });
}

const optionKeys: { readonly [option: string]: string } = { type: 'Type', device: 'Device', o: 'Options' };

/** Quadlet refuses the keys of a volume that has no device. Source: pkg/systemd/quadlet/quadlet.go, ConvertVolume. */
function optionLines(
  options: { readonly [name: string]: string },
  context: Parameters<typeof argsLine>[1],
): readonly UnitLine[] {
  const entries = Object.entries(options);
  const lines = entries.map(([option, value]): UnitLine | undefined => {
    const key = optionKeys[option];
    const text = plainValue(value);
    return key === undefined || text === undefined ? undefined : [key, text];
  });
  const hasDevice = (options.device ?? '') !== '';
  if (hasDevice && lines.every((line) => line !== undefined)) return lines;
  return argsLine(
    entries.flatMap(([option, value]) => [['--opt'], [`${option}=${value}`]]),
    context,
  );
}

interface Filling extends Pick<WithFiles, 'files'> {
  readonly lines: readonly UnitLine[];
  readonly after: readonly UnitLine[];
}

/** A folder is made by one command; files are written by a script beside the unit, which gives them their owners. */
function fillOf(fill: OperationOf<'volume.fill'>, sources: UnitSources): Filling {
  const { volume, files } = fill;
  const as = sources.situation.target.rootless ? 'podman unshare ' : '';
  if (files.every(({ kind }) => kind === 'directory')) {
    const steps = files.flatMap((file) => {
      if (file.kind !== 'directory') return [];
      const path = `"$v"/${quoteShell(file.path)}`;
      const group = file.gid === 0 ? [] : [`${as}chgrp ${file.gid} ${path}`];
      return [`${as}mkdir -p ${path}`, ...group, `${as}chmod ${file.mode.toString(8)} ${path}`];
    });
    const find = `v=$(podman volume inspect --format '{{.Mountpoint}}' ${quoteShell(volume)})`;
    return { lines: [shellLine('ExecStartPost', [find, ...steps])], after: [], files: new Map() };
  }
  const late = lateValuesOf(fill);
  const pods = late.flatMap((value) => (value.name === 'podIP' ? [`${value.pod}-pod.service`] : []));
  const script = `${volume}.fill.sh`;
  const text = [
    '#!/bin/sh',
    `# Writes the files of the volume ${volume} with their owners; ${volume}.volume runs it.`,
    'set -eu',
    ...stageFunctions,
    '',
    ...lateAssignments(fill),
    // Lines of here-documents carry a mark for scripts that indent.
    ...fillLines(fill).map((line) => line.replace(/^\0/, '')),
    '',
  ].join('\n');
  return {
    lines: [['ExecStartPost', `/bin/sh %E/containers/systemd/${script.replaceAll('%', '%%')}`]],
    after: pods.length === 0 ? [] : [['After', [...new Set(pods)].join(' ')]],
    files: new Map([[script, { text, mode: 0o755 }]]),
  };
}

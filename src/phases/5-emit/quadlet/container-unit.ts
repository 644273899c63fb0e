import type { HookAction } from '../../../fields/lifecycle/model.js';
import type { ContainerModel, PodModel } from '../../../model/pod-model.js';
import type { LateValue } from '../../../model/text.js';
import type { ContainerSpec, Mount } from '../../../podman/container-spec.js';
import { containerSpecRows } from '../../../podman/container-spec-rows.js';
import { lateValuesOf } from '../../../podman/late.js';
import type { OperationOf } from '../../../podman/operations.js';
import type { PodmanVersion } from '../../../podman/target.js';
import { containerUnitRows } from '../../../podman/unit-keys.js';
import { supports } from '../../../podman/versions.js';
import { emptyVariable } from '../quote-systemd.js';
import { type BesideFolder, fromBeside } from './beside.js';
import { arrangeLine, execLine, lateLines, shellLine } from './service-lines.js';
import { operationsOf, ownLabels, placeOf, type UnitSources } from './sources.js';
import type { UnitFile, UnitLine } from './unit-file.js';
import { specLines } from './unit-lines.js';

type Create = OperationOf<'container.create'>;

/** What a container's unit depends on besides the container: the units before it, and the folders beside. */
export interface Surroundings {
  /** Services that must have started (and, for init containers, have ended well) before this one. */
  readonly before: readonly { readonly service: string; readonly required: boolean }[];
  readonly folders: ReadonlyMap<string, BesideFolder>;
}

/**
 * One container. An init container is a one-shot service that stays active once it ended well; systemd starts others
 * again as a new container each time, after the growing pauses of a node.
 * Sources: man podman-systemd.unit(5), Container units; systemd.service(5), RestartSteps=, RestartMode=;
 * kubernetes pkg/kubelet/kubelet.go, MaxCrashLoopBackOff and backOffPeriod.
 */
export function containerUnitFile(create: Create, around: Surroundings, sources: UnitSources): UnitFile {
  const { container: spec, origin } = create;
  const found = sources.containers.get(spec.name);
  const isInit = found?.container.role === 'init';
  const kind = isInit ? 'init container' : found?.container.role === 'sidecar' ? 'sidecar' : 'container';
  const { version } = sources.situation.target;
  const context = { version, origin, report: sources.report };
  const lines = [
    ...specLines(unitSpec(spec, around, sources), containerUnitRows, containerSpecRows, context),
    groupLine(version),
  ];
  const usesEmpty = lines.some((line) => 'length' in line && line[1].includes(emptyVariable));
  return {
    name: `${spec.name}.container`,
    head: [`The ${kind} ${found?.container.name ?? spec.name} of pod ${spec.pod}`, placeOf(origin)],
    sections: [
      { name: 'Unit', lines: [...orderLines(around), ...limitLines(spec, isInit)] },
      { name: 'Container', lines: [...lines, ...pullLines(create, sources)] },
      {
        name: 'Service',
        lines: [
          ...(usesEmpty ? [['Environment', `${emptyVariable}=`] as const] : []),
          ...(isInit ? initLines(create, sources) : restartLines(spec)),
          ...timeLines(create, sources),
          ...prepareLines(create, sources),
          ...(found === undefined ? [] : hookLines(spec.name, found.container, found.pod)),
        ],
      },
    ],
  };
}

/**
 * The container belongs to the control group of its pod, as on a node, and only conmon to the service. Quadlet's own
 * choice, `split`, takes it out of the pod's limits and fails for ordinary users on cgroups v1.
 * Sources: man podman-systemd.unit(5), CgroupsMode=; github.com/containers/podman/issues/17456.
 */
function groupLine(version: PodmanVersion): UnitLine {
  return supports(version, 'quadletCgroupsMode')
    ? ['CgroupsMode', 'no-conmon']
    : ['PodmanArgs', '--cgroups=no-conmon'];
}

/** The spec with names of units in place of names of volumes, and without labels that are ours alone. */
function unitSpec(
  { labels, mounts, ...spec }: ContainerSpec,
  { folders }: Surroundings,
  sources: UnitSources,
): ContainerSpec {
  const known = new Set(operationsOf(sources, 'volume.create').map(({ volume }) => volume.name));
  const own = ownLabels(labels ?? {});
  const unitMount = (mount: Mount): Mount => {
    const placed = fromBeside(mount, folders);
    return placed.kind === 'volume' && known.has(placed.volume)
      ? { ...placed, volume: `${placed.volume}.volume` }
      : placed;
  };
  return {
    ...spec,
    ...(mounts === undefined ? {} : { mounts: mounts.map(unitMount) }),
    ...(Object.keys(own).length === 0 ? {} : { labels: own }),
  };
}

function orderLines({ before }: Surroundings): readonly UnitLine[] {
  const required = before.filter((unit) => unit.required).map(({ service }) => service);
  return [
    ...(required.length === 0 ? [] : [['Requires', required.join(' ')] as const]),
    ...(before.length === 0 ? [] : [['After', before.map(({ service }) => service).join(' ')] as const]),
  ];
}

/** A node never gives up; systemd does after five starts in ten seconds. */
function limitLines({ restart }: ContainerSpec, isInit: boolean): readonly UnitLine[] {
  return restart === 'no' && !isInit ? [] : [['StartLimitIntervalSec', '0']];
}

const backOff: readonly UnitLine[] = [
  ['RestartSec', '10'],
  ['RestartSteps', '5'],
  ['RestartMaxDelaySec', '300'],
];

function restartLines({ restart }: ContainerSpec): readonly UnitLine[] {
  if (restart === undefined || restart === 'no') return [];
  return [['Restart', restart === 'on-failure' ? 'on-failure' : 'always'], ...backOff];
}

function initLines({ container }: Create, sources: UnitSources): readonly UnitLine[] {
  const complete = operationsOf(sources, 'container.complete').find(
    (operation) => operation.container.name === container.name,
  );
  const once: readonly UnitLine[] = [
    ['Type', 'oneshot'],
    ['RemainAfterExit', 'yes'],
  ];
  if (complete?.retry.onFailure !== 'retry') return once;
  return [
    ...once,
    ['Restart', 'on-failure'],
    { comment: 'What waits for it goes on waiting while it is tried again (systemd 254)' },
    ['RestartMode', 'direct'],
    ...backOff,
  ];
}

/** Longest time that systemd waits for a stop by itself. */
const usualStopSeconds = 90;

/** Pulling an image and a long grace period take longer than systemd waits by itself. */
function timeLines({ container, needs }: Create, sources: UnitSources): readonly UnitLine[] {
  const { stopTimeoutSeconds = 0, image } = container;
  const pulls = pullOf(image, sources) !== undefined && needs.length > 0;
  const isOneshot = sources.containers.get(container.name)?.container.role === 'init';
  return [
    ...(pulls && !isOneshot ? [['TimeoutStartSec', '900'] as const] : []),
    ...(stopTimeoutSeconds + 10 > usualStopSeconds
      ? [['TimeoutStopSec', String(stopTimeoutSeconds + 30)] as const]
      : []),
  ];
}

const pullOf = (image: string, sources: UnitSources): OperationOf<'image.pull'> | undefined =>
  operationsOf(sources, 'image.pull').find((operation) => operation.image === image);

/** `missing` is what Podman does by itself. */
function pullLines({ container }: Create, sources: UnitSources): readonly UnitLine[] {
  const policy = pullOf(container.image, sources)?.policy ?? 'never';
  return policy === 'missing' ? [] : [['Pull', policy]];
}

/** What is done right before the container starts. */
function prepareLines(create: Create, sources: UnitSources): readonly UnitLine[] {
  const arranges = operationsOf(sources, 'files.arrange').filter(({ id }) => create.needs.includes(id));
  const late: readonly LateValue[] = lateValuesOf(create);
  return [
    ...arranges.map((arrange) =>
      arrangeLine('ExecStartPre', arrange, lateValuesOf(arrange), sources.situation),
    ),
    ...lateLines(create.container.name, late),
  ];
}

/**
 * postStart runs before the service counts as started, and its failure is the service's, as on a node. preStop runs
 * when the service is stopped; systemd runs it also when the container has ended by itself, where it does nothing.
 */
function hookLines(name: string, { lifecycle }: ContainerModel, { restart }: PodModel): readonly UnitLine[] {
  const { postStart, preStop } = lifecycle;
  const before = preStop === undefined ? undefined : hookWords(name, preStop);
  return [
    ...(postStart === undefined ? [] : lineOf('ExecStartPost', hookWords(name, postStart))),
    ...(before === undefined
      ? []
      : [
          shellLine(
            'ExecStop',
            [`[ -z "$MAINPID" ] || exec timeout ${Math.max(restart.graceSeconds, 1)} "$@"`],
            '-',
          ),
        ].map((line): UnitLine => appendWords(line, before))),
  ];
}

function lineOf(key: string, words: readonly string[] | undefined): readonly UnitLine[] {
  return words === undefined ? [] : [execLine(key, words)];
}

function appendWords(line: UnitLine, words: readonly string[]): UnitLine {
  if ('comment' in line) return line;
  const [, rest] = execLine('', ['sh', ...words]) as readonly [string, string];
  return [line[0], `${line[1]} ${rest}`];
}

/** A request over the network has no program of its own here: the ledger says so. */
function hookWords(name: string, hook: HookAction): readonly string[] | undefined {
  switch (hook.kind) {
    case 'exec':
      return ['/usr/bin/podman', 'exec', name, ...hook.command];
    case 'sleep':
      return ['/bin/sleep', String(hook.seconds)];
    case 'httpGet':
      return undefined;
    default:
      return hook satisfies never;
  }
}

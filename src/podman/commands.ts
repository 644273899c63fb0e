import type { Text } from '../model/text.js';
import type { NetworkSpec, VolumeSpec } from './container-spec.js';
import { containerWords } from './container-spec-rows.js';
import type { ArrangeStep, FileEntry, Operation, OperationOf } from './operations.js';
import { podWords } from './pod-spec-rows.js';
import type { Word } from './spec-row.js';

/** What a command reads on standard input. */
export type CommandInput =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'tar'; readonly files: readonly FileEntry[] };

/** One call of Podman, as words behind `podman` and its global options. */
export interface PodmanCommand {
  readonly words: readonly Word[];
  readonly input?: CommandInput;
}

/** Operations that are one call of Podman each; the others are short programs of their executor or printer. */
export type SimpleOperation = Exclude<
  Operation,
  | OperationOf<'image.pull'>
  | OperationOf<'files.arrange'>
  | OperationOf<'container.complete'>
  | OperationOf<'container.mkdir'>
>;

const words = (...texts: readonly string[]): readonly Word[] => texts.map((text) => [text]);

const labelWords = (labels: { readonly [name: string]: string }): readonly Word[] =>
  Object.entries(labels).flatMap(([name, value]) => words('--label', `${name}=${value}`));

function networkWords(network: NetworkSpec): readonly Word[] {
  const { name, labels, subnet, gateway, dynamicRange, dns, internal } = network;
  return [
    ...words('network', 'create', '--driver', 'bridge'),
    ...labelWords(labels),
    ...(subnet === undefined ? [] : words('--subnet', subnet)),
    ...(gateway === undefined ? [] : words('--gateway', gateway)),
    ...(dynamicRange === undefined ? [] : words('--ip-range', dynamicRange)),
    ...(dns ? [] : words('--disable-dns')),
    ...(internal === true ? words('--internal') : []),
    ...words(name),
  ];
}

function volumeWords(volume: VolumeSpec): readonly Word[] {
  const { name, labels, driver, options } = volume;
  return [
    ...words('volume', 'create'),
    ...labelWords(labels),
    ...(driver === undefined ? [] : words('--driver', driver)),
    ...Object.entries(options ?? {}).flatMap(([key, value]) => words('--opt', `${key}=${value}`)),
    ...words(name),
  ];
}

/**
 * The one command of a simple operation: what the script prints and what the command line executor runs.
 * Sources: the man pages of the sub-commands, podman(1).
 */
export function commandOf(operation: SimpleOperation): PodmanCommand {
  switch (operation.op) {
    case 'network.create':
      return { words: networkWords(operation.network) };
    case 'volume.create':
      return { words: volumeWords(operation.volume) };
    case 'volume.fill':
      return {
        words: words('volume', 'import', operation.volume, '-'),
        input: { kind: 'tar', files: operation.files },
      };
    case 'secret.create':
      return {
        words: [
          ...words('secret', 'create'),
          ...labelWords(operation.labels),
          ...words(operation.secret, '-'),
        ],
        input: { kind: 'text', text: operation.value },
      };
    case 'pod.create':
      return { words: [...words('pod', 'create'), ...podWords(operation.pod)] };
    case 'infra.start':
      return { words: words('start', infraName(operation.pod)) };
    case 'container.create':
      return { words: [...words('create', '--pull=never'), ...containerWords(operation.container)] };
    case 'container.start':
      return { words: words('start', operation.container) };
    case 'container.exec':
      return { words: words('exec', operation.container, ...operation.command) };
    case 'container.stop':
      return {
        words: [...words('stop'), ...graceWords(operation.graceSeconds), ...words(...operation.containers)],
      };
    case 'container.remove':
      return { words: words('rm', '--force', '--time', '0', '--volumes', operation.container) };
    case 'pod.remove':
      return {
        words: words('pod', 'rm', '--force', '--time', String(operation.graceSeconds), operation.pod),
      };
    case 'volume.remove':
      return { words: words('volume', 'rm', operation.volume) };
    case 'secret.remove':
      return { words: words('secret', 'rm', operation.secret) };
    case 'network.remove':
      return { words: words('network', 'rm', operation.network) };
    default:
      return operation satisfies never;
  }
}

const graceWords = (seconds: number | undefined): readonly Word[] =>
  seconds === undefined ? [] : words('--time', String(seconds));

/** Name of the infra container that every pod of ours is created with. */
export function infraName(pod: string): string {
  return `${pod}-infra`;
}

/** Podman's words that mount a volume until it is removed; rootless, only within `podman unshare`. Source: man podman-volume-mount(1). */
export const mountWords = (volume: string): readonly string[] => ['volume', 'mount', volume];

/**
 * A size for a mounted tmpfs. With the source named, mount repeats none of the options that are there: a group stands
 * there by the id of the machine, which is unknown within a user namespace.
 * Source: man mount(8), remount; tmpfs(5): size can be changed by a remount.
 */
export function resizeWords(path: string, sizeBytes: bigint): readonly string[] {
  return ['mount', '-o', `remount,size=${sizeBytes}`, '--', 'tmpfs', path];
}

/** The step's program on a file system that is reached as root of the user namespace: words of one command. */
export function arrangeWords(step: Exclude<ArrangeStep, { step: 'mount' }>): readonly string[] {
  switch (step.step) {
    case 'mkdir':
      return ['mkdir', '-p', '-m', step.mode.toString(8), '--', step.path];
    case 'chmod':
      return ['chmod', step.mode.toString(8), '--', step.path];
    case 'chgrp':
      return ['chgrp', '-R', '--', String(step.gid), step.path];
    case 'rename':
      return ['mv', '-T', '--', step.path, step.to];
    case 'remove':
      return ['rm', '-rf', '--', step.path];
    case 'touch':
      return ['touch', '--', step.path];
    case 'expect':
      return ['test', step.type === 'directory' ? '-d' : step.type === 'file' ? '-f' : '-e', step.path];
    default:
      return step satisfies never;
  }
}

import { InternalError } from '../diagnostics/internal-error.js';
import type { LateValue } from '../model/text.js';
import { infraName } from '../podman/commands.js';
import { lateValuesOf } from '../podman/late.js';
import type { Operation } from '../podman/operations.js';
import { mountpointOf } from './calls.js';
import { inspectContainer, type PodmanConnection } from './connection.js';
import { isElsewhere } from './elsewhere/place.js';
import { readFileKey, readKeyElsewhere } from './env-file.js';
import type { LateLookup } from './late-lookup.js';
import { type ProgramResult, runPodman } from './podman.js';

/** What looking up needs: values that `prepare` knows already, and Podman for the rest. */
export interface LateContext {
  readonly program: PodmanConnection;
  readonly known: (value: LateValue) => string | undefined;
}

/** Looks up what an operation needs at run time; the failed call when Podman cannot tell. */
export async function lookUpLate(
  operation: Operation,
  context: LateContext,
): Promise<LateLookup | ProgramResult> {
  const found = new Map<string, string>();
  for (const value of lateValuesOf(operation)) {
    const looked = context.known(value) ?? (await ask(value, context.program));
    if (typeof looked !== 'string') return looked;
    found.set(keyOf(value), looked);
  }
  return (value) => found.get(keyOf(value)) ?? refuseLate(value);
}

/** For operations that have no such values. */
export function refuseLate(value: LateValue): string {
  throw new InternalError(`${value.name} is not known here`);
}

function keyOf(value: LateValue): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}

function ask(value: LateValue, program: PodmanConnection): Promise<string | ProgramResult> {
  switch (value.name) {
    case 'mountpoint':
      return mountpointOf(program, value.volume);
    case 'fileKey':
      return fileKey(program, value);
    case 'imageRoot':
      return imageRoot(program, value.image);
    case 'podIP':
      return podAddress(program, value.pod);
    case 'hostIP':
    case 'nodeName':
    case 'allocatable':
      throw new InternalError(`${value.name} was not observed before planning`);
    default:
      return value satisfies never;
  }
}

async function fileKey(
  program: PodmanConnection,
  value: Extract<LateValue, { name: 'fileKey' }>,
): Promise<string | ProgramResult> {
  if (isElsewhere(program)) return readKeyElsewhere(program, value);
  const root = await mountpointOf(program, value.volume);
  return typeof root === 'string' ? readFileKey(program, root, value) : root;
}

/** The image stays mounted: the containers that show a part of it need that. Source: man podman-image-mount(1). */
async function imageRoot(program: PodmanConnection, image: string): Promise<string | ProgramResult> {
  const words = ['image', 'mount', image];
  const isRoot = (process.getuid?.() ?? 0) === 0;
  const within = isRoot ? words : ['unshare', program.command, ...program.globals, ...words];
  const mounted = await runPodman(program, within);
  return mounted.code === 0 ? mounted.stdout.toString('utf8').trim() : mounted;
}

interface Networked {
  readonly NetworkSettings?: {
    readonly Networks?: { readonly [name: string]: { readonly IPAddress?: string } } | null;
  };
}

async function podAddress(program: PodmanConnection, pod: string): Promise<string | ProgramResult> {
  const infra = await inspectContainer(program, infraName(pod));
  if ('failure' in infra) return infra.failure;
  const { NetworkSettings } = infra.value as Networked;
  return Object.values(NetworkSettings?.Networks ?? {})
    .map(({ IPAddress = '' }) => IPAddress)
    .join('');
}

import { extract } from 'tar-stream';
import type { ImageFacts, PodmanState } from '../phases/observed.js';
import { isOurs, label } from '../reconcile/labels.js';
import { isUnreachable, type PodmanConnection, removeContainer } from './connection.js';
import { runPodman } from './podman.js';

interface ImageInspect {
  readonly Id?: string;
  readonly Architecture?: string;
  readonly Os?: string;
  readonly Config?: {
    readonly User?: string;
    readonly Entrypoint?: readonly string[] | string | null;
    readonly Cmd?: readonly string[] | null;
    readonly Env?: readonly string[] | null;
    readonly WorkingDir?: string;
    readonly Volumes?: { readonly [path: string]: unknown } | null;
    readonly StopSignal?: string;
  };
  readonly Healthcheck?: unknown;
}

/** What an image says of itself; undefined when it is not on this machine. */
export async function inspectImage(
  program: PodmanConnection,
  reference: string,
): Promise<ImageFacts | undefined> {
  const found = await imageInspect(program, reference);
  if (found === undefined) return undefined;
  const config = found.Config ?? {};
  return {
    id: found.Id ?? '',
    user: config.User ?? '',
    entrypoint: listOf(config.Entrypoint),
    command: listOf(config.Cmd),
    env: config.Env ?? [],
    workingDir: config.WorkingDir ?? '',
    volumes: Object.keys(config.Volumes ?? {}),
    stopSignal: config.StopSignal ?? '',
    architecture: found.Architecture ?? '',
    os: found.Os ?? '',
    hasHealthcheck: found.Healthcheck !== undefined && found.Healthcheck !== null,
  };
}

async function imageInspect(program: PodmanConnection, reference: string): Promise<ImageInspect | undefined> {
  const answer = await program.socket?.inspectImage(reference);
  // Podman's own type, whose fields are read one by one.
  if (answer !== undefined && 'value' in answer) return answer.value as ImageInspect;
  if (answer !== undefined && !isUnreachable(answer)) return undefined;
  const result = await runPodman(program, ['image', 'inspect', '--format', 'json', reference]);
  if (result.code !== 0) return undefined;
  const [found] = JSON.parse(result.stdout.toString('utf8')) as readonly ImageInspect[];
  return found;
}

function listOf(value: readonly string[] | string | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/**
 * The image's /etc/passwd and /etc/group, for groups of users that Podman does not look up when a group is given.
 * Read through a container that is never started: works for every storage driver, rootless and remote. It is labelled,
 * so that one that a killed run left is known for what it is.
 */
export async function readImageAccounts(
  program: PodmanConnection,
  reference: string,
): Promise<{ readonly passwd: string; readonly group: string }> {
  const labels = [`${label.manager}=kube2pod`, `${label.purpose}=${lookPurpose}`];
  const words = ['create', '--pull=never', '--network=none', ...labels.flatMap((text) => ['--label', text])];
  const created = await runPodman(program, [...words, reference, 'none']);
  if (created.code !== 0) return { passwd: '', group: '' };
  const id = created.stdout.toString('utf8').trim();
  const [passwd, group] = await Promise.all([
    copyOut(program, id, '/etc/passwd'),
    copyOut(program, id, '/etc/group'),
  ]);
  await removeContainer(program, id);
  return { passwd: passwd ?? '', group: group ?? '' };
}

/** What containers are for that only show files. */
export const lookPurpose = 'look';

/** Removes the containers that runs were looking into images with when they were killed. Under the store's lock. */
export async function removeForgotten(program: PodmanConnection, state: PodmanState): Promise<void> {
  const forgotten = [...state.containers.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === lookPurpose,
  );
  await Promise.all(forgotten.map(({ id }) => removeContainer(program, id)));
}

async function copyOut(program: PodmanConnection, id: string, path: string): Promise<string | undefined> {
  const answer = await program.socket?.copyOut(id, path);
  if (answer !== undefined && 'value' in answer) return firstFile(answer.value);
  if (answer !== undefined && !isUnreachable(answer)) return undefined;
  const result = await runPodman(program, ['cp', `${id}:${path}`, '-']);
  return result.code === 0 ? firstFile(result.stdout) : undefined;
}

/** The content of the first regular file of a tar archive, as text. */
export async function firstFile(archive: Buffer): Promise<string | undefined> {
  const files = await filesOf(archive);
  return files.values().next().value;
}

/** All regular files of a tar archive by path, as text. */
export function filesOf(archive: Buffer): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const reader = extract();
  return new Promise((resolve, reject) => {
    reader.on('entry', (header, stream, next) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: unknown) => chunks.push(Buffer.from(chunk as Uint8Array)));
      stream.on('end', () => {
        if (header.type === 'file')
          files.set(header.name.replace(/^\.\//, ''), Buffer.concat(chunks).toString('utf8'));
        next();
      });
    });
    reader.on('finish', () => resolve(files));
    reader.on('error', reject);
    reader.end(archive);
  });
}

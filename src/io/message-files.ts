import { mkdir, open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Where kube2pod keeps what must outlive a reboot and is no object of Podman's: /var/lib/kube2pod for root, else in
 * `XDG_STATE_HOME`.
 */
export function stateDirectory(): string {
  if ((process.getuid?.() ?? 0) === 0) return '/var/lib/kube2pod';
  return join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'kube2pod');
}

/** Below it: a folder per pod, a file per container that takes its last message. */
export function messageDirectory(): string {
  return join(stateDirectory(), 'messages');
}

/** Podman's names of a container and its pod. */
export interface MessageOwner {
  readonly pod: string;
  readonly name: string;
}

function messageFile({ pod, name }: MessageOwner): string {
  return join(messageDirectory(), pod, name);
}

/** Makes the file empty and writable for every user, as the kubelet does before each start. */
export async function prepareMessage(owner: MessageOwner): Promise<void> {
  const path = messageFile(owner);
  await mkdir(dirname(path), { recursive: true, mode: 0o711 });
  // Emptied, not replaced: a container that is there has it mounted.
  const file = await open(path, 'w', 0o666);
  await file.chmod(0o666);
  await file.close();
}

/** What a container wrote, up to a number of bytes; undefined when it has no file. */
export async function readMessage(owner: MessageOwner, most: number): Promise<string | undefined> {
  const file = await open(messageFile(owner), 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
  await file.close();
  return buffer.subarray(0, bytesRead).toString('utf8');
}

/** Takes the files of a pod away. */
export async function removeMessages(pod: string): Promise<void> {
  await rm(join(messageDirectory(), pod), { recursive: true, force: true });
}

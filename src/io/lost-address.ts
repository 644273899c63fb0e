import { readJsonFile, writeJsonFile } from './json-file.js';
import type { PodmanProgram } from './podman.js';
import { supervisorFile } from './supervise/status.js';

/** Most places that may turn out to be lost before a run gives up. */
export const mostLostAddresses = 64;

/**
 * The address or subnet that a failed operation names as taken; what was given it is planned again with another one.
 * Rootless Podman 4.3 keeps the address of a pod whose network it could not set up to the end, for ever. A subnet may have
 * been taken by another store of this machine since its networks were listed.
 * Source: containers/common libnetwork/internal/util/validate.go, ValidateSubnet.
 */
export function lostAddress(message = ''): string | undefined {
  return (
    /requested ip address (\S+) is already allocated/.exec(message)?.[1] ??
    /subnet (\S+) is already used/.exec(message)?.[1]
  );
}

/** The addresses that turned out to be lost since this machine was started, as Podman's own list of them lasts. */
export async function readLostAddresses(program: PodmanProgram): Promise<readonly string[]> {
  const path = await lostFile(program);
  const found = path === undefined ? undefined : await readJsonFile<unknown>(path);
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}

/** So that the next run does not try it again. A subnet is free when the other store has removed its network. */
export async function rememberLost(program: PodmanProgram, lost: string): Promise<void> {
  const path = await lostFile(program);
  if (path === undefined || lost.includes('/')) return;
  const known = await readLostAddresses(program);
  if (!known.includes(lost)) await writeJsonFile(path, [...known, lost]);
}

async function lostFile(program: PodmanProgram): Promise<string | undefined> {
  return supervisorFile(program, 'lost-addresses.json');
}

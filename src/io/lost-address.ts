/** Most addresses that may turn out to be lost before a run gives up. */
export const mostLostAddresses = 8;

/**
 * The address that a failed start names as taken. Rootless Podman 4.3 keeps the address of a pod whose host port it could
 * not publish, for ever; what was given such an address is planned again with another one.
 */
export function lostAddress(message = ''): string | undefined {
  return /requested ip address (\S+) is already allocated/.exec(message)?.[1];
}

/** Most places that may turn out to be lost before a run gives up. */
export const mostLostAddresses = 8;

/**
 * The address or subnet that a failed operation names as taken; what was given it is planned again with another one.
 * Rootless Podman 4.3 keeps the address of a pod whose host port it could not publish, for ever. A subnet may have been
 * taken by another store of this machine since its networks were listed.
 * Source: containers/common libnetwork/internal/util/validate.go, ValidateSubnet.
 */
export function lostAddress(message = ''): string | undefined {
  return (
    /requested ip address (\S+) is already allocated/.exec(message)?.[1] ??
    /subnet (\S+) is already used/.exec(message)?.[1]
  );
}

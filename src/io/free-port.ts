import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { PublishedPort } from '../podman/container-spec.js';

/** How many ports are looked at before giving up. */
const longestSearch = 50;
/** The forwarder of a pod that was removed a moment ago may still hold its port. */
const patienceMs = 1000;
const lookAgainMs = 50;

/** The first port of this machine from `first` on that nobody listens on; `first` itself where none of the next is free. */
export async function freePort(
  first: number,
  address: string,
  given: readonly number[] = [],
): Promise<number> {
  for (let port = first; port < first + longestSearch && port < 65_536; port += 1)
    if (
      !given.includes(port) &&
      (await listenProblem({ hostPort: port, hostAddress: address, protocol: 'tcp' }))?.code !== 'EADDRINUSE'
    )
      return port;
  return first;
}

/**
 * Why a pod of an ordinary user cannot publish its ports: in the kernel's words, undefined when it can. To be asked before
 * Podman is: one that fails to publish keeps the address of the pod for ever, and gives it to nobody.
 * Source: podman libpod/networking_linux.go (4.3), configureNetNS: no tear-down after setupRootlessPortMapping failed.
 */
export async function publishProblem(
  ports: readonly PublishedPort[],
  sleep: (milliseconds: number) => Promise<void>,
): Promise<string | undefined> {
  for (const port of ports) {
    let problem = await listenProblem(port);
    for (let waited = 0; problem?.code === 'EADDRINUSE' && waited < patienceMs; waited += lookAgainMs) {
      await sleep(lookAgainMs);
      problem = await listenProblem(port);
    }
    if (problem !== undefined) return problem.message;
  }
  return undefined;
}

type Place = Pick<PublishedPort, 'hostAddress' | 'hostPort' | 'protocol'>;

/** Found out by listening there for a moment; SCTP, which Node has not, is Podman's to try. */
function listenProblem({
  hostAddress = '0.0.0.0',
  hostPort: port,
  protocol,
}: Place): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    if (protocol === 'sctp') return resolve(undefined);
    const socket =
      protocol === 'tcp' ? createServer() : createSocket(hostAddress.includes(':') ? 'udp6' : 'udp4');
    const isFree = (): void => void socket.close(() => resolve(undefined));
    socket.once('error', resolve);
    if ('listen' in socket) socket.listen({ port, host: hostAddress, exclusive: true }, isFree);
    else socket.bind({ port, address: hostAddress, exclusive: true }, isFree);
  });
}

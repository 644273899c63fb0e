import { createServer } from 'node:net';

/** How many ports are looked at before giving up. */
const longestSearch = 50;

/** The first port of this machine from `first` on that nobody listens on; `first` itself where none of the next is free. */
export async function freePort(
  first: number,
  address: string,
  given: readonly number[] = [],
): Promise<number> {
  for (let port = first; port < first + longestSearch && port < 65_536; port += 1)
    if (!given.includes(port) && (await isFree(port, address))) return port;
  return first;
}

/** Found out by listening there for a moment. What hinders that besides somebody else is Podman's to tell. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

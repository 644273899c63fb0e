import { connect, type Server, type Socket } from 'node:net';

/** What a relay is told with each listener that it is handed. */
export interface RelayOrder {
  /** In the pod. */
  readonly port: number;
}

/** What a relay tells. */
export type RelayNews =
  | { readonly news: 'ready' }
  | { readonly news: 'connection'; readonly port: number }
  | { readonly news: 'failed'; readonly port: number; readonly message: string };

/** How a relay speaks to the one who handed it listeners. */
export type Tell = (news: RelayNews) => void;

/**
 * Carries every connection that a listener accepts to a port of this network namespace. A socket belongs to the namespace
 * in which it was made, so a listener of the host may be served from inside a pod.
 */
export function serve(server: Server, { port }: RelayOrder, tell: Tell): void {
  server.on('connection', (client: Socket) => {
    tell({ news: 'connection', port });
    void carry(client, port, tell);
  });
}

/** Both loopback addresses are tried, as a node does. Source: containerd internal/cri/server/sandbox_portforward_linux.go. */
async function carry(client: Socket, port: number, tell: Tell): Promise<void> {
  client.on('error', () => client.destroy());
  const target = await firstThatAnswers(['127.0.0.1', '::1'], port);
  if (typeof target === 'string') {
    tell({ news: 'failed', port, message: target });
    client.resetAndDestroy();
    return;
  }
  target.on('error', () => client.resetAndDestroy());
  client.on('close', () => target.destroy());
  client.pipe(target);
  target.pipe(client);
}

/** A connection, or why there is none at the first of the hosts. */
async function firstThatAnswers(hosts: readonly string[], port: number): Promise<Socket | string> {
  const results: (Socket | string)[] = [];
  for (const host of hosts) {
    const result = await connectTo(host, port);
    if (typeof result !== 'string') return result;
    results.push(result);
  }
  const [first = ''] = results;
  return first;
}

function connectTo(host: string, port: number): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

/** What the child in a pod's namespace does: it serves the listeners that its parent hands over, and ends with it. */
export function serveParent(): Promise<void> {
  const tell: Tell = (news) => process.send?.(news);
  process.on('message', (order: RelayOrder, server: Server | undefined) => {
    if (server !== undefined) serve(server, order, tell);
  });
  // Ctrl-C is for the parent, whose end is ours.
  process.on('SIGINT', () => {});
  tell({ news: 'ready' });
  return new Promise((resolve) => {
    process.on('disconnect', () => resolve());
  });
}
